/**
 * Stores on a PostgreSQL of their own: in an empty database at each test, but for one session.
 */

import type { RecordChange } from '@doorward/core';
import { openPostgres, type SqlStores } from '@doorward/sql';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

/** Ten times what is promised: a machine that runs other tests meanwhile is slow, and what hangs would not end. */
export const NOT_FOR_EVER_MS = 20_000;

/** The session, `k`. */
export const record = { value: 1, owner: 'ada', expiresAt: Date.now() + 600_000 };

export interface GivenPostgres {
  server: PostgresServer;
  /** Of the database. */
  url: string;
  stores: SqlStores;
  /** What they told of. */
  errors: unknown[];
  heard: RecordChange[];
  /** Whether they find the session. */
  works(): Promise<boolean>;
}

/** Starts and ends it with the tests of the block; what it answers is filled in before each of them. `bin`: its programs. */
export function givenPostgres(bin: string): GivenPostgres {
  const given = {
    works: () =>
      Promise.resolve(given.stores.expiring.get('session', 'k')).then(
        (found) => found !== null,
        () => false,
      ),
  } as GivenPostgres;

  beforeAll(async () => {
    given.server = await startPostgres(bin);
  });
  afterAll(() => given.server.close());
  beforeEach(async () => {
    given.url = await given.server.createDatabase();
    given.errors = [];
    given.heard = [];
    given.stores = await openPostgres({ url: given.url, onError: (error) => given.errors.push(error) });
    given.stores.expiring.subscribe((change) => given.heard.push(change));
    await given.stores.expiring.create('session', 'k', record);
  });
  afterEach(() => given.stores.close());
  return given;
}
