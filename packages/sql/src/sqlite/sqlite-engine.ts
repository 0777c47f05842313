/**
 * Reading, writing and telling on an SQLite file that was made ready.
 */

import { randomBytes } from 'node:crypto';
import { AuthError } from '@doorward/core';
import { createChangeFeed } from '../change-feed.ts';
import {
  type Disposal,
  type Engine,
  onceHeard,
  runWrite,
  type Transactions,
  UNHEARD,
  type WriteOptions,
  type WriteScope,
  type Written,
} from '../engine.ts';
import { insertInto } from '../statement.ts';
import { createWriteQueue } from '../write-queue.ts';
import { type Background, createBackground } from './background.ts';
import { BUSY_LIMIT_MS } from './busy-retry.ts';
import { createChangePoll } from './change-poll.ts';
import { createCheckpoints, LAST_RESORT_PAGES } from './checkpoints.ts';
import type { DiskSync } from './disk-sync.ts';
import { beginOnSqlite, createSqliteDatabase } from './sqlite-database.ts';
import type { SqliteFile } from './sqlite-file.ts';

/** Rows of one statement: SQLite bounds its parameters. */
const INSERT_BATCH = 200;

/** Rows of one statement of a sweep: beside the event loop, where it keeps writers from the lock; and in it. */
const SWEPT_ROWS = { beside: 200, within: 20 };

export interface SqliteEngineOptions {
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** False for a driver that has nothing beside the event loop. */
  readonly hasBackground: boolean;
  readonly disk: DiskSync;
}

export function createSqliteEngine(opened: SqliteFile, file: string, options: SqliteEngineOptions): Engine {
  const { now, onError, disk } = options;
  const { writer, reader } = opened;
  const background = options.hasBackground ? createBackground(file) : null;
  // From now on both are done beside the event loop.
  writer.exec('pragma synchronous = normal');
  if (background !== null) writer.exec(`pragma wal_autocheckpoint = ${LAST_RESORT_PAGES}`);
  const instance = randomBytes(8).toString('hex');
  let closed = false;
  const check = (thorough: boolean): void => {
    if (closed) throw new AuthError('sql/unreachable', `${file} was closed.`);
    disk.assertWorks();
    opened.check(thorough);
  };
  const feed = createChangeFeed({ onError, onListening: (listening) => poll.listen(listening) });
  const poll = createChangePoll({ session: reader, instance, feed, onError, check });
  poll.poll();
  const queue = createWriteQueue(
    BUSY_LIMIT_MS,
    () => new AuthError('sql/busy', `${file} is held by a write that takes too long.`),
  );
  const checkpoints = background === null ? null : createCheckpoints({ background, betweenWrites: queue.run, onError });
  const transactions: Transactions = {
    begin: () => beginOnSqlite(writer, check),
    feed,
    // Every transaction begins with the one lock that SQLite has.
    lock: async () => undefined,
    async publish(db, changes) {
      const rows = changes.map(({ kind, key }) => ({ at: now(), instance, kind, key }));
      for (let start = 0; start < rows.length; start += INSERT_BATCH) {
        await db.run(insertInto(db.dialect.tables.changes, rows.slice(start, start + INSERT_BATCH)));
      }
      return UNHEARD;
    },
  };
  /** Asks for the disk before the next one begins: that may be what closes it. */
  async function commit<T>(work: Work<T>, { lock, isDurable = true }: WriteOptions): Promise<Written<T>> {
    const { result } = await runWrite(transactions, work, lock);
    checkpoints?.committed();
    const synced = isDurable ? disk.synced() : Promise.resolve();
    return { result, heard: () => synced };
  }
  const write: Engine['write'] = (work, how = {}) => onceHeard(queue.run(() => commit(work, how)));
  return {
    feed,
    db: createSqliteDatabase(reader, check),
    disposal: background === null ? disposalWithin(write) : disposalBeside(background, check),
    write,
    async close() {
      poll.listen(false);
      feed.lost();
      await checkpoints?.stop();
      await queue.run(async () => {
        closed = true;
      });
      await disk.close();
      await background?.close();
      reader.close();
      writer.close();
    },
  };
}

type Work<T> = (scope: WriteScope) => Promise<T>;

function disposalBeside(background: Background, check: (thorough: boolean) => void): Disposal {
  return {
    batch: SWEPT_ROWS.beside,
    async run({ sql }) {
      check(true);
      await background.run(sql);
    },
  };
}

function disposalWithin(write: Engine['write']): Disposal {
  return {
    batch: SWEPT_ROWS.within,
    run: (statement) => write(async ({ db }) => void (await db.run(statement)), { isDurable: false }),
  };
}
