/**
 * Runs a few hashes at a time and lets the others wait in order, so that hashing never takes all threads
 * that Node has for files and DNS.
 */

import { AuthError } from '@doorward/core';

export interface HashingLane {
  /**
   * Runs the job in its turn.
   * @throws AuthError `accounts/busy` at once when too many wait already.
   */
  run<T>(job: () => Promise<T>): Promise<T>;
  /** @throws AuthError `accounts/busy` when {@link HashingLane.run} would. */
  assertRoom(): void;
  /** How many run and wait now. */
  load(): HashingLoad;
}

export interface HashingLoad {
  readonly busy: number;
  readonly waiting: number;
}

export interface HashingLaneOptions {
  readonly concurrency: number;
  readonly maxWaiting: number;
}

export function createHashingLane({ concurrency, maxWaiting }: HashingLaneOptions): HashingLane {
  const waiting: (() => void)[] = [];
  let running = 0;

  function assertRoom(): void {
    if (running < concurrency || waiting.length < maxWaiting) return;
    throw new AuthError('accounts/busy', 'Too many passwords wait to be checked; try again in a few seconds');
  }

  async function enter(): Promise<void> {
    assertRoom();
    if (running < concurrency) {
      running += 1;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  // Who leaves hands the place over, so that nobody who comes now gets before those that wait.
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    assertRoom,
    load: () => ({ busy: running, waiting: waiting.length }),
    async run(job) {
      await enter();
      try {
        return await job();
      } finally {
        leave();
      }
    },
  };
}
