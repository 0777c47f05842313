/**
 * A database on a pool of connections to PostgreSQL: a statement takes one for itself, a transaction keeps one.
 */

import type { Database, Transaction } from '../database.ts';
import { POSTGRES } from '../schema/dialect.ts';

export interface PostgresPool {
  connect(): Promise<PostgresConnection>;
  end(): Promise<void>;
}

export interface PostgresConnection {
  query(text: string, values: readonly unknown[]): Promise<PostgresResult>;
  /** Gives it back to the pool. */
  release(): void;
}

export interface PostgresResult {
  readonly rows: unknown[];
  /** Rows that were changed, where the statement says so. */
  readonly rowCount: number | null;
}

type Query = (text: string, values: readonly unknown[]) => Promise<PostgresResult>;

/** For statements that stand alone. */
export function createPostgresDatabase(pool: PostgresPool): Database {
  return databaseOf(async (text, values) => {
    const connection = await pool.connect();
    try {
      return await connection.query(text, values);
    } finally {
      connection.release();
    }
  });
}

export async function beginOnPostgres(pool: PostgresPool): Promise<Transaction> {
  const connection = await pool.connect();
  const end = async (how: 'commit' | 'rollback'): Promise<void> => void (await connection.query(how, []));
  try {
    await connection.query('begin', []);
  } catch (error) {
    connection.release();
    throw error;
  }
  return {
    ...databaseOf(connection.query),
    async commit() {
      await end('commit');
      connection.release();
    },
    rollback: () => end('rollback').finally(connection.release),
  };
}

function databaseOf(query: Query): Database {
  return {
    dialect: POSTGRES,
    all: async <R>({ text, values }: Statement) => (await query(text, values)).rows as R[],
    run: async ({ text, values }) => (await query(text, values)).rowCount ?? 0,
  };
}

type Statement = Parameters<Database['run']>[0];
