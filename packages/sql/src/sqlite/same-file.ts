/**
 * Notices that the file was deleted or replaced: SQLite would go on writing into what nobody sees.
 */

import { type BigIntStats, statSync } from 'node:fs';
import { AuthError } from '@doorward/core';
import { walOf } from './store-folder.ts';

/** How long a look is good for reading, in milliseconds. */
const LOOK_INTERVAL_MS = 100;

/** Throws while the files are others than when it was made; a thorough look is always a new one. */
export function createSameFileCheck(file: string): (thorough: boolean) => void {
  const paths = [file, walOf(file)];
  const known = paths.map(look);
  let looked = performance.now();
  return (thorough) => {
    const time = performance.now();
    if (!thorough && time - looked < LOOK_INTERVAL_MS) return;
    paths.forEach((path, index) => {
      if (look(path) !== known[index]) {
        throw new AuthError('sql/missing', `${path} was deleted or replaced while in use. Put it back, or restart.`);
      }
    });
    looked = time;
  };
}

/** Which file it is; the WAL of a file that was never written to may be absent, and the same as before. */
function look(path: string): string {
  const stats: BigIntStats | undefined = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.dev}:${stats.ino}`;
}
