/**
 * What is loaded with its first use: most servers have one database, and nothing to copy.
 */

import type { CopiedRows } from './copy/copy-data.ts';
import type { CopyToPostgresOptions } from './copy/copy-to-postgres.ts';
import type { PostgresOptions } from './postgres/open-postgres.ts';
import type { SqlStores } from './sql-stores.ts';

/**
 * Opens the stores in a PostgreSQL database, or makes them where none were.
 *
 * @throws AuthError `sql/url-invalid`, `sql/unreachable`, `sql/newer-schema`, `sql/read-only`, `sql/busy`.
 */
export async function openPostgres(options: PostgresOptions): Promise<SqlStores> {
  return (await import('./postgres/open-postgres.ts')).openPostgres(options);
}

/**
 * Copies all or nothing from an SQLite file, and leaves it as it is. Stop the server first: what it would write
 * meanwhile waits, and fails.
 *
 * @throws AuthError `sql/missing` without a file, `sql/not-empty` when somebody has used the database, and what opening
 * both throws.
 */
export async function copyToPostgres(options: CopyToPostgresOptions): Promise<CopiedRows> {
  return (await import('./copy/copy-to-postgres.ts')).copyToPostgres(options);
}
