/**
 * Signing in with OpenID Connect: the code flow, with PKCE and a nonce. State, session and return path are
 * Doorward's.
 * @see OpenID Connect Core §3.1, RFC 7636, RFC 9207, RFC 9700
 */

import type { Provider } from '@doorward/core';
import { createDiscovery } from './discovery.ts';
import { createExchange } from './exchange.ts';
import { createSignedOutInFrame } from './frame-sign-out.ts';
import { createInvitation } from './invitation.ts';
import { createMetadataCheck } from './metadata-check.ts';
import type { OidcOptions } from './options.ts';
import { createRenewal } from './renewal.ts';
import { resolveOptions } from './resolve-options.ts';
import { createSignIn } from './sign-in.ts';
import { createSignOutUrl } from './sign-out.ts';
import { createSignedOut } from './signed-out.ts';

/**
 * A provider for the option `providers`. The issuer is asked at the start of the server, where one that is away stops
 * nothing, and when it is first needed.
 * @throws AuthError `oidc/options-invalid`.
 */
export function createOidcProvider(options: OidcOptions): Provider {
  const resolved = resolveOptions(options);
  const { id = 'oidc', icon, description } = options;
  const discover = createDiscovery(resolved);
  const exchange = createExchange(resolved, discover);
  return {
    id,
    name: resolved.name,
    ...(icon === undefined ? {} : { icon }),
    ...(description === undefined ? {} : { description }),
    check: createMetadataCheck(resolved.issuer, discover),
    ...createSignIn(resolved, exchange),
    renew: createRenewal(resolved, exchange),
    signOutUrl: createSignOutUrl(exchange),
    signedOut: createSignedOut(resolved, discover),
    signedOutInFrame: createSignedOutInFrame(resolved, discover),
    invitation: createInvitation(resolved),
  };
}
