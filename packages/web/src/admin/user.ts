/**
 * One user: what he is, what may be changed of him, and his end.
 */

import { type Allowed, fault, nameOf, type User } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Context } from 'hono';
import { formFault } from '../area-frame.tsx';
import type { Env } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { type NoticeName, withNotice } from '../notice.tsx';
import { seeOther } from '../responses.ts';
import { deliverTicket } from '../ticket-link.ts';
import type { AdminParts } from './admin-area.ts';
import { DeleteForm } from './delete-page.tsx';
import { LinkShown, linkHeading } from './link-page.tsx';
import { type ShownUser, shownOf, typedUserOf, userChangeOf } from './user-change.ts';
import { keysOf } from './user-keys.ts';
import { UserDetails } from './user-page.tsx';

export function serveUser({ app, tools, people, accounts, frame, here }: AdminParts): void {
  const { users, roles, policy } = accounts;
  const idOf = (c: Context<Env>): string => c.req.param('id') ?? '';
  const pathOf = (c: Context<Env>): string => `${here(c)}/users/${encodeURIComponent(idOf(c))}`;

  async function load(c: Context<Env>): Promise<{ user: User; allowed: Allowed; shown: ShownUser }> {
    const actor = tools.actorOf(c);
    const user = await users.get(actor, idOf(c));
    const allowed = await users.allowed(actor, user);
    return { user, allowed, shown: shownOf(user, allowed.grantable) };
  }

  async function show(c: Context<Env>, typed: ShownUser | null, problem: Problem | null): Promise<Response> {
    const actor = tools.actorOf(c);
    const { user, allowed, shown } = await load(c);
    return frame.answer(c, {
      heading: nameOf(user),
      section: 'users',
      back: { href: here(c), label: 'Users' },
      fault: problem,
      content: UserDetails({
        here: here(c),
        account: tools.siteOf(c).paths.account ?? '',
        path: pathOf(c),
        user,
        isOwn: user.id === actor.principal.subject,
        allowed,
        mayAudit: (await users.allowed(actor)).actions.has('audit'),
        shown,
        typed: typed ?? shown,
        roles: roles.all,
        providers: tools.core.providers,
        sessions: await users.sessions(actor, user.id),
        currentId: actor.sessionId,
        keys: await keysOf(accounts, actor, user, allowed),
        minLength: policy.minLength,
        done: c.req.query('done'),
        fault: problem,
      }),
    });
  }

  async function save(c: Context<Env>, form: Form): Promise<Response> {
    const { user, shown } = await load(c);
    try {
      const change = userChangeOf(form, user, shown);
      await users.update(tools.actorOf(c), user.id, change);
      return seeOther(withNotice(pathOf(c), noticeOf(change)));
    } catch (error) {
      return show(c, typedUserOf(form, shown), formFault(error));
    }
  }

  async function reset(c: Context<Env>): Promise<Response> {
    const { user } = await load(c);
    const issued = await users.resetPassword(tools.actorOf(c), user.id);
    const delivered = await deliverTicket(tools.core, people, { site: tools.siteOf(c), issued, user });
    return frame.answer(c, {
      heading: linkHeading(issued, user),
      section: 'users',
      back: { href: pathOf(c), label: nameOf(user) },
      content: LinkShown({ user, issued, delivered, userPath: pathOf(c) }),
    });
  }

  async function disconnect(c: Context<Env>): Promise<Response> {
    await users.disconnect(tools.actorOf(c), idOf(c), c.req.param('source') ?? '');
    return seeOther(withNotice(pathOf(c), 'disconnected'));
  }

  async function endSessions(c: Context<Env>): Promise<Response> {
    await users.endSessions(tools.actorOf(c), idOf(c));
    return seeOther(withNotice(pathOf(c), 'ended-all'));
  }

  async function askDelete(c: Context<Env>): Promise<Response> {
    const { user, allowed } = await load(c);
    if (!allowed.actions.has('delete')) {
      throw fault('accounts/not-allowed', 'Your roles do not let you delete this user. Ask an owner.');
    }
    if (user.id === tools.actorOf(c).principal.subject) {
      throw fault('accounts/own-account', 'Another owner has to delete it.');
    }
    return frame.answer(c, {
      heading: `Delete ${nameOf(user)}?`,
      section: 'users',
      content: DeleteForm({ path: pathOf(c), user }),
    });
  }

  async function remove(c: Context<Env>): Promise<Response> {
    await users.delete(tools.actorOf(c), idOf(c));
    return seeOther(withNotice(here(c), 'deleted'));
  }

  tools.serve(app, '/users/:id', { get: (c) => show(c, null, null), post: save, boxes: ['roles'] });
  tools.serve(app, '/users/:id/reset', { post: reset });
  tools.serve(app, '/users/:id/identities/:source/disconnect', { post: disconnect });
  tools.serve(app, '/users/:id/end-sessions', { post: endSessions });
  tools.serve(app, '/users/:id/delete', { get: askDelete, post: remove });
}

function noticeOf({ status, password }: { readonly status?: string; readonly password?: string }): NoticeName {
  if (password !== undefined) return 'password-set';
  if (status === 'active') return 'activated';
  return status === 'disabled' ? 'disabled' : 'saved';
}
