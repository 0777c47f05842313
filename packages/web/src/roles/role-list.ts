/**
 * The list of roles.
 */

import type { Context } from 'hono';
import type { Env } from '../endpoint-tools.ts';
import type { RoleArea } from './role-area.ts';
import { NewRoleLink, RoleList } from './role-list-page.tsx';

export function serveRoleList({ app, tools, accounts, customRoles, frame, here, list }: RoleArea): void {
  async function show(c: Context<Env>): Promise<Response> {
    const { editable } = await customRoles.allowed(tools.actorOf(c));
    return frame.answer(c, {
      heading: 'Roles',
      section: 'roles',
      action: NewRoleLink({ here: here(c) }),
      content: RoleList({ list: list(c), roles: accounts.roles.all, editable, done: c.req.query('done') }),
    });
  }

  tools.serve(app, '/roles', { get: show });
}
