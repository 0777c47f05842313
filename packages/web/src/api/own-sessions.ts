/**
 * The places where one is signed in.
 */

import { createRoute } from '@hono/zod-openapi';
import { json, noAccount, problem, refusals, writeRefusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { idParams } from './inputs.ts';
import { takesNothing } from './json-body.ts';
import { endedSchema, sessionsSchema } from './schemas.ts';
import { toWireSession } from './wire.ts';

const tags = ['Own account'];

const list = createRoute({
  method: 'get',
  path: '/me/sessions',
  operationId: 'listOwnSessions',
  summary: 'Where one is signed in',
  tags,
  responses: { 200: json('The sessions.', sessionsSchema), ...refusals, 404: noAccount },
});

const endOthers = createRoute({
  method: 'delete',
  path: '/me/sessions',
  operationId: 'endOtherSessions',
  summary: 'Sign out everywhere else',
  tags,
  middleware: takesNothing,
  responses: { 200: json('They have ended.', endedSchema), ...writeRefusals, 404: noAccount },
});

const endOne = createRoute({
  method: 'delete',
  path: '/me/sessions/{id}',
  operationId: 'endOwnSession',
  summary: 'Sign out in one place',
  tags,
  middleware: takesNothing,
  request: { params: idParams },
  responses: {
    204: { description: 'It has ended.' },
    ...writeRefusals,
    404: problem('There is no such session, or it is not one of the caller.'),
  },
});

export function addOwnSessions(app: ApiApp, { tools, people }: ApiParts): void {
  const { own } = people.accounts;
  app.openapi(list, async (c) => {
    const actor = tools.actorOf(c);
    const sessions = await own.sessions(actor);
    return c.json({ sessions: sessions.map((session) => toWireSession(session, actor.sessionId)) }, 200);
  });
  app.openapi(endOthers, async (c) => c.json({ ended: await own.endOtherSessions(tools.actorOf(c)) }, 200));
  app.openapi(endOne, async (c) => {
    await own.endSession(tools.actorOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
}
