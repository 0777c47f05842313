/**
 * A database on one SQLite connection: writes begin with the lock, waits are asynchronous, and a
 * transaction in which a statement failed is never committed.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, Transaction } from '../database.ts';
import { SQLITE } from '../schema/dialect.ts';
import { retryWhileBusy } from './busy-retry.ts';
import type { SqliteSession } from './connection.ts';

/** Statements of a transaction run this long before others get a turn of the event loop. */
const STRETCH_MS = 10;

/** Called before what is read or written can be believed; throws when it cannot. */
export type Check = (thorough: boolean) => void;

/** For statements that stand alone. */
export function createSqliteDatabase(session: SqliteSession, check: Check): Database {
  return databaseOf(session, async (step) => {
    check(false);
    return retryWhileBusy(step);
  });
}

/** On a connection that has one transaction at a time. */
export async function beginOnSqlite(session: SqliteSession, check: Check): Promise<Transaction> {
  check(true);
  await retryWhileBusy(() => session.exec('begin immediate'));
  let stretchEnds = performance.now() + STRETCH_MS;
  let failure: { readonly error: unknown } | undefined;

  async function execute<T>(step: () => T): Promise<T> {
    // SQLite may have rolled back by itself: what follows would stand alone.
    if (failure !== undefined) throw failure.error;
    if (performance.now() > stretchEnds) {
      await nextTurn();
      stretchEnds = performance.now() + STRETCH_MS;
    }
    try {
      return step();
    } catch (error) {
      failure = { error };
      throw error;
    }
  }

  return {
    ...databaseOf(session, execute),
    async commit() {
      if (failure !== undefined) throw failure.error;
      await retryWhileBusy(() => session.exec('commit'));
      check(true);
    },
    rollback: async () => session.exec('rollback'),
  };
}

function databaseOf(session: SqliteSession, execute: <T>(step: () => T) => Promise<T>): Database {
  return {
    dialect: SQLITE,
    all: <R>({ sql, values }: Statement) => execute(() => session.all(sql, values) as R[]),
    run: ({ sql, values }) => execute(() => session.run(sql, values)),
  };
}

type Statement = Parameters<Database['run']>[0];
