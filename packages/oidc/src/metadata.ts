/**
 * What a provider says of itself, as far as it counts here.
 * @see OpenID Connect Discovery §3 and §4.3, RFC 8414 §6
 */

import type { ServerMetadata } from 'openid-client';
import { isAllowedAddress } from './address.ts';
import { refused } from './answer.ts';
import type { ResolvedOptions } from './options.ts';

const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const USED = [...NEEDED, 'userinfo_endpoint', 'end_session_endpoint'] as const;

/** Signed by a private key that the provider alone has. */
const ALGORITHMS: readonly unknown[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** @throws AuthError `oidc/answer-refused`. */
export function readMetadata(given: ServerMetadata, { issuer, allowHttp }: ResolvedOptions): ServerMetadata {
  // Another one's metadata would make another one's people ours.
  if (given.issuer !== issuer)
    throw refused(`its metadata are not of oidc.issuer, which has to be the same to the letter`);
  for (const name of USED) {
    const address: unknown = given[name];
    if (address === undefined && !NEEDED.some((needed) => needed === name)) continue;
    if (typeof address === 'string' && URL.canParse(address) && isAllowedAddress(new URL(address), allowHttp)) continue;
    throw refused(`its metadata have no https address as ${name}`);
  }
  return {
    ...given,
    id_token_signing_alg_values_supported: pinned(given['id_token_signing_alg_values_supported']),
    userinfo_signing_alg_values_supported: pinned(given['userinfo_signing_alg_values_supported']),
  };
}

/** RS256 is what everybody has to be able to (OpenID Connect Core §15.1). */
function pinned(supported: unknown): string[] {
  const known = Array.isArray(supported) ? supported.filter((name) => ALGORITHMS.includes(name)) : [];
  return known.length === 0 ? ['RS256'] : known;
}
