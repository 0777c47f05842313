/**
 * Asks the provider whether a sign-in still stands, by the refresh token.
 * @see RFC 6749 §6, OpenID Connect Core §12
 */

import type { Provider } from '@doorward/core';
import { ResponseBodyError, refreshTokenGrant } from 'openid-client';
import type { Exchange } from './exchange.ts';
import { failureOf, isForOthers } from './failure.ts';
import { grantOf, readOidcTokens } from './grant.ts';
import { assertIdToken } from './id-token.ts';
import type { ResolvedClient } from './options.ts';

export function createRenewal(options: ResolvedClient, exchange: Exchange): NonNullable<Provider['renew']> {
  return async (grant) => {
    const { subject, refreshToken, idToken } = readOidcTokens(grant.secret);
    if (refreshToken === null) return null;
    try {
      const tokens = await exchange((config) => refreshTokenGrant(config, refreshToken));
      const claims = tokens.claims();
      const renewed = {
        subject,
        accessToken: tokens.access_token,
        refreshToken: tokens.refresh_token ?? refreshToken,
        idToken: tokens.id_token ?? idToken,
        expiresIn: tokens.expires_in,
      };
      // It stands by somebody else, or for somebody else.
      if (claims !== undefined && claims.sub !== subject) return null;
      if (claims !== undefined) assertIdToken(tokens.id_token ?? '', claims, tokens.access_token, options.clientId);
      return grantOf(renewed, options.now());
    } catch (error) {
      if (isForOthers(error)) return null;
      if (error instanceof ResponseBodyError && error.error === 'invalid_grant') return null;
      throw failureOf(error);
    }
  };
}
