/**
 * Kysely on one SQLite connection: writes begin with the lock, waits are asynchronous, and a
 * transaction in which a statement failed is never committed.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { retryWhileBusy } from './busy-retry.ts';
import type { SqliteSession } from './connection.ts';

/** Statements of a transaction run this long before others get a turn of the event loop. */
const STRETCH_MS = 10;

/** `check` is called before what is read or written can be believed, and throws when it cannot. */
export function createSqliteDialect(session: SqliteSession, check: (thorough: boolean) => void): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(session, check),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function createDriver(session: SqliteSession, check: (thorough: boolean) => void): Driver {
  const connection = createConnection(session, check);
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    async beginTransaction() {
      check(true);
      await retryWhileBusy(() => session.exec('begin immediate'));
      connection.transaction = { stretchEnds: performance.now() + STRETCH_MS };
    },
    async commitTransaction() {
      const failure = connection.transaction?.failure;
      if (failure !== undefined) throw failure;
      await retryWhileBusy(() => session.exec('commit'));
      connection.transaction = undefined;
      check(true);
    },
    async rollbackTransaction() {
      connection.transaction = undefined;
      session.exec('rollback');
    },
    releaseConnection: async () => undefined,
    destroy: async () => session.close(),
  };
}

interface SqliteKyselyConnection extends DatabaseConnection {
  transaction: { stretchEnds: number; failure?: unknown } | undefined;
}

function createConnection(session: SqliteSession, check: (thorough: boolean) => void): SqliteKyselyConnection {
  return {
    transaction: undefined,
    async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
      const { transaction } = this;
      if (transaction === undefined) {
        check(false);
        return retryWhileBusy(() => execute<R>(session, compiled));
      }
      // SQLite may have rolled back by itself: what follows would stand alone.
      if (transaction.failure !== undefined) throw transaction.failure;
      if (performance.now() > transaction.stretchEnds) {
        await nextTurn();
        transaction.stretchEnds = performance.now() + STRETCH_MS;
      }
      try {
        return execute<R>(session, compiled);
      } catch (error) {
        transaction.failure = error;
        throw error;
      }
    },
    streamQuery() {
      throw new Error('Not used.');
    },
  };
}

function execute<R>(session: SqliteSession, { sql, parameters, query }: CompiledQuery): QueryResult<R> {
  if (SelectQueryNode.is(query) || ('returning' in query && query.returning !== undefined)) {
    const rows = session.all(sql, parameters) as R[];
    return { rows, numAffectedRows: BigInt(rows.length) };
  }
  return { rows: [], numAffectedRows: BigInt(session.run(sql, parameters)) };
}
