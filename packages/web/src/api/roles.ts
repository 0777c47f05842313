/**
 * The roles that there are.
 */

import { createRoute, z } from '@hono/zod-openapi';
import { json, refusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';

const roleSchema = z
  .object({
    name: z.string().openapi({ example: 'viewer' }),
    label: z.string().openapi({ description: 'To show.' }),
    description: z.string(),
    grantable: z.boolean().openapi({ description: 'The caller may give and take it.' }),
  })
  .openapi('Role');

const list = createRoute({
  method: 'get',
  path: '/roles',
  operationId: 'listRoles',
  summary: 'The roles, in their order',
  tags: ['Users'],
  responses: { 200: json('The roles.', z.object({ roles: z.array(roleSchema) })), ...refusals },
});

export function addRoles(app: ApiApp, { tools, people }: ApiParts): void {
  const { roles, users } = people.accounts;
  app.openapi(list, async (c) => {
    const { grantable } = await users.allowed(tools.actorOf(c));
    const listed = roles.all.map(({ name, label, description }) => ({
      name,
      label,
      description,
      grantable: grantable.includes(name),
    }));
    return c.json({ roles: listed }, 200);
  });
}
