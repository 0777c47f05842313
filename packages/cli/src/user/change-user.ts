/**
 * `user disable`, `enable`, `roles`, `unlock`, `delete`.
 */

import { CommandError, UsageError } from '../failure.ts';
import { type GlobalOptions, withStore } from '../store.ts';
import { confirm, hasTerminal } from '../terminal/ask.ts';
import type { Answer } from '../terminal/output.ts';
import { assertRoles, assertRolesKnown, findUser, rolesOf } from './find-user.ts';
import { userJson } from './user-json.ts';

export function setStatus(name: string, status: 'active' | 'disabled', options: GlobalOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    const { accounts, actor } = session;
    const known = await findUser(session, name);
    if (status === 'disabled') assertRolesKnown(session, known);
    const user = await accounts.users.update(actor, known.id, { status });
    const isNews = known.status !== status;
    const done = status === 'active' ? 'enabled' : 'disabled';
    const ended = status === 'disabled' ? ', who is signed out everywhere' : '';
    const text = isNews ? `${done} ${user.username}${ended}` : `${user.username} was ${status} already`;
    return { text, json: userJson(user) };
  });
}

export interface RolesOptions extends GlobalOptions {
  readonly none?: boolean;
}

export function setRoles(
  name: string,
  roles: readonly string[],
  options: RolesOptions,
  command: string,
): Promise<Answer> {
  if ((roles.length === 0) !== (options.none === true)) {
    throw new UsageError('name the roles that the user has from now on, or give --none.', command);
  }
  return withStore(options, async (session) => {
    assertRoles(session, roles);
    const known = await findUser(session, name);
    assertRolesKnown(session, known);
    const user = await session.accounts.users.update(session.actor, known.id, { roles });
    return { text: `${user.username}: ${rolesOf(known)} -> ${rolesOf(user)}`, json: userJson(user) };
  });
}

export function unlock(name: string, options: GlobalOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    const user = await findUser(session, name);
    await session.unlock(session.actor, user);
    const notes = user.status === 'active' ? [] : [`${user.username} is ${user.status}. See: doorward user enable`];
    return { text: `unlocked ${user.username}: wrong guesses are forgotten`, json: userJson(user), notes };
  });
}

export interface DeleteOptions extends GlobalOptions {
  readonly yes?: boolean;
}

export async function deleteUser(name: string, options: DeleteOptions, command: string): Promise<Answer> {
  if (options.yes !== true && !hasTerminal()) {
    throw new UsageError('there is no terminal to ask whether to delete. Say --yes.', command);
  }
  return withStore(options, async (session) => {
    const user = await findUser(session, name);
    assertRolesKnown(session, user);
    const question = `Delete ${user.username} (${rolesOf(user)}) for good?`;
    if (options.yes !== true && !(await confirm(question))) throw new CommandError('nothing was deleted.');
    await session.accounts.users.delete(session.actor, user.id);
    return { text: `deleted ${user.username}`, json: userJson(user) };
  });
}
