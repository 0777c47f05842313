/**
 * The issuer's keys, fetched when first needed and kept.
 *
 * | a key set                      | what happens                                                            |
 * |--------------------------------|-------------------------------------------------------------------------|
 * | younger than 10 minutes        | counts                                                                  |
 * | older                          | is fetched anew; while that fails it counts up to an hour               |
 * | does not have the token's key  | is fetched anew, at most once in 30 seconds, since anybody can name one |
 *
 * While the issuer cannot be reached, nobody can tell whether a key that is not in the set is a new one: that is
 * an error, not a refusal.
 *
 * @see RFC 7517 §5
 */

import { AuthError } from '@doorward/core';
import { createLocalJWKSet, errors, type JSONWebKeySet, type LocalJWKSet } from 'jose';
import { fetchKeySet } from './fetched-key-set.ts';
import { type FoundKey, KEYS_COUNT_MS, type KeyFinder } from './key-finder.ts';

interface KeySet {
  readonly find: LocalJWKSet;
  readonly fetchedAt: number;
}

/** How long keys count at most while the issuer cannot be reached. */
const KEYS_LAST_MS = 60 * 60 * 1000;
/** Between two fetches. */
const PAUSE_MS = 30_000;
/** The same when there are no keys at all. */
const RETRY_MS = 2_000;

export function createRemoteKeys(address: URL, now: () => number): KeyFinder {
  let current: KeySet | null = null;
  let fetching: Promise<void> | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let failure: AuthError | null = null;

  /** A clock that was set back says nothing of how long ago it was. */
  function since(time: number): number {
    const passed = now() - time;
    return passed < 0 ? Number.POSITIVE_INFINITY : passed;
  }

  async function fetchOnce(): Promise<void> {
    askedAt = now();
    try {
      const find = createLocalJWKSet((await fetchKeySet(address)) as JSONWebKeySet);
      current = { find, fetchedAt: askedAt };
      failure = null;
    } catch (cause) {
      failure = unavailable(address, cause);
    }
  }

  /** Waits for the fetch under way, or makes one unless the last was just now. */
  async function refresh(pauseMs: number): Promise<void> {
    if (fetching === null && since(askedAt) < pauseMs) return;
    fetching ??= fetchOnce().finally(() => {
      fetching = null;
    });
    await fetching;
  }

  const lasting = (): KeySet | null => (current !== null && since(current.fetchedAt) < KEYS_LAST_MS ? current : null);

  async function usableSet(): Promise<KeySet> {
    const known = lasting();
    if (known !== null && since(known.fetchedAt) < KEYS_COUNT_MS) return known;
    await refresh(known === null ? RETRY_MS : PAUSE_MS);
    const set = lasting();
    if (set === null) throw failure ?? unavailable(address);
    return set;
  }

  return async (header, token) => {
    const set = await usableSet();
    const found = await findIn(set, header, token);
    if (found !== null) return found;
    await refresh(PAUSE_MS);
    const newer = lasting() ?? set;
    const foundNow = newer === set ? null : await findIn(newer, header, token);
    if (foundNow !== null) return foundNow;
    throw failure ?? new errors.JWKSNoMatchingKey();
  };
}

async function findIn(
  { find, fetchedAt }: KeySet,
  ...[header, token]: Parameters<KeyFinder>
): Promise<FoundKey | null> {
  try {
    return { key: await find(header, token), until: fetchedAt + KEYS_COUNT_MS };
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    throw error;
  }
}

function unavailable({ origin, pathname }: URL, cause?: unknown): AuthError {
  const message = `The issuer's keys could not be fetched from ${origin}${pathname}: ${reasonOf(cause)}. See that this server can reach it`;
  return new AuthError('jwt/keys-unavailable', message, { cause });
}

/** `fetch` says what went wrong in the cause of its error, and may give a code alone. */
function reasonOf(error: unknown): string {
  const { cause, message, code } = Object(error) as { cause?: unknown; message?: string; code?: string };
  return cause === undefined ? message || code || 'no answer' : reasonOf(cause);
}
