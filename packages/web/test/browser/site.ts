/**
 * A real server behind our pages: the core, the pages from source, and the guard of `@doorward/node`.
 * Put together by hand, since `@doorward/auth`, which does it for users, depends on this package.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Auth,
  createCore,
  createTokenLogin,
  outsidePrincipal,
  type Provider,
  type ProviderPaths,
  RequestAuth,
} from '@doorward/core';
import { guardRequest, writeResponse } from '@doorward/node';
import { plainOptions } from '@doorward/test-core';
import { createEndpoints, createProblemRenderer, type PageOptions } from '../../src/index.ts';
import { PLAIN_PAGE } from '../fixture/plain-page.ts';

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
  return serve(compose({ ...PLAIN_PAGE, title: 'Doorward', ...page }, basePath, ways), basePath);
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
  const core = createCore(
    plainOptions({
      schemes: [login.scheme],
      verifiers: takesTokens ? [login.verifier] : [],
      public: ['/public/'],
      basePath,
      providers: providers.map((provider) => ({
        provider,
        paths: pathsAt(`/auth/sso/${provider.id}`),
        accountOf: () => null,
        admit: (identity) => ({
          kind: 'verified',
          principal: outsidePrincipal(provider.id, identity, { roles: identity.roles, permissions: [] }),
        }),
      })),
      session: { idleSeconds: 600, absoluteSeconds: 600, sameSite: 'Lax', persistent: true },
      renderProblem: createProblemRenderer(page),
    }),
  );
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
