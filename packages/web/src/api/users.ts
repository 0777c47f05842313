/**
 * The users: finding them, and adding one.
 */

import { createRoute, z } from '@hono/zod-openapi';
import { deliverTicket } from '../ticket-link.ts';
import { invalidQuery, json, problem, refusals, writeRefusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { given, queryNumber, queryText, rolesField } from './inputs.ts';
import { takesJson } from './json-body.ts';
import { statusSchema, ticketSchema, userSchema } from './schemas.ts';
import { toWireTicket, toWireUser } from './wire.ts';

const tags = ['Users'];

const querySchema = z.object({
  search: queryText.optional().openapi({ description: 'Part of a username, e-mail address or display name.' }),
  role: queryText.optional().openapi({ description: 'Users who hold this role.' }),
  status: statusSchema.optional(),
  offset: queryNumber(0, 2 ** 31 - 1).optional(),
  limit: queryNumber(1, 200).optional().openapi({ description: 'Default 50.' }),
});

const newUserSchema = z
  .strictObject({
    username: z.string(),
    email: z.string().nullable().optional(),
    displayName: z.string().nullable().optional(),
    roles: rolesField.optional().openapi({ description: 'Default none.' }),
    status: statusSchema.optional().openapi({ description: 'Default active.' }),
    password: z.string().optional().openapi({ description: 'Without one the answer holds an invitation.' }),
    mustChangePassword: z.boolean().optional().openapi({ description: 'Default true with a password.' }),
  })
  .openapi('NewUser');

const list = createRoute({
  method: 'get',
  path: '/users',
  operationId: 'listUsers',
  summary: 'The users whom the caller may see, by username',
  tags,
  request: { query: querySchema },
  responses: {
    200: json('One page of them.', z.object({ total: z.int(), users: z.array(userSchema) })),
    ...refusals,
    422: invalidQuery,
  },
});

const create = createRoute({
  method: 'post',
  path: '/users',
  operationId: 'createUser',
  summary: 'Add a user',
  tags,
  middleware: takesJson,
  request: { body: { required: true, content: { 'application/json': { schema: newUserSchema } } } },
  responses: {
    201: {
      ...json(
        'The user, and an invitation where no password was set.',
        z.object({ user: userSchema, ticket: ticketSchema.nullable() }),
      ),
      headers: { Location: { description: 'Path of the user.', required: true, schema: { type: 'string' } } },
    },
    ...writeRefusals,
    409: problem('Another user has this name or e-mail address.'),
  },
});

export function addUsers(app: ApiApp, { tools, people }: ApiParts): void {
  const { users } = people.accounts;
  app.openapi(list, async (c) => {
    const page = await users.list(tools.actorOf(c), given(c.req.valid('query')));
    return c.json({ total: page.total, users: page.users.map(toWireUser) }, 200);
  });
  app.openapi(create, async (c) => {
    const { user, ticket: issued } = await users.create(tools.actorOf(c), given(c.req.valid('json')));
    const site = tools.siteOf(c);
    const delivered = issued === null ? null : await deliverTicket(tools.core, people, { site, issued, user });
    const ticket = issued === null || delivered === null ? null : toWireTicket(issued, delivered);
    c.header('location', `${site.paths.api ?? ''}/users/${user.id}`);
    return c.json({ user: toWireUser(user), ticket }, 201);
  });
}
