/**
 * The scheme of access tokens: as Bearer, and in a header of the configuration's choice.
 *
 * @see RFC 6750 §2.1
 */

import { andThen } from '../maybe-promise.ts';
import type { PresentedCredentials } from '../request/presented.ts';
import { type Authenticated, NO_CREDENTIAL, type Scheme, type SchemeOutcome } from '../scheme/scheme.ts';
import type { LiveSession } from '../session/session.ts';
import { looksLikeToken } from './pair-token.ts';
import type { AccessOutcome, Pairs } from './pairs.ts';

/** `headers`: of its own, beside `Authorization: Bearer`, in lower case. */
export function createAccessTokenScheme(pairs: Pairs, headers: readonly string[]): Scheme {
  function presentedIn({ bearer, headers: named }: PresentedCredentials): string | undefined {
    for (const name of headers) {
      const value = named?.get(name);
      if (value !== undefined) return value;
    }
    // A bearer of another kind belongs to another scheme.
    const isOurs = bearer !== undefined && (looksLikeToken('access', bearer) || looksLikeToken('refresh', bearer));
    return isOurs ? bearer : undefined;
  }

  function settle(found: AccessOutcome, presented: string): SchemeOutcome {
    const outcome = typeof found === 'object' ? accepted(found) : null;
    if (outcome !== null) return outcome;
    if (found === 'expired') return { kind: 'rejected', reason: 'expired', presented };
    return { kind: 'rejected', reason: pairs.isOurs(presented) ? 'ended' : 'invalid', presented };
  }

  return {
    name: 'access-token',
    places: { authorization: ['bearer'], headers },
    authenticate(credentials) {
      const presented = presentedIn(credentials);
      if (presented === undefined) return NO_CREDENTIAL;
      return andThen(pairs.access(presented), (found) => settle(found, presented));
    },
    recall(credentials) {
      const presented = presentedIn(credentials);
      const session = presented === undefined ? null : pairs.recall(presented);
      return session === null ? null : accepted(session);
    },
  };
}

/** Made for each request: to look up one that was made before takes longer. */
function accepted({ decision }: LiveSession): Authenticated | null {
  const { principal } = decision;
  return principal && { kind: 'authenticated', principal, startsSession: false, decision };
}
