/**
 * One after the other within this process. Whoever waits behind one that does not come to its end
 * is let go with an error, so that a stuck write never holds requests up. Nor do many that come at once: the event loop
 * gets its turn between them.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';

export interface WriteQueue {
  run<T>(step: () => Promise<T>): Promise<T>;
}

interface Waiting {
  start(): void;
  fail(error: unknown): void;
}

/** Writes of one turn of the event loop begin within so long; the next ones wait for the next turn. */
const STRETCH_MS = 10;

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

  /** When the first write of this turn of the event loop began. */
  let turnBegan: number | undefined;

  function isTurnLong(): boolean {
    if (turnBegan !== undefined) return performance.now() - turnBegan > STRETCH_MS;
    turnBegan = performance.now();
    setImmediate(() => {
      turnBegan = undefined;
    });
    return false;
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
        if (isTurnLong()) await nextTurn();
        return await step();
      } finally {
        clearTimeout(timer);
        next();
      }
    },
  };
}
