/**
 * Waits for a lock of another process without holding the event loop up: SQLite's own wait would.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from './sqlite-error.ts';

/** How long a call waits for a lock before it fails, in milliseconds. */
export const BUSY_LIMIT_MS = 2000;

/** Between tries, drawn anew for each so that those who wait do not move in step. */
const WAIT_MS = { least: 2, most: 20 };

/** Tries again while the database is locked. @throws AuthError `sql/busy` after `limitMs`. */
export async function retryWhileBusy<T>(step: () => T | Promise<T>, limitMs: number = BUSY_LIMIT_MS): Promise<T> {
  const until = performance.now() + limitMs;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
    }
    await delay(WAIT_MS.least + Math.random() * (WAIT_MS.most - WAIT_MS.least));
  }
}
