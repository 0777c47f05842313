/**
 * Glewlwyd as an OpenID provider, written in C by other people: with one client, one person, and a key of its own. Its
 * pages are scripts that ask an API, which is asked here in their place.
 */

import { generateKeyPairSync } from 'node:crypto';
import { type Browser, createBrowser } from './browser.ts';
import { ADMINISTRATOR, type GlewlwydServer, startGlewlwydServer } from './glewlwyd-server.ts';

/** In the body: of the header it decodes nothing, where a secret such as this one is encoded (RFC 6749 §2.3.1). */
export const CLIENT = {
  clientId: 'studio',
  clientSecret: 'a secret +%:/',
  clientAuth: 'client_secret_post',
} as const;
export const PASSWORD = 'correct horse battery';

const NAME = 'oidc';

export interface Glewlwyd {
  readonly issuer: string;
  /** Types a password on its page; answers its status. */
  logIn(browser: Browser, password: string): Promise<number>;
  /** From an address that a sign-in leads to, up to where it sends the browser back; `null`: it asks who it is. */
  authorize(browser: Browser, url: string): Promise<string | null>;
  /** Says yes to the page that a sign-out leads to. */
  confirmSignOut(browser: Browser, url: string): Promise<SignedOut>;
  /** It signs by a new key, and publishes that alone. */
  renewKey(): Promise<void>;
  close(): Promise<void>;
}

export interface SignedOut {
  /** What its page shows in frames, one for each client. */
  readonly frames: readonly string[];
  /** Where the browser is sent then. */
  readonly back: string | null;
}

export async function startGlewlwyd(ownOrigin: string): Promise<Glewlwyd> {
  const server = await startGlewlwydServer();
  try {
    return await setUp(server, ownOrigin);
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function setUp({ origin, close }: GlewlwydServer, ownOrigin: string): Promise<Glewlwyd> {
  const api = `${origin}/api`;
  const issuer = `${api}/${NAME}`;
  const administrator = createBrowser();
  const tell = async (path: string, json: object, method?: 'PUT'): Promise<void> => {
    const { status, text } = await administrator.ask(api + path, { json, ...(method === undefined ? {} : { method }) });
    if (status !== 200) throw new Error(`${status} at ${path}: ${text}`);
  };
  await tell('/auth/', ADMINISTRATOR);
  await tell('/mod/plugin/', pluginOf(issuer));
  await tell('/user/', PERSON);
  await tell('/client/', clientOf(ownOrigin));
  return {
    issuer,
    close,
    async logIn(browser, password) {
      const { status } = await browser.ask(`${api}/auth/`, { json: { username: PERSON.username, password } });
      if (status !== 200) return status;
      const granted = await browser.ask(`${api}/auth/grant/${CLIENT.clientId}`, {
        json: { scope: 'openid' },
        method: 'PUT',
      });
      return granted.status;
    },
    async authorize(browser, url) {
      const arrived = await leadOf(browser, url);
      const goOn = new URL(arrived).searchParams.get('callback_url');
      if (goOn === null) return arrived;
      // Where its page leads once somebody has said yes.
      const back = await leadOf(browser, `${goOn}&g_continue`);
      return back.startsWith(ownOrigin) ? back : null;
    },
    async confirmSignOut(browser, url) {
      const { searchParams } = new URL(await leadOf(browser, url));
      const session = `${issuer}/session/${searchParams.get('sid')}`;
      const { body } = await browser.ask(`${session}/${CLIENT.clientId}`);
      const frames = (body as SessionList).client.map(
        ({ frontchannel_logout_uri: uri }) => `${uri}?iss=${body.iss}&sid=${body.sid}`,
      );
      await browser.ask(`${session}/`, { method: 'DELETE' });
      await browser.ask(`${api}/auth/`, { method: 'DELETE' });
      return { frames, back: searchParams.get('callback_url') };
    },
    async renewKey() {
      await tell(`/mod/plugin/${NAME}`, pluginOf(issuer), 'PUT');
      await tell(`/mod/plugin/${NAME}/reset`, {}, 'PUT');
    },
  };
}

interface SessionList {
  readonly client: readonly { readonly frontchannel_logout_uri: string }[];
}

/** Where an answer leads, which is not followed. */
export async function leadOf(browser: Browser, url: string): Promise<string> {
  const { status, text, headers } = await browser.ask(url);
  const location = headers['location'];
  if (location === undefined) throw new Error(`${status} at ${url}: ${text}`);
  return location;
}

const PERSON = {
  username: 'ada',
  password: PASSWORD,
  name: 'Ada Lovelace',
  email: 'ada@acme.example',
  groups: ['analysts', 'everybody'],
  scope: ['openid'],
  enabled: true,
};

function clientOf(ownOrigin: string): object {
  return {
    client_id: CLIENT.clientId,
    client_secret: CLIENT.clientSecret,
    confidential: true,
    enabled: true,
    scope: ['openid'],
    authorization_type: ['code', 'refresh_token'],
    token_endpoint_auth_method: [CLIENT.clientAuth],
    redirect_uri: ['oidc', 'posted', 'silent'].map((id) => `${ownOrigin}/auth/sso/${id}/callback`),
    post_logout_redirect_uris: [`${ownOrigin}/auth/login?signed-out`],
    frontchannel_logout_uri: `${ownOrigin}/auth/sso/oidc/signed-out`,
    frontchannel_logout_session_required: '1',
  };
}

/** The code flow with PKCE, refresh tokens that count once, and a new RSA key. */
function pluginOf(issuer: string): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: String(Date.now()), alg: 'RS256', use: 'sig' };
  const others = ['token', 'implicit', 'none', 'password', 'client', 'device'];
  return {
    module: 'oidc',
    name: NAME,
    display_name: 'OpenID Connect',
    parameters: {
      ...Object.fromEntries(others.map((type) => [`auth-type-${type}-enabled`, false])),
      iss: issuer,
      'jwks-private': JSON.stringify({ keys: [key] }),
      'jwks-show': true,
      'jwt-type': 'rsa',
      'jwt-key-size': '256',
      'access-token-duration': 600,
      'refresh-token-duration': 86_400,
      'code-duration': 60,
      'refresh-token-rolling': true,
      'refresh-token-one-use': 'always',
      'auth-type-code-enabled': true,
      'auth-type-code-revoke-replayed': true,
      'auth-type-refresh-enabled': true,
      'pkce-allowed': true,
      'pkce-required': true,
      'pkce-method-plain-allowed': false,
      // In a form it would be encoded once too often, and another name then (RFC 9207 §2.4).
      'oauth-as-iss-id': false,
      'session-management-allowed': true,
      'session-cookie-name': 'GLEWLWYD_OIDC',
      'session-cookie-expiration': 86_400,
      'front-channel-logout-allowed': true,
      'allowed-scope': ['openid'],
      'name-claim': 'mandatory',
      'email-claim': 'mandatory',
      claims: [{ name: 'groups', 'user-property': 'groups', type: 'string', mandatory: true }],
    },
  };
}
