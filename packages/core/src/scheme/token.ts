/**
 * One shared token: as Bearer, as the password of Basic with any name, as `?access_token=`, and in
 * the login form.
 *
 * @see RFC 6750 §2, RFC 7617
 */

import { createPrincipal, type Principal } from '../access/principal.ts';
import type { KeyRing } from '../secret/key-ring.ts';
import { digestOf, isSameSecret } from '../secret/secret-value.ts';
import { NO_CREDENTIAL, REFUSED, type Scheme, type Verifier } from './scheme.ts';

export interface TokenLogin {
  readonly scheme: Scheme;
  readonly verifier: Verifier;
}

/** Whoever holds the token is the same principal with every right; a Basic name is for display. */
export function createTokenLogin(token: string): TokenLogin {
  const digest = digestOf(token);
  const holder = createPrincipal({ subject: 'token', permissions: ['*'], method: 'token' });
  const named = (name: string): Principal =>
    name === '' ? holder : Object.freeze({ ...holder, name: name.slice(0, MAX_NAME_LENGTH) });
  return {
    scheme: {
      name: 'token',
      places: { authorization: ['bearer', 'basic'], query: true },
      authenticate({ bearer, basic, query }) {
        const presented = bearer ?? basic?.password ?? query;
        if (presented === undefined) return NO_CREDENTIAL;
        if (!isSameSecret(digest, presented)) return { kind: 'rejected', reason: 'invalid', presented };
        return { kind: 'authenticated', principal: named(basic?.name ?? ''), startsSession: true };
      },
    },
    verifier: {
      name: 'token',
      verify: ({ name, password }) =>
        isSameSecret(digest, password) ? { kind: 'verified', principal: named(name) } : REFUSED,
    },
  };
}

/**
 * The token of a content: the same for every process with the same secret and content, another one
 * when either changes. Not to be guessed from the content alone.
 */
export function deterministicToken(keys: KeyRing, content: string | Uint8Array): string {
  return keys.sign('token of content', content);
}

const MAX_NAME_LENGTH = 256;
