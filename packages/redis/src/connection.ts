/**
 * One connection to a Redis server, for as long as it holds. It makes no new one by itself, keeps nothing back for later,
 * and is given up when one answer does not come in time.
 *
 * Commands and messages of channels share it (RESP3, Redis 6 and later): whatever the server sent before an answer was
 * heard before that answer.
 *
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */

import { createClient } from '@redis/client';
import { withDeadline } from './deadline.ts';
import type { ServerAddress } from './options.ts';
import { isOfOldPrimary, redisError } from './redis-error.ts';

/** What connecting may take, with TLS and signing in. */
const CONNECT_LIMIT_MS = 2000;

export interface ConnectionOptions {
  readonly server: ServerAddress;
  /** For messages, without user and password. */
  readonly place: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  /** `null`: not encrypted. */
  readonly tls: { readonly ca: readonly string[] | undefined } | null;
  readonly commandTimeoutMs: number;
}

export interface Connection {
  /** The server's answer. @throws AuthError with a `redis/` code. */
  send(command: readonly string[]): Promise<unknown>;
  subscribe(channels: readonly string[], listener: (message: string, channel: string) => void): Promise<void>;
  /** Called once, when the connection is lost; at once when it was before. */
  onLost(listener: (error: unknown) => void): void;
  /** What waits for an answer fails. `error`: why the connection is given up. */
  close(error?: unknown): void;
}

/** @throws AuthError with a `redis/` code. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { place, commandTimeoutMs } = options;
  const client = createClient(clientOptions(options));
  const loss = createLoss();
  client.on('error', loss.happen);
  client.on('end', () => loss.happen(new Error('The connection ended.')));
  const close = (error: unknown = new Error('The connection was closed.')): void => {
    loss.happen(error);
    client.destroy();
  };
  try {
    await withDeadline(client.connect(), CONNECT_LIMIT_MS);
  } catch (error) {
    close(error);
    throw redisError(error, place);
  }
  // Alone it is no reason for the process to go on; an answer that is waited for is one.
  client.unref();
  const ask = async <T>(answer: Promise<T>): Promise<T> => {
    const late = (): void => close(new Error(`No answer within ${commandTimeoutMs} ms.`));
    try {
      return await withDeadline(answer, commandTimeoutMs, late);
    } catch (error) {
      const known = redisError(error, place);
      if (isOfOldPrimary(known)) close(known);
      throw known;
    }
  };
  return {
    send: (command) => ask(client.sendCommand(command)),
    subscribe: (channels, listener) => ask(client.subscribe([...channels], listener)),
    onLost: loss.listen,
    close,
  };
}

function clientOptions({ server, username, password, database, tls }: ConnectionOptions) {
  const common = { ...server, connectTimeout: CONNECT_LIMIT_MS, reconnectStrategy: false as const };
  return {
    socket:
      tls === null ? common : { ...common, tls: true as const, ...(tls.ca === undefined ? {} : { ca: [...tls.ca] }) },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    database,
    RESP: 3 as const,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled' as const,
    // Its own limit ends with the sending of the command, and would not notice a server that hangs.
    commandOptions: { timeout: 0 },
  };
}

interface Loss {
  happen(error: unknown): void;
  listen(listener: (error: unknown) => void): void;
}

function createLoss(): Loss {
  const listeners: ((error: unknown) => void)[] = [];
  let lost: { readonly error: unknown } | undefined;
  return {
    happen(error) {
      if (lost !== undefined) return;
      lost = { error };
      for (const listener of listeners) listener(error);
    },
    listen(listener) {
      listeners.push(listener);
      if (lost !== undefined) listener(lost.error);
    },
  };
}
