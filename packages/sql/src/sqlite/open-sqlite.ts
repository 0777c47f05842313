/**
 * The stores in an SQLite file.
 */

import type { Engine } from '../engine.ts';
import { createSqlStores, type SqlStores } from '../sql-stores.ts';
import { loadLibsql, type SqliteDriver } from './connection.ts';
import { createDiskSync, openWal, type SyncedFile } from './disk-sync.ts';
import { createSqliteEngine } from './sqlite-engine.ts';
import { openSqliteFile, type SqliteFile } from './sqlite-file.ts';
import { storeFolder } from './store-folder.ts';

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
  return createSqlStores(await openSqliteEngine(options), { now, onError });
}

/** What the stores stand on, without them. Throws the same. */
export async function openSqliteEngine(options: SqliteOptions): Promise<Engine> {
  const { now = Date.now, onError = () => undefined } = options;
  const folder = storeFolder(options.folder, options.file);
  const file = await openSqliteFile(folder, options.driver ?? (await loadLibsql()));
  const disk = createDiskSync(folder.file, await walOrClosed(file, folder.file));
  return createSqliteEngine(file, folder.file, { now, onError, disk, hasBackground: options.driver === undefined });
}

async function walOrClosed({ reader, writer }: SqliteFile, file: string): Promise<SyncedFile> {
  try {
    return await openWal(file);
  } catch (error) {
    reader.close();
    writer.close();
    throw error;
  }
}
