/**
 * What passport-openidconnect 0.1.2 leaves out, as far as it can be reached from outside: it takes part in the exchange
 * of one attempt. The signature of an ID token stays unchecked, so TLS has to say who answered.
 *
 * @see OpenID Connect Core §3.1.3.7 (6), §5.3.2
 */

import { isLoopbackHost } from '@doorward/core';
import { refused } from './failure.ts';
import { observed } from './oauth-client.ts';
import { wrong } from './option-checks.ts';
import type { PassportStrategy } from './strategy.ts';

export interface OpenIdConnect {
  /** Properties for the attempt that begins: a nonce, which is off by default. */
  begin(): PropertyDescriptorMap;
  /** Properties for the attempt that ends, whose ID token has to hold this nonce. */
  finish(nonce: string | null): PropertyDescriptorMap;
}

/** What has to be there, and is where the known version keeps it. */
const KNOWN = ['_issuer', '_nonce', '_oauth2', '_stateStore'];

const REMEDY = 'or use @doorward/oidc, which checks signatures';

/**
 * `null` for a strategy of another protocol.
 * @throws AuthError `passport/options-invalid` for a version that is not known, or a token endpoint without TLS.
 */
export function openIdConnectOf(strategy: PassportStrategy): OpenIdConnect | null {
  if (strategy.name !== 'openidconnect' && !('_issuer' in strategy && '_oauth2' in strategy)) return null;
  if (!KNOWN.every((name) => name in strategy)) {
    throw wrong(
      'passport.strategy',
      `has no nonce that can be switched on; install passport-openidconnect 0.1.2, ${REMEDY}`,
    );
  }
  const client = Reflect.get(strategy, '_oauth2') as object;
  const tokenUrl = String(Reflect.get(client, '_accessTokenUrl'));
  if (!isAllowed(tokenUrl)) {
    throw wrong(
      'passport.strategy',
      `asks for tokens without TLS, and checks no signature; give an https tokenURL, ${REMEDY}`,
    );
  }
  return {
    begin: () => ({ _nonce: { value: true } }),
    finish: (nonce) => ({ _oauth2: { value: checked(client, nonce) } }),
  };
}

/** https, or this machine itself, for development and tests. */
function isAllowed(tokenUrl: string): boolean {
  if (!URL.canParse(tokenUrl)) return false;
  const { protocol, host } = new URL(tokenUrl);
  return protocol === 'https:' || isLoopbackHost(host);
}

function checked(client: object, nonce: string | null): object {
  let subject: unknown;
  const tokens = observed(client, 'getOAuthAccessToken', (callback) => (error, access, refresh, answer) => {
    if (!error) subject = subjectOf(Object(answer)['id_token'], nonce);
    return callback(error, access, refresh, answer);
  });
  return observed(tokens, 'get', (callback) => (error, body, response) => {
    if (!error) assertSubject(body, subject);
    return callback(error, body, response);
  });
}

/** One that is no token at all is the strategy's to refuse. */
function subjectOf(idToken: unknown, nonce: string | null): unknown {
  if (typeof idToken !== 'string') return undefined;
  const [header, claims] = idToken.split('.').map(readPart);
  if (typeof header?.['alg'] !== 'string' || header['alg'].toLowerCase() === 'none') {
    throw refused('its ID token is not signed');
  }
  if (nonce === null || claims?.['nonce'] !== nonce) throw refused('its ID token is for another sign-in (nonce)');
  return claims['sub'];
}

function readPart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

function assertSubject(body: unknown, subject: unknown): void {
  const claims = typeof body === 'string' ? readJson(body) : undefined;
  if (claims === undefined) throw refused('its userinfo answer is no JSON object');
  if (typeof subject !== 'string' || claims['sub'] !== subject) {
    throw refused('its userinfo answer is about somebody else than its ID token');
  }
}

function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
