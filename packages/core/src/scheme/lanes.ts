/**
 * Lets some pieces of work per key run at once; the others wait for their turn, in order.
 */

import type { MaybePromise } from '../maybe-promise.ts';

export interface Lanes {
  run<T>(key: string, work: () => MaybePromise<T>): MaybePromise<T>;
  /** True when the next one would have to wait. */
  isFull(key: string): boolean;
  /** True when nothing is under way. */
  isIdle(): boolean;
}

interface Lane {
  open: number;
  readonly waiting: (() => void)[];
}

/** `width` is the number of pieces of work at once, per key. */
export function createLanes(width: number): Lanes {
  const lanes = new Map<string, Lane>();

  function leave(key: string, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next === undefined) lane.open -= 1;
    else next();
    if (lane.open === 0) lanes.delete(key);
  }

  function start<T>(key: string, lane: Lane, work: () => MaybePromise<T>): MaybePromise<T> {
    let result: MaybePromise<T>;
    try {
      result = work();
    } catch (error) {
      leave(key, lane);
      throw error;
    }
    if (result instanceof Promise) return result.finally(() => leave(key, lane));
    leave(key, lane);
    return result;
  }

  return {
    isIdle: () => lanes.size === 0,
    isFull: (key) => (lanes.get(key)?.open ?? 0) >= width,
    run(key, work) {
      const lane = lanes.get(key) ?? { open: 0, waiting: [] };
      lanes.set(key, lane);
      if (lane.open >= width) {
        return new Promise<void>((resolve) => lane.waiting.push(resolve)).then(() => start(key, lane, work));
      }
      lane.open += 1;
      return start(key, lane, work);
    },
  };
}
