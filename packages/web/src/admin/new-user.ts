/**
 * A new user, by an invitation that is shown, or with a password that somebody else knows at first.
 */

import { fault, type NewUser } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Context } from 'hono';
import { formFault } from '../area-frame.tsx';
import type { Env } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { withNotice } from '../notice.tsx';
import { seeOther } from '../responses.ts';
import { deliverTicket } from '../ticket-link.ts';
import type { AdminParts } from './admin-area.ts';
import { LinkShown, linkHeading } from './link-page.tsx';
import { NewUserForm, type TypedUser } from './new-user-page.tsx';
import { statusOf } from './status.tsx';

const NOTHING: TypedUser = {
  username: '',
  email: '',
  displayName: '',
  roles: [],
  status: 'active',
  access: 'invitation',
};

export function serveNewUser({ app, tools, people, accounts, frame, here }: AdminParts): void {
  const { users, roles, policy } = accounts;
  const back = (c: Context<Env>) => ({ href: here(c), label: 'Users' });

  /** `typed`: `null` before anything was. */
  async function show(c: Context<Env>, typed: TypedUser | null, problem: Problem | null): Promise<Response> {
    const { actions, grantable } = await users.allowed(tools.actorOf(c));
    if (!actions.has('create'))
      throw fault('accounts/not-allowed', 'Your roles do not let you add users. Ask an owner.');
    const content = NewUserForm({
      here: here(c),
      typed: typed ?? { ...NOTHING, roles: roles.newcomer.filter((role) => grantable.includes(role)) },
      roles: roles.all,
      grantable,
      minLength: policy.minLength,
      fault: problem,
    });
    return frame.answer(c, { heading: 'New user', section: 'users', back: back(c), fault: problem, content });
  }

  async function create(c: Context<Env>, form: Form): Promise<Response> {
    const typed = typedOf(form);
    try {
      const { user, ticket } = await users.create(tools.actorOf(c), newUserOf(typed, form));
      if (ticket === null) return seeOther(withNotice(`${here(c)}/users/${user.id}`, 'created'));
      const delivered = await deliverTicket(tools.core, people, { site: tools.siteOf(c), issued: ticket, user });
      const userPath = `${here(c)}/users/${encodeURIComponent(user.id)}`;
      const content = LinkShown({ user, issued: ticket, delivered, userPath });
      return await frame.answer(c, { heading: linkHeading(ticket, user), section: 'users', back: back(c), content });
    } catch (error) {
      return show(c, typed, formFault(error));
    }
  }

  tools.serve(app, '/new', { get: (c) => show(c, null, null), post: create, boxes: ['roles'] });
}

function typedOf(form: Form): TypedUser {
  return {
    username: form.text('username'),
    email: form.text('email'),
    displayName: form.text('displayName'),
    roles: form.list('roles'),
    status: form.has('status') ? form.text('status') : 'active',
    access: form.text('access') === 'password' ? 'password' : 'invitation',
  };
}

function newUserOf({ username, email, displayName, roles, status: named, access }: TypedUser, form: Form): NewUser {
  const status = statusOf(named);
  if (status === undefined) throw fault('accounts/field-invalid', 'Choose one of these.', 'status');
  const user = { username, email, displayName, roles, status };
  return access === 'password' ? { ...user, password: form.text('password') } : user;
}
