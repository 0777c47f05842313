/**
 * What has to be true of an ID token beyond its signature, issuer, audience, end and nonce.
 * @see OpenID Connect Core §3.1.3.6 (at_hash), §3.1.3.7
 */

import { createHash } from 'node:crypto';
import type { IDToken } from 'openid-client';
import { refused } from './answer.ts';
import { offBy, SKEW_SECONDS } from './clock-skew.ts';
import type { ResolvedOptions } from './options.ts';
import { isName } from './parameters.ts';

/** An `exp` in milliseconds is refused by it. */
const MAX_LIFETIME_SECONDS = 366 * 24 * 60 * 60;

/** @throws AuthError `oidc/answer-refused`. */
export function assertIdToken(token: string, claims: IDToken, accessToken: string, clientId: string): void {
  const { sub, azp, iat, exp, at_hash: hash } = claims;
  if (!isName(sub)) throw refused('"sub" is no subject');
  if (azp !== undefined && azp !== clientId) throw refused('"azp" is another client');
  const now = Date.now() / 1000;
  if (!(iat <= now + SKEW_SECONDS)) throw offBy('iat', iat - now, 'ahead');
  if (!(exp <= now + MAX_LIFETIME_SECONDS)) throw refused('"exp" is too far away');
  if (hash !== undefined && hash !== hashOf(accessToken, token)) throw refused('"at_hash" is of another access token');
}

/**
 * Of a sign-in that was begun at that time, in milliseconds since the epoch: with its nonce, it was made after that. And it
 * is as it was asked for, since a provider may pass over `max_age` and `acr_values`; that `auth_time` is there and recent
 * enough is checked before. A renewal may bring the token of before: what it needs is its subject.
 * @throws AuthError `oidc/answer-refused`.
 */
export function assertFresh(
  { iat, auth_time: authTime = 0, acr }: IDToken,
  begunAt: number,
  { maxAgeSeconds, acrValues }: Pick<ResolvedOptions, 'maxAgeSeconds' | 'acrValues'>,
): void {
  const behind = begunAt / 1000 - iat;
  if (!(behind <= SKEW_SECONDS)) throw offBy('iat', behind, 'behind');
  const ahead = authTime - Date.now() / 1000;
  if (maxAgeSeconds !== null && !(ahead <= SKEW_SECONDS)) throw offBy('auth_time', ahead, 'ahead');
  if (acrValues === null) return;
  if (typeof acr !== 'string' || !acrValues.split(' ').includes(acr)) throw refused('"acr" is none of oidc.acrValues');
}

/** The left half of the hash that the signature is made with. */
function hashOf(accessToken: string, token: string): string {
  const header = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
  const { alg } = JSON.parse(header) as { readonly alg: string };
  const digest = createHash(`sha${/\d{3}$/.exec(alg)?.[0] ?? 512}`)
    .update(accessToken)
    .digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
