/**
 * The folder of the database, and the marker that says that a store is there. While the marker stands, no
 * new store is made in place of one that is gone: that would open the first set-up again.
 */

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { AuthError } from '@doorward/core';

export interface StoreFolder {
  readonly path: string;
  readonly file: string;
  readonly marker: string;
}

const FILE = 'doorward.db';
const OWNER_ONLY = 0o600;

export function storeFolder(folder: string, file: string = FILE): StoreFolder {
  const path = resolve(folder);
  return { path, file: join(path, file), marker: join(path, file === FILE ? 'store.json' : `${file}.json`) };
}

/** Makes the folder, not those above it: a disk that is not mounted is no reason for a new store. */
export function makeFolder({ path }: StoreFolder): void {
  if (statOf(path)?.isDirectory() === true) return;
  guarded(path, () => mkdirSync(path, { mode: 0o700 }));
}

/** The id that the marker holds: empty when it cannot be read, `null` when there is none. */
export function readMarker({ marker }: StoreFolder): string | null {
  if (statOf(marker) === null) return null;
  const text = guarded(marker, () => readFileSync(marker, 'utf8'));
  try {
    const { store } = JSON.parse(text) as { store?: unknown };
    return typeof store === 'string' ? store : '';
  } catch {
    return '';
  }
}

/** Writes the marker whole or not at all, and only once all before it is on the disk. */
export function writeMarker({ path, marker }: StoreFolder, id: string): void {
  const draft = `${marker}.${randomBytes(6).toString('hex')}`;
  guarded(marker, () => {
    try {
      sync(path);
      writeFileSync(draft, `${JSON.stringify({ store: id })}\n`, { mode: OWNER_ONLY, flush: true });
      renameSync(draft, marker);
      sync(path);
    } finally {
      rmSync(draft, { force: true });
    }
  });
}

/**
 * Makes the file when there is none. One that is there is never opened here: closing it would end the
 * locks that SQLite holds on it in this process.
 *
 * @see https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
export function makeFile({ file }: StoreFolder): void {
  guarded(file, () => {
    try {
      closeSync(openSync(file, 'wx', OWNER_ONLY));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  });
}

/** Takes the rights of others from the files, where they are this user's. */
export function closeToOthers({ file, marker }: StoreFolder): void {
  for (const each of [file, walOf(file), walOf(file).replace(/wal$/, 'shm'), marker]) {
    if (((statOf(each)?.mode ?? 0) & 0o077) === 0) continue;
    try {
      chmodSync(each, OWNER_ONLY);
    } catch {
      // Another user's file, who decides about it.
    }
  }
}

/** The log of a database that is there: for SQLite it is beside the file itself, not beside a link to it. */
export const walOf = (file: string): string => `${guarded(file, () => realpathSync(file))}-wal`;

/** Bytes of the database, 0 when there is none. */
export const sizeOf = ({ file }: StoreFolder): number => statOf(file)?.size ?? 0;

function statOf(path: string) {
  return guarded(path, () => statSync(path, { throwIfNoEntry: false }) ?? null);
}

function sync(folder: string): void {
  // Windows cannot.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function guarded<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['EROFS', 'EACCES', 'EPERM'].includes(code)) {
      throw new AuthError('sql/read-only', `${path}: this user may not write here. Give it the right to.`, {
        cause: error,
      });
    }
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) {
      throw new AuthError('sql/full', `There is no room to write ${path}. Free some.`, { cause: error });
    }
    const remedy = code === 'ENOENT' ? 'Make the folder above it, or mount its disk.' : 'See that the path is right.';
    throw new AuthError('sql/unreachable', `${path} cannot be made or read. ${remedy}`, { cause: error });
  }
}
