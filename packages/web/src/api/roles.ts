/**
 * The roles that there are, and those that people make.
 */

import type { RoleInfo } from '@doorward/accounts';
import { createRoute, z } from '@hono/zod-openapi';
import { json, problem, refusals, writeRefusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { given, rolesField } from './inputs.ts';
import { takesJson, takesNothing } from './json-body.ts';
import { roleSchema } from './schemas.ts';
import { toWireRole, type WireRole } from './wire.ts';

const tags = ['Users'];
const path = '/roles/{name}';

const fields = {
  label: z.string().optional().openapi({ description: 'To show. Default the name with a capital.' }),
  description: z.string().optional(),
  permissions: z
    .array(z.string())
    .optional()
    .openapi({ description: 'Its own: `resource:action[:id]`, never `*` alone.', example: ['report:read'] }),
  inherits: rolesField.optional().openapi({ description: 'Roles whose permissions come with it.' }),
};

const newRoleSchema = z
  .strictObject({ name: z.string().openapi({ description: 'It stays.', example: 'clerk' }), ...fields })
  .openapi('NewRole');

const changeSchema = z.strictObject(fields).openapi('RoleChange');

const nameParams = z.object({
  name: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .openapi({ param: { name: 'name', in: 'path' } }),
});

const noRole = problem('There is no such role.');

const list = createRoute({
  method: 'get',
  path: '/roles',
  operationId: 'listRoles',
  summary: 'The roles, in their order',
  tags,
  responses: { 200: json('The roles.', z.object({ roles: z.array(roleSchema) })), ...refusals },
});

const create = createRoute({
  method: 'post',
  path: '/roles',
  operationId: 'createRole',
  summary: 'Make a role',
  description: 'It gives permissions alone. Nobody makes one that holds more than he does.',
  tags,
  middleware: takesJson,
  request: { body: { required: true, content: { 'application/json': { schema: newRoleSchema } } } },
  responses: {
    201: json('The role.', roleSchema),
    ...writeRefusals,
    409: problem('Another role has this name, or there are too many.'),
  },
});

const update = createRoute({
  method: 'patch',
  path,
  operationId: 'updateRole',
  summary: 'Change a role that was made',
  description: 'What is left out stays as it is. It counts from the next request of everybody who has the role.',
  tags,
  middleware: takesJson,
  request: { params: nameParams, body: { required: true, content: { 'application/json': { schema: changeSchema } } } },
  responses: {
    200: json('The role, as changed.', roleSchema),
    ...writeRefusals,
    404: noRole,
    409: problem('The role stands in the configuration.'),
  },
});

const remove = createRoute({
  method: 'delete',
  path,
  operationId: 'deleteRole',
  summary: 'Delete a role that was made',
  tags,
  middleware: takesNothing,
  request: { params: nameParams },
  responses: {
    204: { description: 'The role is gone.' },
    ...writeRefusals,
    404: noRole,
    409: problem('Users, service keys or other roles have it, or it stands in the configuration.'),
  },
});

export function addRoles(app: ApiApp, { tools, people }: ApiParts): void {
  const { roles, users, customRoles } = people.accounts;
  type Actor = ReturnType<typeof tools.actorOf>;

  async function asSeenBy(actor: Actor, pick: () => readonly RoleInfo[]): Promise<WireRole[]> {
    const { grantable } = await users.allowed(actor);
    const { editable } = await customRoles.allowed(actor);
    return pick().map((role) =>
      toWireRole(role, { grantable: grantable.includes(role.name), editable: editable.has(role.name) }),
    );
  }

  async function one(actor: Actor, role: RoleInfo): Promise<WireRole> {
    const [seen] = await asSeenBy(actor, () => [role]);
    return seen as WireRole;
  }

  app.openapi(list, async (c) => c.json({ roles: await asSeenBy(tools.actorOf(c), () => roles.all) }, 200));
  app.openapi(create, async (c) => {
    const actor = tools.actorOf(c);
    return c.json(await one(actor, await customRoles.create(actor, given(c.req.valid('json')))), 201);
  });
  app.openapi(update, async (c) => {
    const actor = tools.actorOf(c);
    const changed = await customRoles.update(actor, c.req.valid('param').name, given(c.req.valid('json')));
    return c.json(await one(actor, changed), 200);
  });
  app.openapi(remove, async (c) => {
    await customRoles.delete(tools.actorOf(c), c.req.valid('param').name);
    return c.body(null, 204);
  });
}
