/**
 * The provider says itself who was signed out there.
 * @see OpenID Connect Back-Channel Logout 1.0 §2.4 to §2.6
 */

import { isAuthError, type Provider, type ProviderSignOut } from '@doorward/core';
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify, type LocalJWKSet } from 'jose';
import type { ServerMetadata } from 'openid-client';
import { type Answer, askEndpoint, refused } from './answer.ts';
import type { Discover } from './discovery.ts';
import { createKeyAnswers } from './key-answers.ts';
import type { ResolvedOptions } from './options.ts';
import { isName } from './parameters.ts';

const MAX_LENGTH = 16_384;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** What tells it from an ID token, which anybody may have who signed in once. */
const TYPE = 'logout+jwt';

type Verify = (token: string, find: LocalJWKSet, metadata: ServerMetadata) => Promise<JWTPayload>;

/** Rejects only when the provider's keys cannot be had. */
export function createSignedOut(options: ResolvedOptions, discover: Discover): NonNullable<Provider['signedOut']> {
  // Keys of its own: what strangers send here keeps nobody from signing in with a new key.
  const keys = createKeyAnswers(options.now);
  const verify: Verify = async (token, find, { issuer, id_token_signing_alg_values_supported: algorithms = [] }) => {
    const expected = { issuer, audience: options.clientId, algorithms, typ: TYPE };
    const times = { clockTolerance: 60, maxTokenAge: 15 * 60, requiredClaims: ['exp', 'jti'] };
    return (await jwtVerify(token, find, { ...expected, ...times })).payload;
  };

  async function payloadOf(token: string): Promise<JWTPayload> {
    const metadata = await discover();
    const url = new URL(metadata.jwks_uri ?? '').href;
    const init = { method: 'GET', headers: { accept: 'application/json' }, body: undefined };
    const answer = () => keys.get(url, () => askEndpoint(url, init, options.timeoutMs));
    const used = answer();
    try {
      return await verify(token, keySetOf(await used), metadata);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !keys.replace(used)) throw error;
      return await verify(token, keySetOf(await answer()), metadata);
    }
  }

  return async (parameters) => {
    const [token, ...others] = parameters.getAll('logout_token');
    if (token === undefined || others.length > 0 || token.length > MAX_LENGTH) return null;
    try {
      return signOutOf(await payloadOf(token));
    } catch (error) {
      if (isAuthError(error)) throw error;
      return null;
    }
  };
}

function keySetOf({ status, body }: Answer): LocalJWKSet {
  try {
    if (status === 200) return createLocalJWKSet(JSON.parse(String(body)));
  } catch {
    // Said below.
  }
  throw refused('its keys are none');
}

function signOutOf(payload: JWTPayload): ProviderSignOut | null {
  const { sid, sub, events } = payload;
  const isEvent = typeof events === 'object' && events !== null && Object.hasOwn(events, EVENT);
  if (!isEvent || Object.hasOwn(payload, 'nonce')) return null;
  if (!isNameOrNone(sid) || !isNameOrNone(sub)) return null;
  if (sid !== undefined) return { sid, subject: sub ?? null };
  return sub === undefined ? null : { sid: null, subject: sub };
}

function isNameOrNone(value: unknown): value is string | undefined {
  return value === undefined || isName(value);
}
