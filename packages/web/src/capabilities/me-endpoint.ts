/**
 * Who is signed in, with what he may do; `null` for a stranger, who is no error here.
 */

import { Hono } from 'hono';
import { accountOf } from '../account-of.ts';
import type { EndpointTools, Env } from '../endpoint-tools.ts';
import type { WebPeople } from '../people.ts';
import { jsonResponse } from '../responses.ts';
import { type Access, describeAccess, describeUser, type ShownUser } from './capabilities.ts';

export type Me = ShownUser & Access;

export function createMeEndpoint(tools: EndpointTools, people: WebPeople | null): Hono<Env> {
  const app = new Hono<Env>();
  tools.prepare(app);
  app.get('/', async (c) => {
    const principal = c.env.state?.principal ?? null;
    if (principal === null) return jsonResponse(null);
    const user = people === null ? null : await accountOf(people, tools.actorOf(c));
    const me: Me = { ...describeUser(principal, user), ...describeAccess(principal) };
    return jsonResponse(me);
  });
  tools.finish(app, 'GET, HEAD');
  return app;
}
