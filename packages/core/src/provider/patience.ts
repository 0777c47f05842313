/**
 * Waits for a provider, and not for ever: one that never answers would keep every request of a session with it.
 */

import type { MaybePromise } from '../maybe-promise.ts';

/** More than several requests to a slow provider take. */
const LIMIT_MS = 30_000;

export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** What `ask` answers. @throws what it throws, and {@link TooLate} when it takes longer than half a minute. */
export async function patiently<T>(ask: () => MaybePromise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate('it did not answer within 30 seconds')), LIMIT_MS);
  });
  try {
    return await Promise.race([ask(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
