/**
 * A real server behind our pages: the core, the pages from source, and the guard of `@doorward/node`.
 * Put together by hand, since `@doorward/auth`, which does it for users, depends on this package.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ANYONE,
  type Auth,
  createCore,
  createKeyRing,
  createMemoryStore,
  createTokenLogin,
  outsidePrincipal,
  type Provider,
  type ProviderPaths,
  RequestAuth,
} from '@doorward/core';
import { guardRequest, writeResponse } from '@doorward/node';
import { createEndpoints, createProblemRenderer, type PageOptions } from '../../src/index.ts';

export const TOKEN = 'correct-horse-battery';

export interface Site {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  close(): Promise<void>;
}

export interface SiteOptions {
  readonly page?: Partial<PageOptions>;
  readonly basePath?: string;
  readonly providers?: readonly Provider[];
  /** False: the providers are the only way in. */
  readonly takesTokens?: boolean;
}

/** The app behind the login shows its own address as its heading, and a form that signs out. */
export async function startSite({ page = {}, basePath = '', ...ways }: SiteOptions = {}): Promise<Site> {
  return serve(compose({ ...PAGE_DEFAULTS, ...page }, basePath, ways), basePath);
}

/** The same for what was composed elsewhere. */
export async function serve(auth: Auth, basePath: string): Promise<Site> {
  const server = createServer((message, response) => {
    void answer(auth, basePath, message, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const PAGE_DEFAULTS: PageOptions = {
  title: 'Doorward',
  description: null,
  logo: null,
  accent: { light: '#1f5fbf', dark: '#8ab8ff' },
  renderLogin: null,
};

export const pathsAt = (login: string): ProviderPaths => ({
  login,
  callback: `${login}/callback`,
  signedOut: `${login}/signed-out`,
});

function compose(
  page: PageOptions,
  basePath: string,
  { providers = [], takesTokens = true }: Pick<SiteOptions, 'providers' | 'takesTokens'>,
): Auth {
  const login = createTokenLogin(TOKEN);
  const now = Date.now;
  const core = createCore({
    auth: 'required',
    openToNetwork: false,
    everybody: () => ANYONE,
    schemes: [login.scheme],
    keyDemand: null,
    tokens: null,
    basicPasswords: false,
    verifiers: takesTokens ? [login.verifier] : [],
    public: ['/public/'],
    publicUrl: null,
    basePath,
    paths: { login: '/auth/login', logout: '/auth/logout' },
    home: '/',
    forbidden: null,
    providers: providers.map((provider) => ({
      provider,
      paths: pathsAt(`/auth/sso/${provider.id}`),
      accountOf: () => null,
      admit: (identity) => ({
        kind: 'verified',
        principal: outsidePrincipal(provider.id, identity, { roles: identity.roles, permissions: [] }),
      }),
    })),
    origins: [],
    healthChecks: [],
    cors: 'doorward',
    authorization: 'doorward',
    queryToken: true,
    trustProxy: 0,
    session: { idleSeconds: 600, absoluteSeconds: 600, sameSite: 'Lax' },
    cookieNames: ['doorward_test'],
    keys: createKeyRing([]),
    subjects: null,
    realm: 'Doorward',
    store: createMemoryStore({ now }),
    events: [],
    now,
    renderProblem: createProblemRenderer(page),
    renderError: null,
    onError: () => undefined,
  });
  const endpoints = createEndpoints(core, {
    page,
    publicOrigin: null,
    asksName: false,
    hasRoles: false,
    people: null,
    tokens: null,
  });
  return {
    ...core,
    grantOf: core.providerSignIn.grantOf,
    vary: core.vary,
    handle: (request, context) => endpoints.fetch(request, context),
  };
}

async function answer(auth: Auth, basePath: string, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = message.url ?? '/';
  const outcome = await guardRequest(auth, {
    message,
    response,
    target,
    rootPath: '',
    mounts: null,
    parsedBody: () => undefined,
  });
  if (!(outcome instanceof RequestAuth)) {
    writeResponse(response, outcome);
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(
    `<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,"><h1>${target.replace(/[&<]/g, ' and ')}</h1>` +
      `<form method="post" action="${basePath}/auth/logout"><button>Sign out</button></form>`,
  );
}
