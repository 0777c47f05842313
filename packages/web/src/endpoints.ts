/**
 * Our own endpoints: one Hono app each, chosen by the name that the guard gave the request.
 */

import type { Core, EndpointContext, EndpointName, ProblemRenderer } from '@doorward/core';
import { Hono } from 'hono';
import { createAccountArea } from './account/account-area.ts';
import { createAdminArea } from './admin/admin-area.ts';
import { createApiEndpoint } from './api/api-endpoint.ts';
import { createCapabilitiesEndpoint } from './capabilities/capabilities-endpoint.ts';
import { createMeEndpoint } from './capabilities/me-endpoint.ts';
import { createEndpointTools, type Env } from './endpoint-tools.ts';
import { createLiveEndpoint, createReadyEndpoint } from './health-endpoint.ts';
import { createLayout } from './layout.tsx';
import { createLoginEndpoint, createLoginPage, createLogoutEndpoint } from './login-endpoints.ts';
import { createMetricsEndpoint } from './metrics-endpoint.ts';
import type { PageOptions } from './page-theme.ts';
import type { WebPeople } from './people.ts';
import { renderProblemPage } from './problem-page.tsx';
import { createProviderEndpoint } from './provider-endpoint.ts';
import { createSignUpEndpoint } from './sign-up/sign-up-endpoint.ts';
import { createTicketEndpoint } from './ticket/ticket-endpoint.ts';
import { createRevokeEndpoint, createTokenEndpoint, type TokenEndpointOptions } from './token-endpoints.ts';

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

export function createEndpoints(core: Core, options: EndpointOptions): Endpoints {
  const { page, people, tokens, asksName } = options;
  const tools = createEndpointTools(core, page, createLayout(page), createProblemRenderer(page));
  const loginPage = createLoginPage(tools, asksName);
  const apps: Partial<Record<EndpointName, Hono<Env>>> = {
    login: createLoginEndpoint(tools, loginPage, asksName),
    logout: createLogoutEndpoint(tools),
    capabilities: createCapabilitiesEndpoint(tools, options),
    me: createMeEndpoint(tools, people),
    live: createLiveEndpoint(tools),
    ready: createReadyEndpoint(tools),
    metrics: createMetricsEndpoint(tools),
    provider: createProviderEndpoint(tools, loginPage, options),
    ...(tokens === null ? {} : { token: createTokenEndpoint(tools, tokens), revoke: createRevokeEndpoint(tools) }),
    ...(people === null
      ? {}
      : {
          ticket: createTicketEndpoint(tools, people),
          signUp: createSignUpEndpoint(tools, people),
          account: createAccountArea(tools, people),
          admin: createAdminArea(tools, people),
          api: createApiEndpoint(tools, people),
        }),
  };

  /** Where the area was configured to be does not matter to its app: it sees what lies below. */
  const root = new Hono<Env>({ getPath: (_request, options) => pathOf((options as { env: EndpointContext }).env) });
  for (const [name, app] of Object.entries(apps)) root.route(`/${name}`, app);
  return { fetch: async (request, context) => root.fetch(request, context) };
}

function pathOf({ endpoint, below }: EndpointContext): string {
  return `/${endpoint}${below === '/' ? '' : below}`;
}
