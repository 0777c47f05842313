/**
 * oidc-provider, which is certified by the OpenID Foundation, on this machine: with one client, and people who say yes at
 * once.
 */

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Variables } from './studio-process.ts';

/** The server that people sign in to, as they know it. */
export const OWN = 'https://studio.example';

const CLIENT = { id: 'studio', secret: 'a secret +%:/' };

export interface Person {
  readonly sub: string;
  readonly name: string;
  readonly preferred_username: string;
  readonly roles: readonly string[];
}

export const ADA: Person = { sub: '4711', name: 'Ada Lovelace', preferred_username: 'ada', roles: ['studio-owner'] };
export const BOB: Person = {
  sub: '4712',
  name: 'Bob Iger',
  preferred_username: 'bob',
  roles: ['studio-viewer', 'owner'],
};
export const EVE: Person = { sub: '4713', name: 'Eve Moneypenny', preferred_username: 'eve', roles: [] };

export interface CompanyProvider {
  /** Who signs in there next. */
  person: Person;
  readonly issuer: string;
  /** For a studio with it. */
  readonly variables: Variables;
  close(): Promise<void>;
}

// It says on the console that it keeps all in memory, and more of the kind: as a test wants it.
for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
const library = await import('oidc-provider');

/** Made once: keys take their time. */
const KEY = {
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid: 'one',
  use: 'sig',
};

/** `own`: where the studio is, base path and prefix of the API included. */
export async function startCompanyProvider(own = OWN, api = '/api'): Promise<CompanyProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new library.Provider(issuer, configuration(own, api));
  const answer = provider.callback();
  const made: CompanyProvider = {
    person: ADA,
    issuer,
    variables: {
      DOORWARD_PUBLIC_URL: own,
      DOORWARD_OIDC_NAME: 'Acme',
      DOORWARD_OIDC_ISSUER: issuer,
      DOORWARD_OIDC_CLIENT_ID: CLIENT.id,
      DOORWARD_OIDC_CLIENT_SECRET: CLIENT.secret,
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return void answer(request, response);
    return void provider.interactionFinished(request, response, { login: { accountId: made.person.sub } });
  });
  return made;
}

function configuration(own: string, api: string): ConstructorParameters<typeof library.Provider>[1] {
  const client = {
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    redirect_uris: [`${own}${api}/auth/sso/callback`],
    post_logout_redirect_uris: [`${own}${api}/auth/login?signed-out`],
  };
  const people = new Map([ADA, BOB, EVE].map((person) => [person.sub, person]));
  return {
    clients: [client],
    jwks: { keys: [KEY] },
    cookies: { keys: ['for cookies'] },
    claims: { openid: ['sub', 'roles'], profile: ['name', 'preferred_username'], email: ['email'] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...(people.get(sub) ?? ADA) }) }),
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.account?.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  };
}
