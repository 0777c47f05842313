/**
 * Tokens that were verified, by their hash: a signature is checked once, not with every request.
 */

import type { Authenticated } from '@doorward/core';
import { createHashedLookUp, hashSecret } from '@doorward/core';

export interface TokenMemory {
  /** What the token was found to be, always the same object; `null` when it is not known, or no longer. */
  get(token: string): Authenticated | null;
  /** Keeps it until a time in milliseconds since the epoch; answers what is kept already, if anything. */
  keep(token: string, authenticated: Authenticated, until: number): Authenticated;
}

/** Past it the oldest goes, to be verified again when it comes. */
const MAX_TOKENS = 10_000;

export function createTokenMemory(now: () => number): TokenMemory {
  const kept = new Map<string, { readonly authenticated: Authenticated; readonly until: number }>();

  function find(hash: string): Authenticated | null {
    const entry = kept.get(hash);
    if (entry === undefined) return null;
    if (now() < entry.until) return entry.authenticated;
    kept.delete(hash);
    return null;
  }

  const findByHash = createHashedLookUp(find);

  return {
    get: (token) => (kept.size === 0 ? null : findByHash(token)),
    keep(token, authenticated, until) {
      const hash = hashSecret(token);
      const same = find(hash);
      if (same !== null) return same;
      if (until <= now()) return authenticated;
      const [oldest] = kept.keys();
      if (kept.size >= MAX_TOKENS && oldest !== undefined) kept.delete(oldest);
      kept.set(hash, { authenticated, until });
      return authenticated;
    },
  };
}
