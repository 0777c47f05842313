/**
 * Our own endpoints: one Hono app each, chosen by the name that the guard gave the request. Its code is loaded with its
 * first request: whoever waits for the login page waits for that alone.
 */

import {
  type Core,
  type EndpointContext,
  type EndpointName,
  type MaybePromise,
  type ProblemRenderer,
  problems,
} from '@doorward/core';
import { Hono } from 'hono';
import { createEndpointTools, type EndpointTools, type Env } from './endpoint-tools.ts';
import { createLiveEndpoint, createReadyEndpoint } from './health-endpoint.ts';
import { createLayout } from './layout.tsx';
import { createLoginEndpoint, createLoginPage, createLogoutEndpoint } from './login-endpoints.ts';
import type { PageOptions } from './page-theme.ts';
import type { WebPeople } from './people.ts';
import { renderProblemPage } from './problem-page.tsx';
import { toResponse } from './responses.ts';
import type { TokenEndpointOptions } from './token-endpoints.ts';

export interface Endpoints {
  /** Answers a request for one of our endpoints. */
  fetch(request: Request, context: EndpointContext): Promise<Response>;
}

/** Draws a problem in the style of our pages. */
export function createProblemRenderer(page: PageOptions): ProblemRenderer {
  const layout = createLayout(page);
  return (problem, site) => ({ html: renderProblemPage(layout, problem, site), headers: layout.headers });
}

export interface EndpointOptions {
  readonly page: PageOptions;
  /** Scheme and host as browsers use them, where `publicUrl` is configured; without it addresses are paths. */
  readonly publicOrigin: string | null;
  /** True where roles say what somebody may do. */
  readonly hasRoles: boolean;
  /** True where people sign in by name and password, and not by a token alone. */
  readonly asksName: boolean;
  /** `null` where there are no users. */
  readonly people: WebPeople | null;
  /** `null` where no tokens are made. */
  readonly tokens: TokenEndpointOptions | null;
}

/** An app for one endpoint; paths are those below it. */
type App = Pick<Hono<Env>, 'fetch'>;
type Load = () => MaybePromise<App>;
type Loads = Readonly<Partial<Record<EndpointName, Load>>>;

export function createEndpoints(core: Core, options: EndpointOptions): Endpoints {
  const { page, people, tokens, asksName } = options;
  const tools = createEndpointTools(core, page, createLayout(page), createProblemRenderer(page));
  const loginPage = createLoginPage(tools, asksName);
  const loads: Loads = {
    login: () => below(createLoginEndpoint(tools, loginPage, asksName)),
    logout: () => below(createLogoutEndpoint(tools)),
    live: () => below(createLiveEndpoint(tools)),
    ready: () => below(createReadyEndpoint(tools)),
    capabilities: async () =>
      below((await import('./capabilities/capabilities-endpoint.ts')).createCapabilitiesEndpoint(tools, options)),
    me: async () => below((await import('./capabilities/me-endpoint.ts')).createMeEndpoint(tools, people)),
    metrics: async () => below((await import('./metrics-endpoint.ts')).createMetricsEndpoint(tools)),
    provider: async () =>
      below((await import('./provider-endpoint.ts')).createProviderEndpoint(tools, loginPage, options)),
    ...(tokens === null ? {} : loadsOfTokens(tools, tokens)),
    ...(people === null ? {} : loadsOfPeople(tools, people)),
  };
  const loaded = new Map<EndpointName, Promise<App>>();

  function appOf(name: EndpointName): Promise<App> {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const app = Promise.resolve((loads[name] ?? nothing)());
    loaded.set(name, app);
    // The next request tries again.
    app.catch(() => loaded.delete(name));
    return app;
  }

  return {
    async fetch(request, context) {
      try {
        return (await appOf(context.endpoint)).fetch(request, context);
      } catch (error) {
        // Its code cannot be loaded.
        core.onError(error);
        return toResponse(core.writeProblem(problems.unavailable));
      }
    },
  };
}

function loadsOfTokens(tools: EndpointTools, options: TokenEndpointOptions): Loads {
  const library = (): Promise<typeof import('./token-endpoints.ts')> => import('./token-endpoints.ts');
  return {
    token: async () => below((await library()).createTokenEndpoint(tools, options)),
    revoke: async () => below((await library()).createRevokeEndpoint(tools)),
  };
}

function loadsOfPeople(tools: EndpointTools, people: WebPeople): Loads {
  return {
    ticket: async () => below((await import('./ticket/ticket-endpoint.ts')).createTicketEndpoint(tools, people)),
    signUp: async () => below((await import('./sign-up/sign-up-endpoint.ts')).createSignUpEndpoint(tools, people)),
    account: async () => below((await import('./account/account-area.ts')).createAccountArea(tools, people)),
    admin: async () => below((await import('./admin/admin-area.ts')).createAdminArea(tools, people)),
    api: async () => (await import('./api/api.ts')).createApi(tools, people),
  };
}

const nothing: Load = () => new Hono<Env>();

/** Where the endpoint was configured to be does not matter to its app: it sees what lies below. */
function below(app: Hono<Env>): App {
  const getPath = (_request: Request, options?: object): string =>
    (options as { env: EndpointContext }).env.below || '/';
  return new Hono<Env>({ getPath }).route('/', app);
}
