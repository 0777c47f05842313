/**
 * Where signing out goes on at the provider.
 * @see OpenID Connect RP-Initiated Logout §2
 */

import type { Provider } from '@doorward/core';
import { buildEndSessionUrl } from 'openid-client';
import type { Exchange } from './exchange.ts';
import { readOidcTokens } from './grant.ts';

export function createSignOutUrl(exchange: Exchange): NonNullable<Provider['signOutUrl']> {
  return (grant, returnUrl) =>
    exchange(async (config) => {
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      const idToken = grant === null ? null : readOidcTokens(grant.secret).idToken;
      const hint = idToken === null ? {} : { id_token_hint: idToken };
      return buildEndSessionUrl(config, { ...hint, post_logout_redirect_uri: returnUrl }).href;
    });
}
