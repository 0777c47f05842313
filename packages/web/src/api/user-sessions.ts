/**
 * The sessions of another user.
 */

import { createRoute } from '@hono/zod-openapi';
import { json, noUser, refusals, writeRefusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { idParams } from './inputs.ts';
import { takesNothing } from './json-body.ts';
import { endedSchema, sessionsSchema } from './schemas.ts';
import { toWireSession } from './wire.ts';

const tags = ['Users'];
const path = '/users/{id}/sessions';

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listSessions',
  summary: 'Where a user is signed in',
  tags,
  request: { params: idParams },
  responses: { 200: json('The sessions.', sessionsSchema), ...refusals, 404: noUser },
});

const end = createRoute({
  method: 'delete',
  path,
  operationId: 'endSessions',
  summary: 'Sign a user out everywhere',
  tags,
  middleware: takesNothing,
  request: { params: idParams },
  responses: { 200: json('They have ended.', endedSchema), ...writeRefusals, 404: noUser },
});

export function addUserSessions(app: ApiApp, { tools, people }: ApiParts): void {
  const { users } = people.accounts;
  app.openapi(list, async (c) => {
    const actor = tools.actorOf(c);
    const sessions = await users.sessions(actor, c.req.valid('param').id);
    return c.json({ sessions: sessions.map((session) => toWireSession(session, actor.sessionId)) }, 200);
  });
  app.openapi(end, async (c) => {
    const ended = await users.endSessions(tools.actorOf(c), c.req.valid('param').id);
    return c.json({ ended }, 200);
  });
}
