/**
 * Signing in with plain OAuth 2.0, which has no ID token: the code flow with PKCE, and a resource of the provider that
 * says who it is. State, session and return path are Doorward's.
 * @see RFC 6749 §4.1, RFC 7636, RFC 9207, RFC 9700
 */

import type { Provider } from '@doorward/core';
import { createRenewal } from '../renewal.ts';
import { createOAuthExchange } from './oauth-exchange.ts';
import type { OAuthOptions } from './oauth-options.ts';
import { createOAuthSignIn } from './oauth-sign-in.ts';
import { resolveOAuthOptions } from './resolve-oauth-options.ts';

/**
 * A provider for the option `providers`. Use `createOidcProvider` where there is OpenID Connect: its ID token is made for
 * this server alone, and signed. Signing out ends the session here; there is nothing to sign out of at the provider.
 * @throws AuthError `oidc/options-invalid`.
 */
export function createOAuthProvider(options: OAuthOptions): Provider {
  return oauthProvider(options, 'oauth');
}

/** `at` is what stands before the names of options in messages. */
export function oauthProvider(options: OAuthOptions, at: string): Provider {
  const resolved = resolveOAuthOptions(options, at);
  const { id = 'oauth', name, icon, description } = options;
  const exchange = createOAuthExchange(resolved);
  return {
    id,
    name,
    ...(icon === undefined ? {} : { icon }),
    ...(description === undefined ? {} : { description }),
    ...createOAuthSignIn(resolved, exchange),
    renew: createRenewal(resolved, exchange),
  };
}
