/**
 * The store that a configuration names: what `@doorward/auth` imports when it is asked for.
 */

import { randomBytes } from 'node:crypto';
import { createLease, createListeners, type ExpiringStore, type RecordChange } from '@doorward/core';
import { createChangeLink } from './change-link.ts';
import type { Connection } from './connection.ts';
import { type ConnectionKeeper, createConnectionKeeper } from './connection-keeper.ts';
import { evictionWarning } from './eviction.ts';
import { createNames } from './names.ts';
import type { RedisOptions } from './options.ts';
import { connectToPrimary } from './primary.ts';
import { redisError } from './redis-error.ts';
import { createRedisStore } from './redis-store.ts';
import { createRemovals } from './removals.ts';
import { resolveOptions } from './resolve-options.ts';

/**
 * Opens the store. Waits up to 10 seconds for a server that does not answer yet.
 *
 * @throws AuthError `redis/options-invalid`, `redis/unreachable`, `redis/refused`, `redis/read-only`, `redis/cluster`.
 */
export async function openRedis(options: RedisOptions): Promise<ExpiringStore> {
  const { now = Date.now, onError = () => undefined, log } = options;
  const resolved = resolveOptions(options);
  const { address, prefix, strict } = resolved;
  const connect = (): Promise<Connection> => connectToPrimary(resolved);
  const onLost = (error: unknown): void => onError(redisError(error, address.place));
  const instance = randomBytes(8).toString('hex');
  const names = createNames(prefix);
  const lease = createLease();
  const listeners = createListeners<RecordChange>({ onError });
  const removals = createRemovals({ instance, listeners });
  const commands = createConnectionKeeper({
    connect,
    prepare: async () => undefined,
    onLost: () => undefined,
    onError: onLost,
  });
  const link = createChangeLink({ connect, instance, names, lease, listeners, removals, strict, onError: onLost });
  async function close(): Promise<void> {
    await link.stop();
    commands.stop();
  }
  const server = serverOf(commands, address.place);
  try {
    await commands.start();
    await link.start();
    const warning = await evictionWarning(server, address.place);
    if (warning !== null) log?.warn(`Doorward: ${warning}`);
  } catch (error) {
    await close();
    throw error;
  }
  return createRedisStore({
    server,
    names,
    instance,
    listeners,
    removals,
    now,
    mayCache: lease.holds,
    close,
  });
}

/** Whoever asks while there is no connection is told so at once: nothing queues up. */
function serverOf(commands: ConnectionKeeper, place: string): Pick<Connection, 'send'> {
  return {
    async send(command) {
      const connection = commands.current();
      if (connection === null) throw redisError(new Error('There is no connection.'), place);
      return connection.send(command);
    },
  };
}
