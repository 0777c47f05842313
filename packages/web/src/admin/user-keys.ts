/**
 * The keys of a user, for who manages him: to look at, to shut out, to delete. A secret is for the user alone.
 */

import {
  type Accounts,
  type Actor,
  type Allowed,
  fault,
  KEY_METHOD,
  type Key,
  type Keys,
  type User,
} from '@doorward/accounts';
import type { Context } from 'hono';
import type { Env } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { DeleteKeyForm } from '../keys/key-cards.tsx';
import { keyNotice, statusOf } from '../keys/key-input.ts';
import { withNotice } from '../notice.tsx';
import { seeOther } from '../responses.ts';
import type { AdminParts } from './admin-area.ts';
import type { UserKeys } from './user-keys-card.tsx';

/** More than one user can have. */
const LIMIT = 200;

export async function keysOf(
  { keys }: Accounts,
  actor: Actor,
  { id }: User,
  { actions }: Allowed,
): Promise<UserKeys | null> {
  if (keys === null) return null;
  const isOwn = id === actor.principal.subject;
  const mayChange = (actions.has('update') || isOwn) && actor.principal.method !== KEY_METHOD;
  return { ...(await keys.list(actor, { owner: id, limit: LIMIT })), mayChange };
}

/** Where keys are off there are no such pages. */
export function serveUserKeys(parts: AdminParts): void {
  const { keys } = parts.accounts;
  if (keys !== null) serve(parts, keys);
}

function serve({ app, tools, frame, here }: AdminParts, keys: Keys): void {
  const userPath = (c: Context<Env>): string => `${here(c)}/users/${encodeURIComponent(c.req.param('id') ?? '')}`;

  /** The key that the address names, when it is one of the user that the address names. */
  async function load(c: Context<Env>): Promise<Key> {
    const key = await keys.get(tools.actorOf(c), c.req.param('key') ?? '');
    if (key.owner === c.req.param('id')) return key;
    throw fault('accounts/key-not-found', 'It may have been deleted. Look at the user again.');
  }

  async function setStatus(c: Context<Env>, form: Form): Promise<Response> {
    const { id } = await load(c);
    const change = { status: statusOf(form.text('status')) };
    await keys.update(tools.actorOf(c), id, change);
    return seeOther(withNotice(userPath(c), keyNotice(change)));
  }

  async function askDelete(c: Context<Env>): Promise<Response> {
    const key = await load(c);
    if (!(await keys.actions(tools.actorOf(c), key.id)).has('delete')) {
      throw fault('accounts/not-allowed', 'Your roles do not let you change this user. Ask an owner.');
    }
    const path = `${userPath(c)}/keys/${encodeURIComponent(key.id)}/delete`;
    const content = DeleteKeyForm({ path, back: userPath(c), of: key });
    return frame.answer(c, { heading: `Delete ${key.name}?`, section: 'users', content });
  }

  async function remove(c: Context<Env>): Promise<Response> {
    const { id } = await load(c);
    await keys.delete(tools.actorOf(c), id);
    return seeOther(withNotice(userPath(c), 'key-deleted'));
  }

  tools.serve(app, '/users/:id/keys/:key', { post: setStatus });
  tools.serve(app, '/users/:id/keys/:key/delete', { get: askDelete, post: remove });
}
