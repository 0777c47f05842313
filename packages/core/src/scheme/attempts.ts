/**
 * Limits wrong guesses per client address: 20 different wrong credentials in 15 minutes, then 429
 * until the window is over. The same wrong credential sent again is not another guess.
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import { addressGroup } from '../request/client-address.ts';
import { hashSecret } from '../secret/secret-value.ts';
import type { Counter, ExpiringStore } from '../store/expiring-store.ts';

export interface Attempts {
  /**
   * Runs an attempt of this address; beyond 20 under way at once the next ones wait for their turn, so
   * that guesses sent in parallel are counted before they are checked.
   */
  inTurn<T>(clientAddress: string, attempt: () => MaybePromise<T>): MaybePromise<T>;
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

  const lanes = new Map<string, Lane>();

  function leave(key: string, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next === undefined) lane.open -= 1;
    else next();
    if (lane.open === 0) lanes.delete(key);
  }

  function run<T>(key: string, lane: Lane, attempt: () => MaybePromise<T>): MaybePromise<T> {
    let result: MaybePromise<T>;
    try {
      result = attempt();
    } catch (error) {
      leave(key, lane);
      throw error;
    }
    if (result instanceof Promise) return result.finally(() => leave(key, lane));
    leave(key, lane);
    return result;
  }

  return {
    inTurn(clientAddress, attempt) {
      const key = keyOf(clientAddress);
      const lane = lanes.get(key) ?? { open: 0, waiting: [] };
      lanes.set(key, lane);
      if (lane.open >= MAX_FAILURES) {
        return new Promise<void>((resolve) => lane.waiting.push(resolve)).then(() => run(key, lane, attempt));
      }
      lane.open += 1;
      return run(key, lane, attempt);
    },
    limit: (clientAddress) => andThen(store.count(keyOf(clientAddress)), secondsLeft),
    fail(clientAddress, presented) {
      const key = keyOf(clientAddress);
      if (isRepeated(hashSecret(`${key} ${presented}`))) return undefined;
      return andThen(store.increment(key, WINDOW_MS), () => undefined);
    },
  };
}

/** The attempts of one address that are under way, and those that wait. */
interface Lane {
  open: number;
  readonly waiting: (() => void)[];
}
