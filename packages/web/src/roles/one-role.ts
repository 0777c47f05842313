/**
 * One role that people made: what may be changed of it, and its end.
 */

import type { Problem } from '@doorward/core';
import type { Context } from 'hono';
import { formFault } from '../area-frame.tsx';
import type { Env } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { withNotice } from '../notice.tsx';
import { seeOther } from '../responses.ts';
import type { RoleArea } from './role-area.ts';
import { DeleteRoleForm, RoleForm } from './role-form.tsx';
import { CHANGED_MEANWHILE, roleChangeOf, shownRoleOf, stateOf, type TypedRole, typedRoleOf } from './role-input.ts';

export function serveOneRole({ app, tools, accounts, customRoles, frame, list, load }: RoleArea): void {
  const pathOf = (c: Context<Env>, name: string): string => `${list(c)}/${encodeURIComponent(name)}`;

  async function show(c: Context<Env>, typed: TypedRole | null, problem: Problem | null): Promise<Response> {
    const role = await load(c);
    return frame.answer(c, {
      heading: role.label,
      section: 'roles',
      back: { href: list(c), label: 'Roles' },
      fault: problem,
      content: RoleForm({
        path: pathOf(c, role.name),
        list: list(c),
        typed: typed ?? shownRoleOf(role),
        state: stateOf(role),
        roles: accounts.roles.all,
        fault: problem,
      }),
    });
  }

  async function save(c: Context<Env>, form: Form): Promise<Response> {
    const role = await load(c);
    const typed = { ...typedRoleOf(form), name: role.name };
    if (form.text('was') !== stateOf(role)) return show(c, typed, CHANGED_MEANWHILE);
    try {
      await customRoles.update(tools.actorOf(c), role.name, roleChangeOf(typed));
      return seeOther(withNotice(list(c), 'role-saved'));
    } catch (error) {
      return show(c, typed, formFault(error));
    }
  }

  async function ask(c: Context<Env>, problem: Problem | null): Promise<Response> {
    const role = await load(c);
    return frame.answer(c, {
      heading: `Delete ${role.label}?`,
      section: 'roles',
      fault: problem,
      content: DeleteRoleForm({ path: pathOf(c, role.name), list: list(c), role, fault: problem }),
    });
  }

  async function remove(c: Context<Env>): Promise<Response> {
    const role = await load(c);
    try {
      await customRoles.delete(tools.actorOf(c), role.name);
      return seeOther(withNotice(list(c), 'role-deleted'));
    } catch (error) {
      return ask(c, formFault(error));
    }
  }

  tools.serve(app, '/roles/:name', { get: (c) => show(c, null, null), post: save, boxes: ['inherits'] });
  tools.serve(app, '/roles/:name/delete', { get: (c) => ask(c, null), post: remove });
}
