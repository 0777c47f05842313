/**
 * Lets so many pieces of work run at once; the others wait for their turn, in order, as long as their time lasts.
 */

import { type Deadline, within } from './deadline.ts';

export interface Limit {
  /** `onEnd` makes the error of one whose time is over before its turn. */
  run<T>(work: () => Promise<T>, deadline: Deadline, onEnd: () => Error): Promise<T>;
}

export function createLimit(width: number): Limit {
  const waiting = new Set<() => void>();
  let running = 0;

  async function turn(deadline: Deadline, onEnd: () => Error): Promise<void> {
    if (running < width) {
      running += 1;
      return;
    }
    let go = (): void => undefined;
    const given = new Promise<void>((resolve) => {
      go = resolve;
    });
    waiting.add(go);
    // Its turn is passed on in place of it.
    await within(deadline, given, () => {
      waiting.delete(go);
      return onEnd();
    });
  }

  function leave(): void {
    const [next] = waiting;
    if (next === undefined) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  }

  return {
    async run(work, deadline, onEnd) {
      await turn(deadline, onEnd);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
