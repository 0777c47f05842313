/**
 * The stores in an SQLite file.
 */

import { randomBytes } from 'node:crypto';
import { AuthError } from '@doorward/core';
import { Kysely } from 'kysely';
import { createChangeFeed } from '../change-feed.ts';
import { type Engine, runWrite, type Transactions } from '../engine.ts';
import { SQLITE } from '../schema/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { createSqlStores, type SqlStores } from '../sql-stores.ts';
import { createWriteQueue } from '../write-queue.ts';
import { BUSY_LIMIT_MS } from './busy-retry.ts';
import { createChangePoll } from './change-poll.ts';
import { loadLibsql, type SqliteDriver } from './connection.ts';
import { createSqliteDialect } from './kysely-dialect.ts';
import { openSqliteFile, type SqliteFile } from './sqlite-file.ts';
import { type StoreFolder, storeFolder } from './store-folder.ts';

export interface SqliteOptions {
  /** Made when it is missing, readable for this user only; the folder above it is to be there. */
  readonly folder: string;
  /** Name of the file in it, default `doorward.db`. */
  readonly file?: string;
  /** Default libsql. Another one is `(path) => new DatabaseSync(path)` of node:sqlite, or better-sqlite3's. */
  readonly driver?: SqliteDriver;
  readonly now?: () => number;
  /** Told of what fails in the background; a call that fails throws by itself. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Opens the store, or makes one where none was.
 *
 * @throws AuthError `sql/missing`, `sql/foreign`, `sql/corrupt`, `sql/newer-schema`, `sql/read-only`,
 *   `sql/full`, `sql/busy`, `sql/unreachable`, `sql/driver-missing`.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqlStores> {
  const { now = Date.now, onError = () => undefined } = options;
  const folder = storeFolder(options.folder, options.file);
  const file = await openSqliteFile(folder, options.driver ?? (await loadLibsql()));
  return createSqlStores(createSqliteEngine(file, folder, { now, onError }), { now, onError });
}

interface EngineOptions {
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

function createSqliteEngine(opened: SqliteFile, { file }: StoreFolder, { now, onError }: EngineOptions): Engine {
  const { writer, reader } = opened;
  const instance = randomBytes(8).toString('hex');
  let closed = false;
  const check = (thorough: boolean): void => {
    if (closed) throw new AuthError('sql/unreachable', `${file} was closed.`);
    opened.check(thorough);
  };
  const feed = createChangeFeed({ onError, onListening: (listening) => poll.listen(listening) });
  const poll = createChangePoll({ session: reader, instance, feed, onError, check });
  poll.poll();
  const queue = createWriteQueue(
    BUSY_LIMIT_MS,
    () => new AuthError('sql/busy', `${file} is held by a write that takes too long.`),
  );
  const transactions: Transactions = {
    db: new Kysely<Tables>({ dialect: createSqliteDialect(writer, check) }),
    feed,
    // Every transaction begins with the one lock that SQLite has.
    lock: async () => undefined,
    async publish(db, changes) {
      const rows = changes.map(({ kind, key }) => ({ at: now(), instance, kind, key }));
      for (let start = 0; start < rows.length; start += 200) {
        await db
          .insertInto('changes')
          .values(rows.slice(start, start + 200))
          .execute();
      }
    },
  };
  return {
    dialect: SQLITE,
    feed,
    db: new Kysely<Tables>({ dialect: createSqliteDialect(reader, check) }),
    write: (work, lock) => queue.run(() => runWrite(transactions, work, lock)),
    async close() {
      poll.listen(false);
      feed.lost();
      await queue.run(async () => {
        closed = true;
      });
      reader.close();
      writer.close();
    },
  };
}
