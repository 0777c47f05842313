/**
 * Finds the key that a token says it was signed with.
 */

import type { CryptoKey, FlattenedJWSInput, JWSHeaderParameters } from 'jose';

export interface FoundKey {
  readonly key: CryptoKey;
  /** Milliseconds since the epoch until which it counts without being looked up again. */
  readonly until: number;
}

/**
 * Exactly one key has to fit `kid` and `alg`, else it rejects with an error of jose; with an
 * {@link AuthError} `jwt/keys-unavailable` when it cannot be told.
 */
export type KeyFinder = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<FoundKey>;

/** How long keys count, and what was verified with them: after that a withdrawn key is noticed. */
export const KEYS_COUNT_MS: number = 10 * 60 * 1000;
