/**
 * Waits until the instances that remember something have heard of its change, or may not use what they remember any more.
 */

import type { MaybePromise } from '../maybe-promise.ts';
import { LEASE_MS } from './lease.ts';

/** A timer may be early by less than a millisecond, and clocks of machines do not run alike. */
const WAIT_MS = LEASE_MS + 10;

/** For stores that several processes share. */
export interface Acknowledgements {
  /** Notes from now on who heard of a change, for an answer may be faster than the one that says who has to. */
  expect(id: string): Acknowledgement;
  heard(id: string, instance: string): void;
}

/** Of one change. */
export interface Acknowledgement {
  /**
   * Resolves when all have heard, and after the length of a lease in any case. Never rejects: when it cannot be told
   * who has to hear, the lease of anybody is waited for.
   */
  of(instances: MaybePromise<readonly string[]>): Promise<void>;
  /** Nobody is waited for any more. */
  end(): void;
}

/** Knows no instance: who is to be waited for is said with each change. */
export function createAcknowledgements(): Acknowledgements {
  const waiting = new Map<string, (instance: string) => void>();
  return {
    expect(id) {
      const heard = new Set<string>();
      let left: Set<string> | undefined;
      let settle: (() => void) | undefined;
      waiting.set(id, (instance) => {
        heard.add(instance);
        left?.delete(instance);
        if (left?.size === 0) settle?.();
      });
      return {
        of: (instances) =>
          new Promise((resolve) => {
            const timer = setTimeout(resolve, WAIT_MS);
            const done = (): void => {
              clearTimeout(timer);
              resolve();
            };
            settle = done;
            const waitFor = (known: readonly string[]): void => {
              left = new Set(known.filter((instance) => !heard.has(instance)));
              if (left.size === 0) done();
            };
            if (instances instanceof Promise) instances.then(waitFor, () => undefined);
            else waitFor(instances);
          }),
        end: () => void waiting.delete(id),
      };
    },
    heard: (id, instance) => waiting.get(id)?.(instance),
  };
}
