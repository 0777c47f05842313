/**
 * Hears of what other processes changed through the same server, by LISTEN on a connection of its
 * own. An answer on it says that all before it was heard, for the server sends in this order.
 */

import type { ChangeFeed, NotedChange } from '../change-feed.ts';
import type { PostgresClient } from './connection.ts';

/** How often the server is asked for an answer while somebody listens. */
const BEAT_INTERVAL_MS = 100;

const RECONNECT_MS = { first: 50, most: 1000 };

/** PostgreSQL takes less than 8,000 bytes in one notification. */
const MAX_PAYLOAD_BYTES = 7500;

export const CHANNEL = 'doorward';

export interface ChangeLinkOptions {
  readonly createClient: () => PostgresClient;
  /** Whose own changes are passed over: their listeners know. */
  readonly instance: string;
  readonly feed: ChangeFeed;
  /** Told when the link is lost, once until it is back. */
  readonly onError: (error: unknown) => void;
}

export interface ChangeLink {
  start(): Promise<void>;
  /** Without listeners it rests, and nothing is certain. */
  listen(listening: boolean): void;
  stop(): Promise<void>;
}

export function createChangeLink({ createClient, instance, feed, onError }: ChangeLinkOptions): ChangeLink {
  let client: PostgresClient | undefined;
  let beating: NodeJS.Timeout | undefined;
  let reconnecting: NodeJS.Timeout | undefined;
  let waitMs = RECONNECT_MS.first;
  let listening = false;
  let stopped = false;

  async function connect(again: boolean): Promise<void> {
    const made = createClient();
    made.on('error', (error) => drop(made, error));
    made.on('end', () => drop(made, new Error('The server ended the connection.')));
    made.on('notification', ({ payload = '' }) => hear(payload));
    try {
      await made.connect();
      // Alone it is no reason for the process to go on.
      made.unref();
      await made.query(`listen ${CHANNEL}`);
      if (stopped) throw new Error('The store was closed.');
      client = made;
      // Before anything counts as certain.
      if (again) feed.tell({ kind: 'all' });
      await beat(made);
    } catch (error) {
      if (client === made) client = undefined;
      made.end().catch(() => undefined);
      throw error;
    }
  }

  function hear(payload: string): void {
    const { by, changes } = JSON.parse(payload) as Payload;
    if (by === instance) return;
    if (changes === 'all') feed.tell({ kind: 'all' });
    else for (const [kind, key] of changes) feed.tell({ kind, key });
  }

  /** Asks and waits for the answer, which makes what was heard certain. */
  async function beat(asked: PostgresClient): Promise<void> {
    const began = performance.now();
    await asked.query('select 1');
    if (asked !== client) return;
    feed.heardUntil(began);
    clearTimeout(beating);
    if (listening) beating = setTimeout(() => beatAgain(asked), BEAT_INTERVAL_MS).unref();
  }

  function beatAgain(asked: PostgresClient): void {
    beat(asked).catch((error) => drop(asked, error));
  }

  function drop(lost: PostgresClient, error: unknown): void {
    if (lost !== client) return;
    client = undefined;
    clearTimeout(beating);
    feed.lost();
    lost.end().catch(() => undefined);
    if (stopped) return;
    onError(error);
    reconnectLater();
  }

  function reconnectLater(): void {
    clearTimeout(reconnecting);
    reconnecting = setTimeout(reconnect, waitMs).unref();
    waitMs = Math.min(waitMs * 2, RECONNECT_MS.most);
  }

  async function reconnect(): Promise<void> {
    try {
      await connect(true);
      waitMs = RECONNECT_MS.first;
    } catch {
      if (client === undefined && !stopped) reconnectLater();
    }
  }

  return {
    start: () => connect(false),
    listen(on) {
      listening = on;
      clearTimeout(beating);
      if (on && client !== undefined) beatAgain(client);
    },
    async stop() {
      stopped = true;
      clearTimeout(reconnecting);
      clearTimeout(beating);
      const last = client;
      client = undefined;
      feed.lost();
      await last?.end();
    },
  };
}

interface Payload {
  readonly by: string;
  readonly changes: 'all' | readonly (readonly [NotedChange['kind'], string])[];
}

/** The notifications for these changes, each short enough for one. */
export function payloadsOf(by: string, changes: readonly NotedChange[]): string[] {
  const whole = JSON.stringify({ by, changes: changes.map(({ kind, key }) => [kind, key]) } satisfies Payload);
  if (Buffer.byteLength(whole) <= MAX_PAYLOAD_BYTES) return [whole];
  if (changes.length === 1) return [JSON.stringify({ by, changes: 'all' } satisfies Payload)];
  const half = Math.ceil(changes.length / 2);
  return [...payloadsOf(by, changes.slice(0, half)), ...payloadsOf(by, changes.slice(half))];
}
