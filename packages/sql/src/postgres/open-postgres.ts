/**
 * The stores in a PostgreSQL database, in a schema of their own: `doorward`.
 */

import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AuthError, createAcknowledgements } from '@doorward/core';
import sql, { raw } from 'sql-template-tag';
import { createChangeFeed } from '../change-feed.ts';
import { type Database, inTransaction } from '../database.ts';
import { type Engine, type LockName, onceHeard, runWrite, type Transactions } from '../engine.ts';
import { SCHEMA } from '../schema/dialect.ts';
import { migrate } from '../schema/migrate.ts';
import { createSqlStores, type SqlStores } from '../sql-stores.ts';
import { createWriteQueue } from '../write-queue.ts';
import { createChangeLink } from './change-link.ts';
import { createPostgresServer, type PostgresServer } from './connection.ts';
import { beginOnPostgres, createPostgresDatabase } from './postgres-database.ts';
import { isWorthRetrying, postgresError } from './postgres-error.ts';
import { createPublisher } from './publisher.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/name`; no message ever holds the password. */
  readonly url: string;
  readonly now?: () => number;
  /** Told of what fails in the background; a call that fails throws by itself. */
  readonly onError?: (error: unknown) => void;
}

/** How long a start waits for a server that does not answer yet, in milliseconds. */
const START_LIMIT_MS = 10_000;
const START_WAIT_MS = 250;

/** How long writes wait behind one of their process: less than the server lets that one wait for the lock. */
const QUEUE_LIMIT_MS = 1700;

const CLOSE_LIMIT_MS = 2000;

/** Rows of one statement of a sweep: the server is busy with them for a few milliseconds. */
const SWEPT_ROWS = 200;

/** Advisory locks are numbers of the whole database: these have "Door" in front. */
const LOCK_CLASS = 0x446f6f72;
const LOCKS: Readonly<Record<LockName | 'migration', number>> = { migration: 0, durable: 1, events: 2 };

/**
 * Opens the store, or makes one where none was.
 *
 * @throws AuthError `sql/url-invalid`, `sql/unreachable`, `sql/newer-schema`, `sql/read-only`, `sql/busy`.
 */
export async function openPostgres(options: PostgresOptions): Promise<SqlStores> {
  const { now = Date.now, onError = () => undefined } = options;
  return createSqlStores(await openPostgresEngine(options), { now, onError });
}

/** What the stores stand on, without them. Throws the same. */
export async function openPostgresEngine({ url, onError = () => undefined }: PostgresOptions): Promise<Engine> {
  const server = await createPostgresServer(url, onError);
  const db = createPostgresDatabase(server.pool);
  const instance = randomBytes(8).toString('hex');
  const feed = createChangeFeed({ onError, onListening: (listening) => link.listen(listening) });
  const acknowledgements = createAcknowledgements();
  const link = createChangeLink({ createClient: server.createClient, instance, feed, acknowledgements, onError });
  const publish = createPublisher({ db, instance, acknowledgements, number: link.number });
  try {
    await whileItStarts(async () => {
      await makeSchema(server);
      await link.start().catch((error) => Promise.reject(postgresError(error, server.place)));
    });
  } catch (error) {
    await withinLimit([link.stop(), server.pool.end()]);
    throw error;
  }
  const close = (): Promise<void> => withinLimit([link.stop(), server.pool.end()]);
  const lock: Transactions['lock'] = (transaction, name) => takeLock(transaction, LOCKS[name]);
  return createEngine({
    db,
    transactions: { begin: () => beginOnPostgres(server.pool), feed, lock, publish },
    place: server.place,
    close,
  });
}

interface EngineParts extends Pick<Engine, 'db' | 'close'> {
  readonly transactions: Transactions;
  readonly place: string;
}

function createEngine({ db, transactions, place, close }: EngineParts): Engine {
  const tooLong = () => new AuthError('sql/busy', `${place} is held by a write that takes too long.`);
  // One of this process waits for a lock, so that those who wait never hold all connections.
  const queues = {
    durable: createWriteQueue(QUEUE_LIMIT_MS, tooLong),
    events: createWriteQueue(QUEUE_LIMIT_MS, tooLong),
  };
  return {
    feed: transactions.feed,
    db,
    disposal: { batch: SWEPT_ROWS, run: async (statement) => void (await db.run(statement)) },
    write(work, lock) {
      const write = () => runWrite(transactions, work, lock);
      // Others write on while this one waits for those who have to hear of it.
      return onceHeard(lock === undefined ? write() : queues[lock].run(write));
    },
    close,
  };
}

/** Tries again while the server is not there yet. */
async function whileItStarts(step: () => Promise<void>): Promise<void> {
  const until = performance.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await step();
      return;
    } catch (error) {
      if (!isWorthRetrying(error) || performance.now() >= until) throw error;
    }
    await delay(START_WAIT_MS);
  }
}

async function makeSchema({ place, pool }: PostgresServer): Promise<void> {
  await inTransaction(
    () => beginOnPostgres(pool),
    async (db) => {
      await takeLock(db, LOCKS.migration);
      const rows = await db.all(sql`select 1 from pg_namespace where nspname = ${SCHEMA}`);
      // Only when it is missing: whoever may use it need not be allowed to make one.
      if (rows.length === 0) await db.run(raw(`create schema "${SCHEMA}"`));
      await migrate(db, { place });
    },
  );
}

async function takeLock(db: Database, number: number): Promise<void> {
  await db.all(raw(`select pg_advisory_xact_lock(${LOCK_CLASS}, ${number})`));
}

/** Closing does not wait for a server that does not answer. */
async function withinLimit(steps: readonly Promise<unknown>[]): Promise<void> {
  await Promise.race([Promise.allSettled(steps), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
}
