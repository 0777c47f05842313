/**
 * A database as the stores see it: statements in, rows or a count out. SQLite and PostgreSQL each make one.
 */

import type { Sql } from 'sql-template-tag';
import type { SqlDialect } from './schema/dialect.ts';

export interface Database {
  readonly dialect: SqlDialect;
  /** The rows that a statement answers. */
  all<R>(statement: Sql): Promise<R[]>;
  /** How many rows it changed. */
  run(statement: Sql): Promise<number>;
}

/** Ends with one of the two; after a statement that failed nothing of it can stand. */
export interface Transaction extends Database {
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export type Begin = () => Promise<Transaction>;

export async function first<R>(db: Database, statement: Sql): Promise<R | undefined> {
  const [row] = await db.all<R>(statement);
  return row;
}

/** All that `work` writes stands when this resolves, and nothing of it when it throws. */
export async function inTransaction<T>(begin: Begin, work: (db: Database) => Promise<T>): Promise<T> {
  const transaction = await begin();
  try {
    const result = await work(transaction);
    await transaction.commit();
    return result;
  } catch (error) {
    await transaction.rollback().catch(() => undefined);
    throw error;
  }
}
