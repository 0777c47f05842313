/**
 * Is a token good? First what its header says, then its signature, then its claims.
 * @see RFC 8725, RFC 9068 §4
 */

import { isAuthError } from '@doorward/core';
import { errors, jwtVerify } from 'jose';
import { type Claims, isTime, readClaims } from './claims.ts';
import type { CompactToken } from './compact-token.ts';
import type { FoundKey } from './keys/key-finder.ts';
import type { ResolvedOptions } from './options.ts';
import { isExpectedHeader } from './token-header.ts';

export type Verification =
  | {
      readonly kind: 'good';
      readonly claims: Claims;
      /** Milliseconds since the epoch until which its key counts without being looked up again. */
      readonly keyUntil: number;
    }
  /** Signed by the issuer for us, and over. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid' };

const INVALID: Verification = Object.freeze({ kind: 'invalid' });
const EXPIRED: Verification = Object.freeze({ kind: 'expired' });

/** Rejects with `jwt/keys-unavailable` when it cannot be told. */
export function createTokenVerifier(options: ResolvedOptions): (token: CompactToken) => Promise<Verification> {
  const { issuer, findKey, clockSkewSeconds, now } = options;
  const fixed = { issuer, audience: [...options.audience], algorithms: [...options.algorithms] };

  return async (token) => {
    if (!isExpectedHeader(token, options.types)) return INVALID;
    let found: FoundKey | undefined;
    try {
      // Three parts and nothing else: a JWE is never opened, since its sender chooses how much work that is.
      const { payload } = await jwtVerify(
        token.text,
        async (header, jws) => {
          found = await findKey(header, jws);
          return found.key;
        },
        { ...fixed, clockTolerance: clockSkewSeconds, currentDate: new Date(now()) },
      );
      const claims = readClaims(payload, options);
      return claims === null || found === undefined ? INVALID : { kind: 'good', claims, keyUntil: found.until };
    } catch (error) {
      if (isAuthError(error)) throw error;
      // Whatever else stops it, such as a key that is too short, the token is not shown to be good.
      return error instanceof errors.JWTExpired && isTime(error.payload.exp) ? EXPIRED : INVALID;
    }
  };
}
