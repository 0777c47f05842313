/**
 * Waits until what was committed is on the disk, beside the event loop: SQLite's own wait, with
 * `synchronous = full`, would hold it for as long as the disk takes.
 *
 * Each wait takes along all that was committed before it began, so any number of writes share a few.
 *
 * @see https://sqlite.org/pragma.html#pragma_synchronous
 */

import { open } from 'node:fs/promises';
import { AuthError } from '@doorward/core';
import { walOf } from './store-folder.ts';

export interface DiskSync {
  /**
   * Resolves when all that was committed before the call is on the disk.
   * @throws AuthError `sql/failed` once the disk has failed to, and from then on: what it has lost would be missed by
   * what comes after it.
   */
  synced(): Promise<void>;
  /** @throws AuthError `sql/failed` once the disk has failed: what is read may be lost as well. */
  assertWorks(): void;
  close(): Promise<void>;
}

/** What is done with the file. */
export interface SyncedFile {
  sync(): Promise<void>;
  close(): Promise<void>;
}

export function createDiskSync(file: string, wal: SyncedFile): DiskSync {
  let running: Promise<void> = Promise.resolve();
  /** The wait that has not begun, and takes in whoever comes. */
  let next: Promise<void> | undefined;
  let failure: AuthError | undefined;

  function assertWorks(): void {
    if (failure !== undefined) throw failure;
  }

  async function run(): Promise<void> {
    next = undefined;
    assertWorks();
    try {
      await wal.sync();
    } catch (cause) {
      const message = `${file} could not be written to its disk, so the last writes may be lost. See to the disk, and restart.`;
      failure = new AuthError('sql/failed', message, { cause });
      throw failure;
    }
  }

  return {
    assertWorks,
    synced() {
      if (next === undefined) {
        next = running.then(run);
        running = next.catch(() => undefined);
      }
      return next;
    },
    async close() {
      await running;
      await wal.close();
    },
  };
}

/**
 * The log of a database in WAL mode, which holds every commit first. Opened at the start: a process that has run out of
 * files could not write any more.
 *
 * @throws AuthError `sql/unreachable`.
 */
export async function openWal(file: string): Promise<SyncedFile> {
  try {
    const handle = await open(walOf(file), 'r+');
    return { sync: () => handle.datasync(), close: () => handle.close() };
  } catch (cause) {
    throw new AuthError('sql/unreachable', `The log of ${file} cannot be opened. See that its folder is in order.`, {
      cause,
    });
  }
}
