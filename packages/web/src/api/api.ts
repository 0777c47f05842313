/**
 * Everything about people as JSON: one's own account, other users, roles, the audit log.
 *
 * Every path is one below the area `api`, wherever that was configured to be.
 */

import type { EndpointContext } from '@doorward/core';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { EndpointTools, Env } from '../endpoint-tools.ts';
import type { WebPeople } from '../people.ts';
import { createAdmission } from './admission.ts';
import { addAudit } from './audit.ts';
import { addDocument } from './document.ts';
import { addKeys } from './keys.ts';
import { addOneUser } from './one-user.ts';
import { addOwnAccount } from './own-account.ts';
import { addOwnSessions } from './own-sessions.ts';
import { createErrorHandler, faultOf, NOT_FOUND, Refusal } from './refusal.ts';
import { addRoles } from './roles.ts';
import { addTickets } from './tickets.ts';
import { addUserSessions } from './user-sessions.ts';
import { addUsers } from './users.ts';

export type ApiApp = OpenAPIHono<Env>;

/** What the handlers work with. */
export interface ApiParts {
  readonly tools: EndpointTools;
  readonly people: WebPeople;
}

export function createApi(tools: EndpointTools, people: WebPeople): ApiApp {
  const app: ApiApp = new OpenAPIHono<Env>({
    getPath: (_request, options) => (options as { env: EndpointContext }).env.below || '/',
    defaultHook(result) {
      if (result.success) return;
      throw result.target === 'param' ? new Refusal(NOT_FOUND) : faultOf(result.error);
    },
  });
  app.onError(createErrorHandler(tools.core));
  app.use(createAdmission(tools));
  const parts = { tools, people };
  for (const add of PARTS) add(app, parts);
  addDocument(app, tools);
  addRefusals(app);
  return app;
}

const PARTS = [
  addOwnAccount,
  addOwnSessions,
  addTickets,
  addKeys,
  addRoles,
  addUsers,
  addOneUser,
  addUserSessions,
  addAudit,
];

/** What no route answers: another method, another path. */
function addRefusals(app: ApiApp): void {
  const methods = new Map<string, string[]>();
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const { path, method } = definition.route;
    const known = methods.get(path) ?? [];
    methods.set(path, [...known, ...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])]);
  }
  for (const [path, allowed] of methods) {
    app.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), () => {
      throw new Refusal(METHOD_NOT_ALLOWED, [['allow', allowed.join(', ')]]);
    });
  }
  app.all('*', () => {
    throw new Refusal(NOT_FOUND);
  });
}

const METHOD_NOT_ALLOWED = {
  status: 405,
  code: 'web/method-not-allowed',
  title: 'That method is not allowed here',
  detail: 'Use one of the methods that the header Allow names.',
} as const;
