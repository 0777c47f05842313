export type { CopiedRows, CopiedTable } from './copy/copy-data.ts';
export type { CopyToPostgresOptions } from './copy/copy-to-postgres.ts';
export { copyToPostgres, openPostgres } from './on-demand.ts';
export { openStores, type StoresOptions } from './open-stores.ts';
export type { PostgresOptions } from './postgres/open-postgres.ts';
export type { SqlStores } from './sql-stores.ts';
export type { SqliteConnection, SqliteDriver, SqliteStatement } from './sqlite/connection.ts';
export { openSqlite, type SqliteOptions } from './sqlite/open-sqlite.ts';
