import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type SqliteDriver, type SqlStores } from '@doorward/sql';
import { describeDurableStore, describeExpiringStore } from '@doorward/testing';
import { describe, it } from '@jest/globals';
import Libsql from 'libsql';

describeStores('SQLite by libsql', (path) => new Libsql(path));

// The types of Node 20, which has none, are in use here.
const nodeSqlite = process.getBuiltinModule('node:sqlite') as
  | { readonly DatabaseSync: new (path: string) => ReturnType<SqliteDriver> }
  | undefined;
if (nodeSqlite === undefined) {
  describe('SQLite by node:sqlite', () => it.skip(`is not in Node ${process.version}`, () => undefined));
} else {
  describeStores('SQLite by node:sqlite', (path) => new nodeSqlite.DatabaseSync(path));
}

/** Runs both suites, each test in a new folder. */
function describeStores(name: string, driver: SqliteDriver): void {
  let folder = '';
  const open = (now?: () => number): Promise<SqlStores> =>
    openSqlite({ folder, driver, ...(now === undefined ? {} : { now }) });
  const openNew = async (now: () => number): Promise<SqlStores> => {
    folder = mkdtempSync(join(tmpdir(), 'doorward-sqlite-'));
    const stores = await open(now);
    return { ...stores, close: () => stores.close().then(() => rm(folder, { recursive: true })) };
  };

  describeExpiringStore({
    name: `the expiring store on ${name}`,
    open: async (now) => expiringOf(await openNew(now)),
    another: async (now) => expiringOf(await open(now)),
  });
  describeDurableStore({
    name: `the durable store on ${name}`,
    open: async (now) => durableOf(await openNew(now)),
    another: async () => durableOf(await open()),
    async raw(sql) {
      // By the same library: two in one process would end each other's locks.
      const connection = driver(join(folder, 'doorward.db'));
      try {
        return connection.prepare(sql).all() as Record<string, unknown>[];
      } finally {
        connection.close();
      }
    },
  });
}

const expiringOf = ({ expiring, close }: SqlStores): SqlStores['expiring'] => ({ ...expiring, close });
const durableOf = ({ durable, close }: SqlStores): SqlStores['durable'] => ({ ...durable, close });
