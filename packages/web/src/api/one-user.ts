/**
 * One user: looking, changing, deleting, and a link for a new password.
 */

import { createRoute, z } from '@hono/zod-openapi';
import { deliverTicket } from '../ticket-link.ts';
import { json, noUser, problem, refusals, writeRefusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { given, idParams, rolesField } from './inputs.ts';
import { takesJson, takesNothing } from './json-body.ts';
import { statusSchema, ticketSchema, userSchema } from './schemas.ts';
import { toWireTicket, toWireUser } from './wire.ts';

const tags = ['Users'];
const path = '/users/{id}';

const changeSchema = z
  .strictObject({
    username: z.string().optional(),
    email: z.string().nullable().optional(),
    displayName: z.string().nullable().optional(),
    roles: rolesField.optional(),
    status: statusSchema.optional(),
    password: z.string().optional(),
    mustChangePassword: z.boolean().optional().openapi({ description: 'Default true with a password.' }),
  })
  .openapi('UserChange');

const read = createRoute({
  method: 'get',
  path,
  operationId: 'readUser',
  summary: 'A user',
  tags,
  request: { params: idParams },
  responses: { 200: json('The user.', userSchema), ...refusals, 404: noUser },
});

const update = createRoute({
  method: 'patch',
  path,
  operationId: 'updateUser',
  summary: 'Change a user',
  description: 'What is left out stays as it is; `null` removes. New roles, status or password end the sessions.',
  tags,
  middleware: takesJson,
  request: {
    params: idParams,
    body: { required: true, content: { 'application/json': { schema: changeSchema } } },
  },
  responses: {
    200: json('The user, as changed.', userSchema),
    ...writeRefusals,
    404: noUser,
    409: problem('Another user has this name or e-mail address, or no owner would remain.'),
  },
});

const remove = createRoute({
  method: 'delete',
  path,
  operationId: 'deleteUser',
  summary: 'Delete a user',
  description: 'Nobody can delete the own account.',
  tags,
  middleware: takesNothing,
  request: { params: idParams },
  responses: {
    204: { description: 'The user is gone.' },
    ...writeRefusals,
    404: noUser,
    409: problem('No owner would remain.'),
  },
});

const reset = createRoute({
  method: 'post',
  path: '/users/{id}/reset',
  operationId: 'resetPassword',
  summary: 'Make, and mail, a link by which the user chooses a new password',
  description: 'The old password counts until the link is used.',
  tags,
  middleware: takesNothing,
  request: { params: idParams },
  responses: { 200: json('The link.', ticketSchema), ...writeRefusals, 404: noUser },
});

const disconnect = createRoute({
  method: 'delete',
  path: '/users/{id}/identities/{source}',
  operationId: 'disconnectUser',
  summary: 'Part a user from a provider or directory',
  description: 'Ends the sessions that began there. Of the own account that is done on the account page.',
  tags,
  middleware: takesNothing,
  request: { params: idParams.extend({ source: z.string() }) },
  responses: { 200: json('The user, as changed.', userSchema), ...writeRefusals, 404: noUser },
});

export function addOneUser(app: ApiApp, { tools, people }: ApiParts): void {
  const { users } = people.accounts;
  app.openapi(read, async (c) => {
    const user = await users.get(tools.actorOf(c), c.req.valid('param').id);
    return c.json(toWireUser(user), 200);
  });
  app.openapi(update, async (c) => {
    const user = await users.update(tools.actorOf(c), c.req.valid('param').id, given(c.req.valid('json')));
    return c.json(toWireUser(user), 200);
  });
  app.openapi(remove, async (c) => {
    await users.delete(tools.actorOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
  app.openapi(disconnect, async (c) => {
    const { id, source } = c.req.valid('param');
    return c.json(toWireUser(await users.disconnect(tools.actorOf(c), id, source)), 200);
  });
  app.openapi(reset, async (c) => {
    const actor = tools.actorOf(c);
    const user = await users.get(actor, c.req.valid('param').id);
    const issued = await users.resetPassword(actor, user.id);
    const delivered = await deliverTicket(tools.core, people, { site: tools.siteOf(c), issued, user });
    return c.json(toWireTicket(issued, delivered), 200);
  });
}
