/**
 * The round trip through the browser: a code for an ID token.
 * @see OpenID Connect Core §3.1
 */

import type { Provider, ProviderCallback, ProviderOutcome } from '@doorward/core';
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  type IDToken,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';
import { refused } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { failureOf, wordOf } from './failure.ts';
import { grantOf } from './grant.ts';
import { assertFresh, assertIdToken } from './id-token.ts';
import { type Claims, identityOf, lacksClaims, missingRoles } from './identity.ts';
import type { ResolvedOptions } from './options.ts';
import { isName } from './parameters.ts';

/** What the callback has to fit to. */
interface Kept {
  readonly verifier: string;
  readonly nonce: string;
}

export function createSignIn(options: ResolvedOptions, exchange: Exchange): Pick<Provider, 'begin' | 'finish'> {
  return {
    async begin({ state, callbackUrl, hint }) {
      const kept: Kept = { verifier: randomPKCECodeVerifier(), nonce: randomNonce() };
      const challenge = await calculatePKCECodeChallenge(kept.verifier);
      const parameters = {
        redirect_uri: new URL(callbackUrl).href,
        scope: options.scopes,
        state,
        nonce: kept.nonce,
        code_challenge: challenge,
        // Whatever the metadata say of it: who does not know it has to pass over it (RFC 9700 §2.1.1).
        code_challenge_method: 'S256',
        ...(hint === undefined ? {} : { login_hint: hint }),
        ...(options.prompt === null ? {} : { prompt: options.prompt }),
        ...(options.responseMode === null ? {} : { response_mode: options.responseMode }),
      };
      const { href } = await exchange(async (config) => buildAuthorizationUrl(config, parameters));
      return { url: href, keep: JSON.stringify(kept) };
    },
    async finish(callback) {
      try {
        return await exchange((config) => redeem(config, callback, options));
      } catch (error) {
        if (error instanceof AuthorizationResponseError) return { kind: 'declined', reason: wordOf(error.error) };
        throw failureOf(error);
      }
    },
  };
}

async function redeem(
  config: Configuration,
  { parameters, state, keep, callbackUrl, isPosted }: ProviderCallback,
  options: ResolvedOptions,
): Promise<ProviderOutcome> {
  const { responseMode } = options;
  if (responseMode !== null && isPosted !== (responseMode === 'form_post')) throw refused('it came by another way');
  const { verifier, nonce } = JSON.parse(keep ?? '') as Kept;
  const address = new URL(callbackUrl);
  address.search = parameters.toString();
  const tokens = await authorizationCodeGrant(config, address, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const { access_token: accessToken, id_token: idToken = '', refresh_token: refreshToken = null } = tokens;
  const claims = tokens.claims();
  if (claims === undefined) throw refused('it gave no ID token');
  assertIdToken(idToken, claims, accessToken, options.clientId);
  assertFresh(claims);
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
