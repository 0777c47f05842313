/**
 * Making a role.
 */

import type { Problem } from '@doorward/core';
import type { Context } from 'hono';
import { formFault } from '../area-frame.tsx';
import type { Env } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { withNotice } from '../notice.tsx';
import { seeOther } from '../responses.ts';
import type { RoleArea } from './role-area.ts';
import { RoleForm } from './role-form.tsx';
import { NO_ROLE, roleChangeOf, type TypedRole, typedRoleOf } from './role-input.ts';

export function serveNewRole({ app, tools, accounts, customRoles, frame, here, list }: RoleArea): void {
  async function show(c: Context<Env>, typed: TypedRole, problem: Problem | null): Promise<Response> {
    return frame.answer(c, {
      heading: 'New role',
      section: 'roles',
      back: { href: list(c), label: 'Roles' },
      fault: problem,
      content: RoleForm({
        path: `${here(c)}/new-role`,
        list: list(c),
        typed,
        state: null,
        roles: accounts.roles.all,
        fault: problem,
      }),
    });
  }

  async function create(c: Context<Env>, form: Form): Promise<Response> {
    const typed = typedRoleOf(form);
    try {
      await customRoles.create(tools.actorOf(c), { name: typed.name, ...roleChangeOf(typed) });
      return seeOther(withNotice(list(c), 'role-created'));
    } catch (error) {
      return show(c, typed, formFault(error));
    }
  }

  tools.serve(app, '/new-role', { get: (c) => show(c, NO_ROLE, null), post: create, boxes: ['inherits'] });
}
