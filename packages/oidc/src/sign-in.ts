/**
 * The round trip through the browser: a code for an ID token.
 * @see OpenID Connect Core §3.1
 */

import type { Provider, ProviderCallback, ProviderOutcome } from '@doorward/core';
import { authorizationCodeGrant, type Configuration, fetchUserInfo, type IDToken } from 'openid-client';
import { refused } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { grantOf } from './grant.ts';
import { assertFresh, assertIdToken } from './id-token.ts';
import { type Claims, identityOf, lacksClaims, missingRoles } from './identity.ts';
import type { ResolvedOptions } from './options.ts';
import { isName } from './parameters.ts';
import { createBegin, createFinish, readKept, returnedTo } from './round-trip.ts';

export function createSignIn(options: ResolvedOptions, exchange: Exchange): Pick<Provider, 'begin' | 'finish'> {
  const { scopes, prompt, responseMode, maxAgeSeconds, acrValues } = options;
  const begin = createBegin(exchange, ({ nonce }, hint) => ({
    scope: scopes,
    nonce,
    ...(hint === undefined ? {} : { login_hint: hint }),
    ...(prompt === null ? {} : { prompt }),
    ...(maxAgeSeconds === null ? {} : { max_age: String(maxAgeSeconds) }),
    ...(acrValues === null ? {} : { acr_values: acrValues }),
    ...(responseMode === null ? {} : { response_mode: responseMode }),
  }));
  return { begin, finish: createFinish(exchange, (config, callback) => redeem(config, callback, options)) };
}

async function redeem(
  config: Configuration,
  callback: ProviderCallback,
  options: ResolvedOptions,
): Promise<ProviderOutcome> {
  const { responseMode, maxAgeSeconds } = options;
  if (responseMode !== null && callback.isPosted !== (responseMode === 'form_post'))
    throw refused('it came by another way');
  const { verifier, nonce, begunAt } = readKept(callback);
  const tokens = await authorizationCodeGrant(config, returnedTo(callback), {
    expectedState: callback.state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
    ...(maxAgeSeconds === null ? {} : { maxAge: maxAgeSeconds }),
  });
  const { access_token: accessToken, id_token: idToken = '', refresh_token: refreshToken = null } = tokens;
  const claims = tokens.claims();
  if (claims === undefined) throw refused('it gave no ID token');
  assertIdToken(idToken, claims, accessToken, options.clientId);
  assertFresh(claims, begunAt, options);
  const all = await allClaims(config, claims, accessToken, options);
  const identity = identityOf(claims.sub, all, options);
  const given = { subject: claims.sub, accessToken, refreshToken, idToken, expiresIn: tokens.expires_in };
  const { sid } = claims;
  const named = isName(sid) ? { sid } : {};
  const warning = missingRoles(all, options);
  return {
    kind: 'identified',
    identity: { ...identity, ...named, grant: grantOf(given, options.now()) },
    ...(warning === null ? {} : { warning }),
  };
}

/** What the ID token says counts before what the endpoint says, since it is signed. */
async function allClaims(
  config: Configuration,
  claims: IDToken,
  accessToken: string,
  options: ResolvedOptions,
): Promise<Claims> {
  const isOffered = config.serverMetadata().userinfo_endpoint !== undefined;
  if (!isOffered || !lacksClaims(claims, options)) return claims;
  return { ...(await fetchUserInfo(config, accessToken, claims.sub)), ...claims };
}
