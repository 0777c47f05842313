/**
 * Limits guesses: by client address, and by the account that is guessed at.
 *
 * | counted                                     | at most                      |
 * |---------------------------------------------|------------------------------|
 * | different wrong credentials of an address   | 20 in 15 minutes             |
 * | the same while another source is away       | 20 in 15 minutes             |
 * | attempts at an account in a row             | 10 in 15 minutes, 100 in 30 days |
 *
 * A browser that the account was used with counts for itself, so that nobody else can lock it out.
 *
 * @see NIST SP 800-63B-4 §3.2.2 (at most 100 consecutive failures)
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import { addressGroup } from '../request/client-address.ts';
import { hashSecret } from '../secret/secret-value.ts';
import type { Counter, ExpiringStore } from '../store/expiring-store.ts';
import { createLanes } from './lanes.ts';

export interface Attempts {
  /**
   * Runs an attempt of this address; beyond 20 under way at once the next ones wait for their turn, so
   * that guesses sent in parallel are counted before they are checked.
   */
  inTurn<T>(clientAddress: string, attempt: () => MaybePromise<T>): MaybePromise<T>;
  /** Seconds to wait when this address has guessed too often, else `null`. */
  limit(clientAddress: string): MaybePromise<number | null>;
  /**
   * True when {@link limit} has found this address limited, and the time is not over; also while so many attempts
   * are under way that it may be at any moment. Asks no store.
   */
  mayBeLimited(clientAddress: string): boolean;
  /** Counts a wrong credential. */
  fail(clientAddress: string, presented: string): MaybePromise<void>;
  /**
   * Guesses at several sources while one of them is away. Counted apart: what the others refuse may be right, and
   * nobody has to wait for that once all are there again.
   */
  readonly beside: Pick<Attempts, 'limit' | 'fail'>;
  /**
   * Runs an attempt at an account, which counts as a failure until {@link succeeded} unless it throws; answers the seconds
   * to wait instead when there were too many. Exact for any number of parallel attempts, in all processes. One that
   * `isGuess` says no to counts as if it threw; default each is a guess.
   */
  at<T>(
    account: GuessedAccount,
    attempt: () => Promise<T>,
    isGuess?: (outcome: T) => boolean,
  ): Promise<T | { readonly waitSeconds: number }>;
  /** Forgets the failures at an account. */
  succeeded(account: GuessedAccount): Promise<void>;
}

export interface GuessedAccount {
  readonly account: string;
  /** A browser that has signed in to this account before; `null` otherwise. */
  readonly browser: string | null;
}

const MAX_FAILURES = 20;
const WINDOW_MS = 15 * 60 * 1000;
const MAX_RECENT = 1_000;

const ACCOUNT_LIMITS = [
  { name: 'minutes', max: 10, windowMs: WINDOW_MS },
  { name: 'days', max: 100, windowMs: 30 * 24 * 60 * 60 * 1000 },
] as const;

export function createAttempts(store: ExpiringStore, now: () => number): Attempts {
  const recent = new Set<string>();
  const addresses = createLanes(MAX_FAILURES);
  const accounts = createLanes(ACCOUNT_LIMITS[0].max);
  const keyOf = (clientAddress: string): string => `attempts:${addressGroup(clientAddress)}`;
  const besideKeyOf = (clientAddress: string): string => `attempts:beside:${addressGroup(clientAddress)}`;

  function isRepeated(guess: string): boolean {
    if (recent.has(guess)) return true;
    if (recent.size >= MAX_RECENT) recent.clear();
    recent.add(guess);
    return false;
  }

  function countOnce(key: string, presented: string): MaybePromise<void> {
    if (isRepeated(hashSecret(`${key} ${presented}`))) return undefined;
    return andThen(store.increment(key, WINDOW_MS), () => undefined);
  }

  const secondsLeft = (counter: Counter): number => Math.max(1, Math.ceil((counter.resetsAt - now()) / 1000));

  /** Counts the attempt before it is checked: nobody gets one more by being quick. */
  async function countAt(key: string, counted: Map<string, number>): Promise<number | null> {
    for (const { name, max, windowMs } of ACCOUNT_LIMITS) {
      const counterKey = `${key}:${name}`;
      const counter = await store.increment(counterKey, windowMs);
      if (counter.count - uncheckedIn(counterKey, counter) > max) return secondsLeft(counter);
      counted.set(counterKey, counter.resetsAt);
    }
    return null;
  }

  /** Counted, and nobody's guess: never checked, since the server was busy or a store away, or right somewhere else. */
  const unchecked = new Map<string, { readonly resetsAt: number; readonly count: number }>();

  function uncheckedIn(counterKey: string, { resetsAt }: Pick<Counter, 'resetsAt'>): number {
    const known = unchecked.get(counterKey);
    return known?.resetsAt === resetsAt ? known.count : 0;
  }

  function noteUnchecked(counted: ReadonlyMap<string, number>): void {
    if (unchecked.size >= MAX_RECENT) unchecked.clear();
    for (const [counterKey, resetsAt] of counted) {
      unchecked.set(counterKey, { resetsAt, count: uncheckedIn(counterKey, { resetsAt }) + 1 });
    }
  }

  /** When each address that was found limited may go on. */
  const limitedUntil = new Map<string, number>();

  function waitOf(key: string, counter: Counter | null): number | null {
    if (counter === null || counter.count < MAX_FAILURES) return null;
    if (limitedUntil.size >= MAX_RECENT) limitedUntil.clear();
    limitedUntil.set(key, counter.resetsAt);
    return secondsLeft(counter);
  }

  return {
    inTurn: (clientAddress, attempt) => addresses.run(keyOf(clientAddress), attempt),
    limit: (clientAddress) =>
      andThen(store.count(keyOf(clientAddress)), (counter) => waitOf(keyOf(clientAddress), counter)),
    mayBeLimited(clientAddress) {
      if (addresses.isIdle() && limitedUntil.size === 0) return false;
      const key = keyOf(clientAddress);
      return addresses.isFull(key) || (limitedUntil.size > 0 && now() < (limitedUntil.get(key) ?? 0));
    },
    fail: (clientAddress, presented) => countOnce(keyOf(clientAddress), presented),
    beside: {
      limit: (clientAddress) =>
        andThen(store.count(besideKeyOf(clientAddress)), (counter) =>
          counter === null || counter.count < MAX_FAILURES ? null : secondsLeft(counter),
        ),
      fail: (clientAddress, presented) => countOnce(besideKeyOf(clientAddress), presented),
    },
    async at(account, attempt, isGuess = () => true) {
      const key = accountKey(account);
      return accounts.run(key, async () => {
        const counted = new Map<string, number>();
        const waitSeconds = await countAt(key, counted);
        if (waitSeconds !== null) return { waitSeconds };
        const outcome = await attempt().catch((error: unknown) => {
          noteUnchecked(counted);
          throw error;
        });
        if (!isGuess(outcome)) noteUnchecked(counted);
        return outcome;
      });
    },
    async succeeded(account) {
      const keys = ACCOUNT_LIMITS.map(({ name }) => `${accountKey(account)}:${name}`);
      for (const key of keys) unchecked.delete(key);
      await Promise.all(keys.map((key) => store.reset(key)));
    },
  };
}

/** Hashed: a name may be long, and is nobody's business. */
function accountKey({ account, browser }: GuessedAccount): string {
  return `attempts:account:${hashSecret(`${account}\n${browser ?? ''}`)}`;
}
