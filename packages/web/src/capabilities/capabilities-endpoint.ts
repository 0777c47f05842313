/**
 * What a front end may show, before and after signing in. Open to everybody; says nothing of a user to a stranger.
 */

import type { Context } from 'hono';
import { Hono } from 'hono';
import { accountOf } from '../account-of.ts';
import type { EndpointTools, Env } from '../endpoint-tools.ts';
import type { EndpointOptions } from '../endpoints.ts';
import { loginMethods } from '../login-methods.ts';
import type { WebPeople } from '../people.ts';
import { jsonResponse } from '../responses.ts';
import {
  type Capabilities,
  describeAccess,
  describeLogin,
  describeUrls,
  describeUser,
  type NoCapabilities,
} from './capabilities.ts';

type Told = Pick<EndpointOptions, 'page' | 'people' | 'publicOrigin' | 'asksName' | 'hasRoles'>;

export function createCapabilitiesEndpoint(
  tools: EndpointTools,
  { page, people, publicOrigin, asksName, hasRoles }: Told,
): Hono<Env> {
  const { core, siteOf } = tools;
  const origin = publicOrigin ?? '';

  async function capabilities(c: Context<Env>): Promise<Capabilities> {
    const site = siteOf(c);
    const told = {
      enabled: true,
      login: describeLogin(loginMethods(core, site, asksName), page.description, origin),
      urls: describeUrls(site, origin),
    } as const;
    const { state } = c.env;
    const principal = state?.principal ?? null;
    if (principal === null) return told;
    return {
      ...told,
      user: describeUser(principal, people === null ? null : await accountOf(people, tools.actorOf(c))),
      capabilities: {
        user: true,
        session: true,
        sso: core.providers.length > 0,
        rbac: hasRoles,
        acl: false,
        fga: false,
      },
      access: describeAccess(principal),
      obligation: state?.obligation ?? null,
      ...(people !== null && principal.permissions.includes('*') ? { availableRoles: rolesBelow(people) } : {}),
    };
  }

  const app = new Hono<Env>();
  tools.prepare(app);
  app.get('/', async (c) => jsonResponse(core.isOpen ? NOBODY_HAS_TO : await capabilities(c)));
  tools.finish(app, 'GET, HEAD');
  return app;
}

const NOBODY_HAS_TO: NoCapabilities = { enabled: false, login: null };

function rolesBelow({ accounts: { roles } }: WebPeople): readonly { readonly id: string; readonly name: string }[] {
  return roles.all
    .filter(({ name }) => !roles.permissionsOf([name]).includes('*'))
    .map(({ name, label }) => ({ id: name, name: label }));
}
