/**
 * A connection to an SQLite file by whichever driver. `libsql` is the default one.
 */

import { AuthError } from '@doorward/core';
import { sqliteError } from './sqlite-error.ts';

/** What better-sqlite3's and libsql's `Database` and node:sqlite's `DatabaseSync` have in common. */
export interface SqliteConnection {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

export interface SqliteStatement {
  // biome-ignore lint/suspicious/noExplicitAny: each driver has its own type for what can be bound
  all(...parameters: any[]): unknown[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  run(...parameters: any[]): { readonly changes: number | bigint };
}

/** Opens a file: `(path) => new Database(path)`. It is called for each connection that is needed. */
export type SqliteDriver = (path: string) => SqliteConnection;

/** A row, by the names of its columns. */
export type SqliteRow = Readonly<Record<string, unknown>>;

/** A connection whose errors are AuthErrors and whose statements are prepared once. */
export interface SqliteSession {
  exec(sql: string): void;
  all(sql: string, parameters?: readonly unknown[]): SqliteRow[];
  /** Answers how many rows were changed. */
  run(sql: string, parameters?: readonly unknown[]): number;
  close(): void;
}

/** Statements kept prepared at most; ours are about fifty. */
const MAX_STATEMENTS = 200;

/** @throws AuthError what {@link sqliteError} makes of it, as every method does. */
export function openSession(driver: SqliteDriver, path: string): SqliteSession {
  const guarded = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      throw sqliteError(error, path);
    }
  };
  const connection = guarded(() => driver(path));
  const statements = new Map<string, SqliteStatement>();

  function prepare(sql: string): SqliteStatement {
    let statement = statements.get(sql);
    if (statement === undefined) {
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      statement = connection.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  }

  return {
    exec: (sql) => guarded(() => void connection.exec(sql)),
    all: (sql, parameters = []) =>
      guarded(() => {
        const statement = prepare(sql);
        return statement.all(...bound(statement, parameters)) as SqliteRow[];
      }),
    run: (sql, parameters = []) =>
      guarded(() => {
        const statement = prepare(sql);
        return Number(statement.run(...bound(statement, parameters)).changes);
      }),
    close() {
      statements.clear();
      guarded(() => void connection.close());
    },
  };
}

/** libsql misreads a single `null`, and takes a list in its place; node:sqlite knows no lists. */
function bound(statement: SqliteStatement, parameters: readonly unknown[]): readonly unknown[] {
  return 'reader' in statement ? [parameters] : parameters;
}

/** @throws AuthError `sql/driver-missing` where libsql has no binary for this machine. */
export async function loadLibsql(): Promise<SqliteDriver> {
  try {
    const { default: Database } = await import('libsql');
    return (path) => new Database(path);
  } catch (error) {
    const message = 'libsql cannot be loaded on this machine. Install it anew, or use PostgreSQL.';
    throw new AuthError('sql/driver-missing', message, { cause: error });
  }
}
