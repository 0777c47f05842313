/**
 * A database file that is made ready: ours, whole, of today's schema; or the start stops.
 */

import { AuthError, isAuthError } from '@doorward/core';
import { raw } from 'sql-template-tag';
import { inTransaction } from '../database.ts';
import { type Migrated, migrate } from '../schema/migrate.ts';
import { retryWhileBusy } from './busy-retry.ts';
import { openSession, type SqliteDriver, type SqliteSession } from './connection.ts';
import { createSameFileCheck } from './same-file.ts';
import { beginOnSqlite } from './sqlite-database.ts';
import {
  closeToOthers,
  makeFile,
  makeFolder,
  readMarker,
  type StoreFolder,
  sizeOf,
  writeMarker,
} from './store-folder.ts';

export interface SqliteFile {
  /** For writing, one transaction at a time. */
  readonly writer: SqliteSession;
  /** For reading beside it: it sees what is committed. */
  readonly reader: SqliteSession;
  /** Throws while the file is not the one that was opened; the first time at most 100 ms after, when not thorough. */
  readonly check: (thorough: boolean) => void;
}

/** How long a start waits for others that start on the same file, in milliseconds. */
const START_LIMIT_MS = 10_000;

/** Larger files are not read through at the start: it takes about a second for each gigabyte. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/** In the header of the file, as "file" and SQLite's tools show it: "Door". */
const APPLICATION_ID = 0x446f6f72;

/** @throws AuthError `sql/missing`, `sql/foreign`, `sql/corrupt`, `sql/newer-schema`, or why it cannot be written. */
export async function openSqliteFile(folder: StoreFolder, driver: SqliteDriver): Promise<SqliteFile> {
  makeFolder(folder);
  // Before the file: whoever makes a store writes the marker last.
  const marker = readMarker(folder);
  const size = sizeOf(folder);
  if (marker !== null && size === 0) throw missing(folder);
  makeFile(folder);
  const writer = openSession(driver, folder.file);
  try {
    await retryWhileBusy(() => inspect(writer, folder, marker, size), START_LIMIT_MS);
    await retryWhileBusy(() => configure(writer, folder), START_LIMIT_MS);
    const check = createSameFileCheck(folder.file);
    const { id, created } = await retryWhileBusy(() => makeStore(writer, folder, marker), START_LIMIT_MS);
    if (created) moveIntoFile(writer);
    if (marker !== id) writeMarker(folder, id);
    closeToOthers(folder);
    const reader = openSession(driver, folder.file);
    reader.exec('pragma busy_timeout = 0; pragma query_only = on');
    return { writer, reader, check };
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** Looks at what is there, and changes nothing. */
function inspect(session: SqliteSession, folder: StoreFolder, marker: string | null, size: number): void {
  session.exec('pragma busy_timeout = 0');
  let tables: unknown;
  let application: unknown;
  try {
    tables = session.all('select count(*) as tables from sqlite_master')[0]?.['tables'];
    application = session.all('pragma application_id')[0]?.['application_id'];
  } catch (error) {
    throw marker === null && isAuthError(error) && error.code === 'sql/corrupt' ? foreign(folder, error) : error;
  }
  if (tables === 0 && marker !== null) throw missing(folder);
  if (tables !== 0 && application !== APPLICATION_ID) throw foreign(folder);
  if (tables === 0 || size > CHECKED_BYTES) return;
  const [found] = session.all('pragma quick_check(1)');
  if (found?.['quick_check'] !== 'ok') {
    const cause = new Error(String(found?.['quick_check']));
    throw new AuthError('sql/corrupt', `${folder.file} is damaged. Put a backup in its place.`, { cause });
  }
}

/** Writes are on the disk when they are acknowledged, and readers never wait for them. */
function configure(session: SqliteSession, { file }: StoreFolder): void {
  const [mode] = session.all('pragma journal_mode = wal');
  if (mode?.['journal_mode'] !== 'wal') {
    throw new AuthError(
      'sql/unreachable',
      `${file} is on a file system without shared memory. Put it on a local disk.`,
    );
  }
  session.exec('pragma synchronous = full; pragma foreign_keys = on');
  // The WAL is there from the first reading on.
  session.all('select count(*) from sqlite_master');
}

/** The schema and the store's id, in one transaction: of many that start at once one makes them. */
function makeStore(session: SqliteSession, folder: StoreFolder, marker: string | null): Promise<Migrated> {
  return inTransaction(
    () => beginOnSqlite(session, () => undefined),
    async (db) => {
      const migrated = await migrate(db, { place: folder.file });
      if (migrated.created && marker !== null) throw missing(folder);
      if (marker !== null && marker !== '' && marker !== migrated.id) throw foreign(folder);
      if (migrated.created) await db.run(raw(`pragma application_id = ${APPLICATION_ID}`));
      return migrated;
    },
  );
}

/** From the WAL into the file, so that a copy of the file alone is no empty store. */
function moveIntoFile(session: SqliteSession): void {
  try {
    session.all('pragma wal_checkpoint(truncate)');
  } catch {
    // Another process reads; SQLite does it later.
  }
}

function missing({ file, marker }: StoreFolder): AuthError {
  return new AuthError(
    'sql/missing',
    `${file} is gone or empty, and ${marker} says that a store was there. ` +
      `Put the file or a backup back. To begin anew, with a new first set-up, delete ${marker}.`,
  );
}

function foreign({ file, marker }: StoreFolder, cause?: unknown): AuthError {
  return new AuthError(
    'sql/foreign',
    `${file} is no database of this store. Choose another folder, or put the right file in its place. ` +
      `If it is a backup of another store that you want, delete ${marker}.`,
    { cause },
  );
}
