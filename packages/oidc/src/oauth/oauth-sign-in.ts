/**
 * The round trip through the browser: a code for an access token, and the access token for who it is.
 * @see RFC 6749 §4.1
 */

import type { Provider, ProviderCallback, ProviderOutcome } from '@doorward/core';
import { authorizationCodeGrant, type Configuration } from 'openid-client';
import { refused } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { grantOf } from '../grant.ts';
import { createBegin, createFinish, readKept, returnedTo } from '../round-trip.ts';
import type { ResolvedOAuthOptions } from './oauth-options.ts';
import { fetchPerson } from './person.ts';

export function createOAuthSignIn(
  options: ResolvedOAuthOptions,
  exchange: Exchange,
): Pick<Provider, 'begin' | 'finish'> {
  const { scopes } = options;
  return {
    begin: createBegin(exchange, () => (scopes === null ? {} : { scope: scopes })),
    finish: createFinish(exchange, (config, callback) => redeem(config, callback, options)),
  };
}

async function redeem(
  config: Configuration,
  callback: ProviderCallback,
  options: ResolvedOAuthOptions,
): Promise<ProviderOutcome> {
  if (callback.isPosted) throw refused('it came by another way');
  const tokens = await authorizationCodeGrant(config, answerOf(callback, options), {
    expectedState: callback.state,
    pkceCodeVerifier: readKept(callback).verifier,
  });
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = tokens;
  const identity = await fetchPerson(config, accessToken, options);
  // Nothing to renew by: a token that nobody asks for is one that nobody can lose.
  if (refreshToken === undefined) return { kind: 'identified', identity };
  const given = { subject: identity.subject, accessToken, refreshToken, idToken: null, expiresIn };
  return { kind: 'identified', identity: { ...identity, grant: grantOf(given, options.now()) } };
}

function answerOf(callback: ProviderCallback, { issuer }: ResolvedOAuthOptions): URL {
  const address = returnedTo(callback);
  if (issuer === null) address.searchParams.delete('iss');
  return address;
}
