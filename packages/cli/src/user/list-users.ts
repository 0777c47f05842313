/**
 * `user list` and `user show`.
 */

import type { ListQuery, User } from '@doorward/accounts';
import { type GlobalOptions, type Session, withStore } from '../store.ts';
import { type Answer, printable } from '../terminal/output.ts';
import { table, timeOf } from '../terminal/table.ts';
import { assertRoles, findUser, rolesOf } from './find-user.ts';
import { userJson } from './user-json.ts';

export interface ListOptions extends GlobalOptions {
  readonly role?: string;
  readonly status?: User['status'];
  readonly search?: string;
}

/** Users of one read. */
const PAGE = 500;

export function listUsers({ role, status, search, ...options }: ListOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    if (role !== undefined) assertRoles(session, [role]);
    const query: ListQuery = {
      ...(role === undefined ? {} : { role }),
      ...(status === undefined ? {} : { status }),
      ...(search === undefined ? {} : { search }),
    };
    const users = await allUsers(session, query);
    const isAll = Object.keys(query).length === 0;
    const none = isAll ? `There are no users in ${session.place} yet. See: doorward user add --help` : 'No user is so.';
    const rows = users.map((user) => [
      user.username,
      user.roles.join(', '),
      user.status,
      user.email,
      user.displayName,
      timeOf(user.lastSignInAt),
    ]);
    const headings = ['USERNAME', 'ROLES', 'STATUS', 'E-MAIL', 'NAME', 'LAST SIGN-IN'];
    return { text: table(headings, rows), json: users.map(userJson), notes: users.length === 0 ? [none] : [] };
  });
}

async function allUsers({ accounts, actor }: Session, query: ListQuery): Promise<readonly User[]> {
  const found = new Map<string, User>();
  for (let offset = 0; ; offset += PAGE) {
    const { users, total } = await accounts.users.list(actor, { ...query, offset, limit: PAGE });
    for (const user of users) found.set(user.id, user);
    if (offset + PAGE >= total) return [...found.values()];
  }
}

export function showUser(name: string, options: GlobalOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    const user = await findUser(session, name);
    const sessions = await session.accounts.users.sessions(session.actor, user.id);
    const facts = [
      ['username', user.username],
      ['e-mail', user.email],
      ['name', user.displayName],
      ['roles', rolesOf(user)],
      ['status', user.status],
      ['password', passwordOf(user)],
      ['created', timeOf(user.createdAt)],
      ['last sign-in', timeOf(user.lastSignInAt)],
      ['sessions', String(sessions.length)],
      ['id', user.id],
    ] as const;
    const text = facts.map(([fact, value]) => `${fact.padEnd(14)}${printable(value ?? '-')}`).join('\n');
    return { text, json: { ...userJson(user), sessions: sessions.length } };
  });
}

function passwordOf({ hasPassword, mustChangePassword }: User): string {
  if (!hasPassword) return 'none yet';
  return mustChangePassword ? 'set; has to be changed at the next sign-in' : 'set';
}
