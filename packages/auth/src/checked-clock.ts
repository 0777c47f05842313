/**
 * The clock of the option `now`, which has to show a time: what is compared with none at all is never over.
 */

import { AuthError } from '@doorward/core';

/** The same clock. It throws `auth/clock-unusable` where it shows no number. */
export function checkedClock(clock: () => number): () => number {
  return () => {
    const time: unknown = clock();
    if (typeof time === 'number' && Number.isFinite(time)) return time;
    throw new AuthError('auth/clock-unusable', 'now: the clock answers no number of milliseconds. Correct it.', {
      option: 'now',
    });
  };
}
