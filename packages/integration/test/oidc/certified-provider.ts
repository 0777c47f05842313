/**
 * oidc-provider, which is certified by the OpenID Foundation, on this machine: with one client and a person who
 * says yes at once.
 */

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { jest } from '@jest/globals';
import type { Provider } from 'oidc-provider';
import { portOf, stop } from '../outer-servers.ts';
import type { Browser } from './browser.ts';

export const CLIENT = { clientId: 'studio', clientSecret: 'a secret +%:/' };

export interface CertifiedProvider {
  readonly issuer: string;
  /** Where the own server is in truth, which it tells who was signed out. */
  ownAddress: string;
  /** How often people typed their password, and how often tokens were refreshed. */
  readonly seen: { logins: number; refreshes: number; reuses: number; lost: number };
  /** What gets lost of requests for tokens: they never arrive, or are never answered. Default nothing. */
  loses: 'question' | 'answer' | null;
  /** Confirms the page that a sign-out leads to; answers where the browser is sent then. */
  confirmSignOut(browser: Browser, url: string): Promise<string>;
  /** Who a token is of, as the provider's own service says; its status otherwise. */
  personOf(accessToken: string | null): Promise<unknown>;
  /** Takes back all that was given to the person. */
  revoke(): Promise<void>;
  /** Nobody listens any more. */
  close(): Promise<void>;
}

const PERSON = {
  sub: '4711',
  name: 'Ada Lovelace',
  email: 'ada@acme.example',
  realm_access: { roles: ['analysts', 'everybody'] },
};

// It says on the console that it keeps all in memory, and more of the kind: as a test wants it.
for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
const library = await import('oidc-provider');

/** Made once: keys take their time. */
const KEY = {
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid: 'one',
  use: 'sig',
};

export interface CertifiedProviderOptions {
  /** Of the providers on this side, which are called back. Default `oidc` and `posted`. */
  readonly ids?: readonly string[];
  /** False for clients that know no PKCE. Default true. */
  readonly needsPkce?: boolean;
  /** Where the secret of the client stands. Default `client_secret_basic`. */
  readonly clientAuth?: 'client_secret_basic' | 'client_secret_post';
  /** Answers the port under which it is known, when that is another one: of a link in front of `port`. */
  readonly linkTo?: (port: number) => Promise<number>;
}

export async function startCertifiedProvider(
  ownOrigin: string,
  options: CertifiedProviderOptions = {},
): Promise<CertifiedProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { linkTo = async (port: number) => port } = options;
  const issuer = `http://127.0.0.1:${await linkTo(portOf(server))}`;
  const seen = { logins: 0, refreshes: 0, reuses: 0, lost: 0 };
  const grants = new Set<string>();
  const tell: typeof fetch = (url, init) => fetch(String(url).replace(ownOrigin, made.ownAddress), init);
  const provider = createProvider({ issuer, ownOrigin, grants, tell }, options);
  provider.on('grant.success', (ctx) => {
    if (ctx.oidc.params?.['grant_type'] === 'refresh_token') seen.refreshes += 1;
  });
  provider.on('grant.revoked', () => {
    seen.reuses += 1;
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url === '/token' && made.loses !== null) {
      seen.lost += 1;
      if (made.loses === 'question') return;
      response.end = () => response;
    }
    if (request.url?.startsWith('/interaction/') !== true) return void answer(request, response);
    seen.logins += 1;
    return void provider.interactionFinished(request, response, { login: { accountId: PERSON.sub } });
  });
  const made: CertifiedProvider = {
    issuer,
    ownAddress: ownOrigin,
    loses: null,
    seen,
    async confirmSignOut(browser, url) {
      const { text } = await browser.ask(url);
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
      const confirmed = await browser.ask(`${issuer}/session/end/confirm`, { form: { xsrf, logout: 'yes' } });
      return confirmed.headers['location'] ?? '';
    },
    async personOf(accessToken) {
      const response = await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${accessToken}` } });
      return response.ok ? await response.json() : response.status;
    },
    async revoke() {
      for (const id of grants) await (await provider.Grant.find(id))?.destroy();
    },
    close: () => stop(server),
  };
  return made;
}

interface ProviderParts {
  readonly issuer: string;
  readonly ownOrigin: string;
  readonly grants: Set<string>;
  readonly tell: typeof fetch;
}

function createProvider(
  { issuer, ownOrigin, grants, tell }: ProviderParts,
  { ids = ['oidc', 'posted'], needsPkce = true, clientAuth = 'client_secret_basic' }: CertifiedProviderOptions,
): Provider {
  return new library.Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        token_endpoint_auth_method: clientAuth,
        redirect_uris: ids.map((id) => `${ownOrigin}/auth/sso/${id}/callback`),
        post_logout_redirect_uris: [`${ownOrigin}/auth/login?signed-out`],
        backchannel_logout_uri: `${ownOrigin}/auth/sso/oidc/signed-out`,
        backchannel_logout_session_required: true,
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    jwks: { keys: [KEY] },
    cookies: { keys: ['for cookies'] },
    claims: { openid: ['sub'], profile: ['name', 'realm_access'], email: ['email'] },
    findAccount: () => ({ accountId: PERSON.sub, claims: () => PERSON }),
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    fetch: tell,
    ttl: { AccessToken: 600 },
    pkce: { required: () => needsPkce },
    issueRefreshToken: () => true,
    rotateRefreshToken: () => true,
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.account?.accountId });
      grant.addOIDCScope('openid profile email');
      grants.add(await grant.save());
      return grant;
    },
  });
}
