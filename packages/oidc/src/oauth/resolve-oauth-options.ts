/**
 * Checks the options of plain OAuth 2.0 and fills in the defaults. What is wrong stops the start with its name and the
 * remedy.
 */

import { assertButton, clientOf, resolveRoles } from '../client-options.ts';
import { assertAddress, assertEndpoint, assertKnown, assertObject, assertText, wrong } from '../option-checks.ts';
import type { OAuthOptions, ResolvedClaims, ResolvedOAuthOptions } from './oauth-options.ts';

const NAMES: Readonly<Record<keyof OAuthOptions, true>> = {
  id: true,
  name: true,
  icon: true,
  description: true,
  authorizationUrl: true,
  tokenUrl: true,
  userUrl: true,
  issuer: true,
  clientId: true,
  clientSecret: true,
  clientAuth: true,
  scopes: true,
  roles: true,
  subjectClaim: true,
  usernameClaim: true,
  nameClaim: true,
  emailClaim: true,
  avatarClaim: true,
  timeoutMs: true,
  allowHttp: true,
  now: true,
};

/** @throws AuthError `oidc/options-invalid`. `at` is what stands before the names in messages. */
export function resolveOAuthOptions(given: OAuthOptions, at: string): ResolvedOAuthOptions {
  assertObject(given, at, 'give an object with name, authorizationUrl, tokenUrl, userUrl and clientId');
  assertKnown(given, at, Object.keys(NAMES));
  assertButton(given, at);
  const client = clientOf(given, at);
  const { allowHttp } = client;
  const endpoint = (name: 'authorizationUrl' | 'tokenUrl' | 'userUrl', what: string): URL =>
    assertEndpoint(given[name], `${at}.${name}`, `give the whole https address ${what}`, allowHttp);
  return {
    ...client,
    authorizationUrl: endpoint('authorizationUrl', 'at which people sign in there'),
    tokenUrl: endpoint('tokenUrl', 'that gives access tokens'),
    userUrl: endpoint('userUrl', 'that says who an access token is of'),
    issuer: issuerOf(given, at, allowHttp),
    scopes: scopesOf(given, at),
    roles: resolveRoles(given, at),
    claims: claimsOf(given, at),
  };
}

function issuerOf({ issuer }: OAuthOptions, at: string, allowHttp: boolean): string | null {
  if (issuer === undefined) return null;
  assertAddress(issuer, `${at}.issuer`, 'give the "iss" of its answers, or leave it out', allowHttp);
  return issuer;
}

function scopesOf({ scopes }: OAuthOptions, at: string): string | null {
  if (scopes === undefined) return null;
  assertText(scopes, `${at}.scopes`, 'give scopes with spaces between, or leave it out');
  const words = scopes.split(/\s+/).filter((word) => word !== '');
  if (words.includes('openid')) {
    throw wrong(`${at}.scopes`, 'holds "openid", for an ID token that is not read here; use createOidcProvider');
  }
  return words.length === 0 ? null : words.join(' ');
}

function claimsOf(options: OAuthOptions, at: string): ResolvedClaims {
  const { subjectClaim = 'id', usernameClaim = 'login', nameClaim = 'name' } = options;
  const { emailClaim = 'email', avatarClaim = 'avatar_url' } = options;
  const others = { usernameClaim, nameClaim, emailClaim, avatarClaim };
  for (const [name, claim] of Object.entries({ subjectClaim, ...others })) {
    assertText(claim, `${at}.${name}`, 'give the name of a claim, or its path, or leave it out');
  }
  const same = Object.entries(others).find(([, claim]) => claim === subjectClaim);
  if (same !== undefined) {
    const problem = `is ${at}.${same[0]} too, which may go over to somebody else; give a claim that never does`;
    throw wrong(`${at}.subjectClaim`, problem);
  }
  return { subject: subjectClaim, username: usernameClaim, name: nameClaim, email: emailClaim, avatar: avatarClaim };
}
