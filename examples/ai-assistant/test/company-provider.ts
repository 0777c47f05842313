/**
 * oidc-provider, which is certified by the OpenID Foundation, on this machine: with one client, and people who say
 * yes at once.
 */

import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PAGE } from '@doorward/test-process';
import { jest } from '@jest/globals';
import type { Provider } from 'oidc-provider';
import type { Variables } from './assistant-process.ts';
import { Client } from './client.ts';

/** The server that people sign in to, as they know it. */
export const OWN = 'https://heron.example';
export const CALLBACK = '/api/auth/callback';

const CLIENT = { id: 'heron', secret: 'a secret +%:/' };
const TENANT = '/acme/v2.0';

export interface Person {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  readonly roles?: readonly string[];
}

export const ADA: Person = { sub: '4711', name: 'Ada Lovelace', email: 'ada@acme.example', roles: ['admin'] };
export const BOB: Person = { sub: '4712', name: 'Bob Iger', email: 'bob@acme.example', roles: ['everybody'] };

export interface CompanyProvider {
  readonly port: number;
  readonly issuer: string;
  /** Who signs in there next. */
  person: Person;
  close(): Promise<void>;
}

interface Place {
  /** Below which path all is. Default that of a tenant of Microsoft's. */
  readonly path?: string;
  /** What it calls itself. Default where it is. */
  readonly issuer?: string;
  /** Origin of the server that people sign in to. Default `OWN`. */
  readonly own?: string;
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

export async function startCompanyProvider({ path = TENANT, issuer, own = OWN }: Place = {}): Promise<CompanyProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const company = {
    port,
    issuer: issuer ?? `http://127.0.0.1:${port}${path}`,
    person: ADA,
    close: () => stop(server),
  };
  const provider = createProvider(company.issuer, own);
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage & { originalUrl?: string }, response) => {
    request.originalUrl = request.url ?? '';
    request.url = request.originalUrl.slice(path.length);
    if (!request.originalUrl.startsWith('/interaction/')) return void answer(request, response);
    const login = { accountId: company.person.sub };
    return void provider.interactionFinished(request, response, { login });
  });
  return company;
}

function createProvider(issuer: string, own: string): Provider {
  const client = {
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    redirect_uris: [own + CALLBACK],
    post_logout_redirect_uris: [`${own}/login?signed-out`],
    grant_types: ['authorization_code', 'refresh_token'],
  };
  return new library.Provider(issuer, {
    clients: [client],
    jwks: { keys: [KEY] },
    cookies: { keys: ['for cookies'] },
    claims: { openid: ['sub', 'roles'], profile: ['name'], email: ['email'] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...(sub === BOB.sub ? BOB : ADA) }) }),
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    issueRefreshToken: () => true,
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.account?.accountId });
      grant.addOIDCScope('openid profile email offline_access');
      await grant.save();
      return grant;
    },
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Variables of a server with this provider, in the place of Microsoft's. */
export function microsoft({ port }: CompanyProvider, own = OWN): Variables {
  return {
    AUTH_PROVIDER: 'MICROSOFT',
    AZURE_AUTHORITY_HOST: `http://127.0.0.1:${port}/`,
    MICROSOFT_ENTRA_ID_TENANT_ID: 'acme',
    MICROSOFT_ENTRA_ID_CLIENT_ID: CLIENT.id,
    MICROSOFT_ENTRA_ID_CLIENT_SECRET: CLIENT.secret,
    MICROSOFT_ENTRA_ID_REDIRECT_URI: own + CALLBACK,
  };
}

/** In the place of Oracle's, which calls itself by another name than where it is. */
export function oracle({ port }: CompanyProvider): Variables {
  return {
    AUTH_PROVIDER: 'ORACLE',
    ORACLE_AUTH_TENANT_URL: `http://127.0.0.1:${port}`,
    ORACLE_AUTH_CLIENT_ID: CLIENT.id,
    ORACLE_AUTH_CLIENT_SECRET: CLIENT.secret,
    ORACLE_AUTH_REDIRECT_URL: OWN + CALLBACK,
  };
}

export function anyIssuer({ issuer }: CompanyProvider): Variables {
  return {
    AUTH_PROVIDER: 'OIDC',
    DOORWARD_PUBLIC_URL: OWN,
    DOORWARD_OIDC_ISSUER: issuer,
    DOORWARD_OIDC_CLIENT_ID: CLIENT.id,
    DOORWARD_OIDC_CLIENT_SECRET: CLIENT.secret,
  };
}

const MAX_HOPS = 10;

/** A browser at the provider, from the address that it was sent to until it is sent back; answers the page or address then. */
export async function passProvider(company: CompanyProvider, url: string): Promise<string> {
  const visitor = new Client(company);
  let next = new URL(url);
  for (let hops = 0; hops < MAX_HOPS; hops += 1) {
    const { status, headers, body } = await visitor.get(next.pathname + next.search, PAGE);
    if (status === 200) return body;
    if (headers.location === undefined) throw new Error(`${status} at ${next.href}: ${body}`);
    next = new URL(headers.location, next);
    if (next.origin === OWN) return next.href;
  }
  throw new Error(`the provider sends the browser round and round: ${next.href}`);
}
