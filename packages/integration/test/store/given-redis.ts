/**
 * A store on a Redis of its own: empty at each test, but for one session.
 */

import type { ExpiringStore, RecordChange } from '@doorward/core';
import { openRedis } from '@doorward/redis';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type RedisServer, startRedis } from './redis-server.ts';

/** The session, `k`. */
export const record = { value: { n: 1 }, owner: 'ada', expiresAt: Date.now() + 600_000 };

export interface GivenRedis {
  server: RedisServer;
  store: ExpiringStore;
  /** What it told of. */
  errors: unknown[];
  /** Whether it would have used what it remembers when it told of an error. */
  remembersAtLoss: boolean[];
  heard: RecordChange[];
  /** The keys among what it heard. */
  removed(): string[];
  /** Whether it finds the session. */
  works(): Promise<boolean>;
}

/** Starts and ends it with the tests of the block; what it answers is filled in before each of them. */
export function givenRedis(): GivenRedis {
  const given = {
    removed: () => given.heard.flatMap((change) => (change.kind === 'all' ? [] : [change.key])),
    async works() {
      try {
        return (await given.store.get('session', 'k')) !== null;
      } catch {
        return false;
      }
    },
  } as GivenRedis;

  beforeAll(async () => {
    given.server = await startRedis([
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
      '--enable-debug-command',
      'yes',
    ]);
  });
  afterAll(() => given.server.close());
  beforeEach(async () => {
    await given.server.send('FLUSHALL');
    Object.assign(given, { errors: [], heard: [], remembersAtLoss: [] });
    const onError = (error: unknown): void => {
      given.errors.push(error);
      given.remembersAtLoss.push(given.store.mayCache());
    };
    given.store = await openRedis({ url: given.server.url, commandTimeoutMs: 1000, onError });
    given.store.subscribe((change) => given.heard.push(change));
    await given.store.create('session', 'k', record);
  });
  afterEach(async () => {
    given.server.thaw();
    await given.store.close();
  });
  return given;
}
