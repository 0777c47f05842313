/**
 * Tokens that stand in the configuration, each for one user: as Bearer, as a bare `Authorization`, as
 * `?access_token=`, and as the password of the login form.
 *
 * Looked up by digest, so that time tells nothing of a token, and names that objects inherit are unknown. A short
 * one can be guessed, so each is looked up within the limit on guesses.
 */

import { createPrincipal } from '../access/principal.ts';
import { hashSecret } from '../secret/secret-value.ts';
import { type Authenticated, NO_CREDENTIAL, REFUSED, type Scheme, type Verifier } from './scheme.ts';

export interface StaticUser {
  /** Stable identifier; unique among the users. */
  readonly id: string;
  /** For display. Default the id. */
  readonly name?: string | undefined;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  /** For display. Default none. */
  readonly email?: string | undefined;
  readonly avatarUrl?: string | undefined;
}

export interface StaticTokens {
  readonly scheme: Scheme;
  readonly verifier: Verifier;
}

export function createStaticTokens(users: Iterable<readonly [token: string, user: StaticUser]>): StaticTokens {
  const outcomes = new Map<string, Authenticated>();
  for (const [token, { id, ...facts }] of users) {
    const principal = createPrincipal({ ...facts, subject: id, name: facts.name ?? id, method: 'static-token' });
    outcomes.set(hashSecret(token), Object.freeze({ kind: 'authenticated', principal, startsSession: true }));
  }
  const find = (token: string): Authenticated | undefined => outcomes.get(hashSecret(token));

  return {
    scheme: {
      name: 'static-token',
      places: { authorization: ['bearer', 'bare'], query: true },
      authenticate({ bearer, bare, query }) {
        const presented = bearer ?? bare ?? query;
        if (presented === undefined) return NO_CREDENTIAL;
        const known = find(presented);
        // A bearer of another kind belongs to another scheme; a bare value to none.
        if (known === undefined && bare !== undefined) return { kind: 'rejected', reason: 'invalid', presented };
        return known ?? NO_CREDENTIAL;
      },
    },
    verifier: {
      name: 'static-token',
      verify({ password }) {
        const principal = find(password)?.principal;
        return principal === undefined ? REFUSED : { kind: 'verified', principal };
      },
    },
  };
}
