/**
 * The pages about roles, below the admin pages: those of the configuration to look at, those that people made to change.
 *
 * | below the area        | GET      | POST             |
 * |-----------------------|----------|------------------|
 * | `/roles`              | the list |                  |
 * | `/new-role`           | the form | makes a role     |
 * | `/roles/:name`        | the form | changes the role |
 * | `/roles/:name/delete` | asks     | deletes the role |
 */

import { type CustomRoles, fault, type RoleInfo } from '@doorward/accounts';
import type { Context } from 'hono';
import type { AdminParts } from '../admin/admin-area.ts';
import type { Env } from '../endpoint-tools.ts';
import { serveNewRole } from './new-role.ts';
import { serveOneRole } from './one-role.ts';
import { serveRoleList } from './role-list.ts';

/** What the pages share. */
export interface RoleArea extends AdminParts {
  readonly customRoles: CustomRoles;
  /** Path of the list. */
  list(c: Context<Env>): string;
  /** The role that the address names, when it can be changed by who looks. */
  load(c: Context<Env>): Promise<RoleInfo>;
}

export function serveRoles(parts: AdminParts): void {
  const { app, tools, accounts, here } = parts;
  const { customRoles, roles } = accounts;
  const area: RoleArea = {
    ...parts,
    customRoles,
    list: (c) => `${here(c)}/roles`,
    async load(c) {
      const { editable } = await customRoles.allowed(tools.actorOf(c));
      const role = roles.all.find(({ name }) => name === c.req.param('name'));
      if (role === undefined)
        throw fault('accounts/role-not-found', 'It may have been deleted. Look at the list again.');
      if (!role.isCustom) throw fault('accounts/role-configured', 'Change it where this server is configured.');
      if (editable.has(role.name)) return role;
      throw fault('accounts/not-allowed', 'This role holds more than you do. Ask an owner.');
    },
  };
  const assertMay = async (c: Context<Env>, next: () => Promise<void>): Promise<void> => {
    const { create } = await customRoles.allowed(tools.actorOf(c));
    if (!create) throw fault('accounts/not-allowed', 'Your roles do not let you manage roles. Ask an owner.');
    await next();
  };
  app.use('/roles/*', assertMay);
  app.use('/new-role', assertMay);
  serveRoleList(area);
  serveNewRole(area);
  serveOneRole(area);
}
