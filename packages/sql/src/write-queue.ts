/**
 * One after the other within this process. Whoever waits behind one that does not come to its end
 * is let go with an error, so that a stuck write never holds requests up.
 */

export interface WriteQueue {
  run<T>(step: () => Promise<T>): Promise<T>;
}

interface Waiting {
  start(): void;
  fail(error: unknown): void;
}

/** Those that wait while one step takes longer than `limitMs` fail with what `tooLong` makes. */
export function createWriteQueue(limitMs: number, tooLong: () => Error): WriteQueue {
  let waiting: Waiting[] = [];
  let running = false;
  let overdue = false;

  function failAll(): void {
    overdue = true;
    const failed = waiting;
    waiting = [];
    for (const each of failed) each.fail(tooLong());
  }

  function turn(): Promise<void> {
    if (!running) {
      running = true;
      return Promise.resolve();
    }
    if (overdue) return Promise.reject(tooLong());
    return new Promise((start, fail) => waiting.push({ start, fail }));
  }

  function next(): void {
    overdue = false;
    const first = waiting.shift();
    if (first === undefined) running = false;
    else first.start();
  }

  return {
    async run(step) {
      await turn();
      const timer = setTimeout(failAll, limitMs);
      try {
        return await step();
      } finally {
        clearTimeout(timer);
        next();
      }
    },
  };
}
