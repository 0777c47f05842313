/**
 * Limits wrong guesses per client address: 20 different wrong credentials in 15 minutes, then 429
 * until the window is over. The same wrong credential sent again is not another guess.
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import { addressGroup } from '../request/client-address.ts';
import { hashSecret } from '../secret/secret-value.ts';
import type { Counter, ExpiringStore } from '../store/expiring-store.ts';

export interface Attempts {
  /** Seconds to wait when this address has guessed too often, else `null`. */
  limit(clientAddress: string): MaybePromise<number | null>;
  /** Counts a wrong credential. */
  fail(clientAddress: string, presented: string): MaybePromise<void>;
}

const MAX_FAILURES = 20;
const WINDOW_MS = 15 * 60 * 1000;
const MAX_RECENT = 1_000;

export function createAttempts(store: ExpiringStore, now: () => number): Attempts {
  const recent = new Set<string>();
  const keyOf = (clientAddress: string): string => `attempts:${addressGroup(clientAddress)}`;

  function isRepeated(guess: string): boolean {
    if (recent.has(guess)) return true;
    if (recent.size >= MAX_RECENT) recent.clear();
    recent.add(guess);
    return false;
  }

  function secondsLeft(counter: Counter | null): number | null {
    if (counter === null || counter.count < MAX_FAILURES) return null;
    return Math.max(1, Math.ceil((counter.resetsAt - now()) / 1000));
  }

  return {
    limit: (clientAddress) => andThen(store.count(keyOf(clientAddress)), secondsLeft),
    fail(clientAddress, presented) {
      const key = keyOf(clientAddress);
      if (isRepeated(hashSecret(`${key} ${presented}`))) return undefined;
      return andThen(store.increment(key, WINDOW_MS), () => undefined);
    },
  };
}
