/**
 * Bearer JWTs that an outside issuer signs, such as Keycloak, Entra ID or Auth0. This server only verifies: it
 * issues nothing and holds no secret.
 * @see RFC 9068, RFC 8725, RFC 6750 §2.1
 */

import {
  type Authenticated,
  type PresentedCredentials,
  placesIn,
  type Scheme,
  type SchemeOutcome,
} from '@doorward/core';
import { authenticatedUntil } from './authenticated.ts';
import { type CompactToken, readCompactToken } from './compact-token.ts';
import type { JwtOptions } from './options.ts';
import { resolveOptions } from './resolve-options.ts';
import { createTokenMemory } from './token-memory.ts';
import { createTokenPrincipal } from './token-principal.ts';
import { createTokenVerifier } from './token-verifier.ts';

/**
 * The scheme of one issuer. It reads `Authorization: Bearer` alone, and says `none` to whatever is no JWT. When
 * the issuer's keys cannot be had, `authenticate` rejects with `jwt/keys-unavailable`: nobody is refused by that.
 * @throws AuthError `jwt/options-invalid`.
 */
export function createJwtScheme(options: JwtOptions): Scheme {
  const resolved = resolveOptions(options);
  const { now } = resolved;
  const verify = createTokenVerifier(resolved);
  const principalOf = createTokenPrincipal(resolved);
  const memory = createTokenMemory(now);

  async function decide(token: CompactToken): Promise<SchemeOutcome> {
    const verification = await verify(token);
    if (verification.kind !== 'good') {
      return { kind: 'rejected', reason: verification.kind, presented: token.text };
    }
    const { claims, keyUntil } = verification;
    const endsAt = claims.expiresAt * 1000;
    const authenticated = authenticatedUntil(endsAt, principalOf(claims), now);
    return memory.keep(token.text, authenticated, Math.min(endsAt, keyUntil));
  }

  function recall(credentials: PresentedCredentials): Authenticated | null {
    const { bearer } = credentials;
    return bearer === undefined || !isAlone(credentials) ? null : memory.get(bearer);
  }

  return {
    name: 'jwt',
    places: { authorization: ['bearer'] },
    recall,
    authenticate(credentials) {
      const { bearer } = credentials;
      const token = bearer === undefined ? null : readCompactToken(bearer);
      if (token === null) return NONE;
      // A client must not send more than one (RFC 6750 §2): who would it be?
      if (!isAlone(credentials)) return { kind: 'rejected', reason: 'conflicting', presented: '' };
      return memory.get(token.text) ?? decide(token);
    },
  };
}

const NONE: SchemeOutcome = Object.freeze({ kind: 'none' });

/** True when nothing else came beside the bearer. */
const isAlone = (credentials: PresentedCredentials): boolean => placesIn(credentials) === 1;
