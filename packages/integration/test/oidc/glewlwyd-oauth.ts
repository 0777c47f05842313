/**
 * Glewlwyd with plain OAuth 2.0: no ID token, no metadata, and a resource that says who an access token is of.
 */

import { randomBytes } from 'node:crypto';
import type { OAuthOptions } from '@doorward/oidc';
import { type Browser, createBrowser } from './browser.ts';
import { leadOf, PASSWORD } from './glewlwyd.ts';
import { ADMINISTRATOR, type GlewlwydServer, startGlewlwydServer } from './glewlwyd-server.ts';

export interface GlewlwydOAuth {
  /** For a provider of ours, which it knows as its client. */
  readonly options: OAuthOptions;
  /** Types a password on its page, and agrees to what is asked for; from an address up to where the browser is sent back. */
  signIn(browser: Browser, url: string): Promise<string>;
  /** The person takes back what was granted, in the browser that is signed in there. */
  revoke(browser: Browser): Promise<void>;
  close(): Promise<void>;
}

const NAME = 'oauth2';
/** It takes the secret in a header alone, and decodes nothing there: letters are written as they are (RFC 6749 §2.3.1). */
const CLIENT = { clientId: 'studio', clientSecret: 'aSecretOfItsOwn4711' };
const SCOPE = 'g_profile';

const PERSON = {
  username: 'ada',
  name: 'Ada Lovelace',
  email: 'ada@acme.example',
  number: 'E-4711',
  groups: ['analysts', 'everybody'],
  scope: [SCOPE],
  enabled: true,
};

export async function startGlewlwydOAuth(ownOrigin: string): Promise<GlewlwydOAuth> {
  const server = await startGlewlwydServer();
  try {
    return await setUp(server, ownOrigin);
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function setUp({ origin, close }: GlewlwydServer, ownOrigin: string): Promise<GlewlwydOAuth> {
  const api = `${origin}/api`;
  const administrator = createBrowser();
  const tell = async (path: string, json: object, method?: 'PUT', by = administrator): Promise<void> => {
    const { status, text } = await by.ask(api + path, { json, ...(method === undefined ? {} : { method }) });
    if (status !== 200) throw new Error(`${status} at ${path}: ${text}`);
  };
  await tell('/auth/', ADMINISTRATOR);
  await tell('/mod/plugin/', PLUGIN);
  await tell('/user/', { ...PERSON, password: PASSWORD });
  await tell('/client/', clientOf(ownOrigin));
  return {
    options: {
      id: 'acme',
      name: 'Acme',
      authorizationUrl: `${api}/${NAME}/auth`,
      tokenUrl: `${api}/${NAME}/token`,
      userUrl: `${api}/${NAME}/profile`,
      ...CLIENT,
      scopes: SCOPE,
      subjectClaim: 'number',
      usernameClaim: 'username',
      roles: { claim: 'groups', mapping: { analysts: 'analyst' } },
      allowHttp: true,
    },
    async signIn(browser, url) {
      await tell('/auth/', { username: PERSON.username, password: PASSWORD }, undefined, browser);
      await tell(`/auth/grant/${CLIENT.clientId}`, { scope: SCOPE }, 'PUT', browser);
      const arrived = await leadOf(browser, url);
      const goOn = new URL(arrived).searchParams.get('callback_url');
      return goOn === null ? arrived : await leadOf(browser, `${goOn}&g_continue`);
    },
    async revoke(browser) {
      const tokens = `${api}/${NAME}/profile/token/`;
      const { body } = await browser.ask(tokens);
      for (const { token_hash: hash } of body as readonly { readonly token_hash: string }[]) {
        await browser.ask(tokens + encodeURIComponent(hash), { method: 'DELETE' });
      }
    },
    close,
  };
}

function clientOf(ownOrigin: string): object {
  return {
    client_id: CLIENT.clientId,
    client_secret: CLIENT.clientSecret,
    confidential: true,
    enabled: true,
    scope: [SCOPE],
    authorization_type: ['code', 'refresh_token'],
    redirect_uri: [`${ownOrigin}/auth/sso/acme/callback`],
  };
}

/** The code flow with PKCE alone, and refresh tokens. */
const PLUGIN = {
  module: 'oauth2-glewlwyd',
  name: NAME,
  display_name: 'OAuth 2.0',
  parameters: {
    ...Object.fromEntries(
      ['implicit', 'password', 'client', 'device'].map((type) => [`auth-type-${type}-enabled`, false]),
    ),
    'jwt-type': 'sha',
    'jwt-key-size': '256',
    key: randomBytes(32).toString('hex'),
    'access-token-duration': 600,
    'refresh-token-duration': 86_400,
    'code-duration': 60,
    'refresh-token-rolling': true,
    'auth-type-code-enabled': true,
    'auth-type-code-revoke-replayed': true,
    'auth-type-refresh-enabled': true,
    'pkce-allowed': true,
    'pkce-method-plain-allowed': false,
  },
};
