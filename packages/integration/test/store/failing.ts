/**
 * Waiting for a store that fails, and looking at how.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Asks until it holds, for half a minute at most; answers how long that took, in milliseconds. */
export async function until(holds: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > limitMs) throw new Error(`It did not come to hold within ${limitMs} ms.`);
    await delay(10);
  }
  return performance.now() - began;
}

export interface Failure {
  readonly code: unknown;
  readonly tookMs: number;
  /** All that the error holds. */
  readonly text: string;
}

/** What a call is rejected with, and after how long; the code `none` when it is not. */
export async function failure(call: () => Promise<unknown> | unknown): Promise<Failure> {
  const began = performance.now();
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => ({ code: 'none' }),
      (reason: { code: unknown }) => reason,
    );
  return { code: error.code, tookMs: performance.now() - began, text: inspect(error, { depth: 10 }) };
}
