/**
 * `user add`: a user with a password, with a link to choose one, or with the hash of another system.
 */

import type { NewUser, User } from '@doorward/accounts';
import { AuthError, isAuthError } from '@doorward/core';
import { CommandError } from '../failure.ts';
import { type GlobalOptions, type Session, withStore } from '../store.ts';
import type { Answer } from '../terminal/output.ts';
import { readLine } from '../terminal/standard-input.ts';
import { assertRoles, rolesOf } from './find-user.ts';
import { describeLink } from './link.ts';
import { assertPasswordSource, withPassword } from './password.ts';
import { linkJson, userJson } from './user-json.ts';

export interface AddOptions extends GlobalOptions {
  readonly email?: string;
  readonly displayName?: string;
  readonly role?: readonly string[];
  readonly passwordStdin?: boolean;
  readonly link?: boolean;
  /** `-` reads it from standard input. */
  readonly hash?: string;
  readonly keepPassword?: boolean;
  readonly create?: boolean;
}

export async function addUser(username: string, options: AddOptions, command: string): Promise<Answer> {
  const { passwordStdin = false, link = false, create = false } = options;
  if (!link && options.hash === undefined) assertPasswordSource(passwordStdin, command);
  const passwordHash = await hashOf(options.hash);
  const add = async (session: Session): Promise<Answer> => {
    const roles = options.role ?? session.accounts.roles.newcomer;
    assertRoles(session, roles);
    await assertFree(session, [username, options.email]);
    const { email = null, displayName = null } = options;
    const input: NewUser = { username, email, displayName, roles };
    const made = (more: Partial<NewUser>) => session.accounts.users.create(session.actor, { ...input, ...more });
    if (link) return describeInvitation(session, await made({}));
    if (passwordHash !== null) return describeUser(session, (await made({ passwordHash })).user);
    const mustChangePassword = options.keepPassword !== true;
    const { user } = await withPassword(passwordStdin, username, (password) => made({ password, mustChangePassword }));
    return describeUser(session, user);
  };
  return withStore(options, add, create).catch((error: unknown) => {
    if (!isAuthError(error) || error.code !== 'auth/store-missing') throw error;
    throw new CommandError(error.message.replace(/(?= \[[^\]]*\]$)/, ' Or make it with --create.'));
  });
}

/** Before anybody types a password twice; the store says it once more. */
async function assertFree(session: Session, names: readonly (string | undefined)[]): Promise<void> {
  for (const name of names) {
    const user = name === undefined ? null : await session.find(name);
    if (user !== null) throw new CommandError(`there is a user "${name}" already: ${user.username}. Choose another.`);
  }
}

async function hashOf(given: string | undefined): Promise<string | null> {
  if (given === undefined) return null;
  const hash = given === '-' ? await readLine('hash') : given;
  const { isImportable } = await import('@doorward/accounts');
  if (isImportable(hash)) return hash;
  throw new AuthError(
    'accounts/hash-unsupported',
    'It can be argon2, bcrypt or scrypt. In a shell write it in single quotes: it holds "$".',
  );
}

async function describeUser(session: Session, user: User): Promise<Answer> {
  const notes = user.mustChangePassword
    ? [`At the first sign-in ${user.username} has to choose another password; --keep-password spares that.`]
    : [];
  const text = `added ${user.username} (${rolesOf(user)})`;
  return { text, json: userJson(user), notes: [...notes, ...(await ownerNotes(session))] };
}

async function describeInvitation(
  session: Session,
  { user, ticket }: Awaited<ReturnType<Session['accounts']['users']['create']>>,
): Promise<Answer> {
  if (ticket === null) throw new TypeError('a user without a password is invited');
  const { text, notes = [] } = describeLink(session, user, ticket);
  const json = { ...userJson(user), ...linkJson(text, ticket) };
  const added = `added ${user.username} (${rolesOf(user)})`;
  return { text, json, notes: [added, ...notes, ...(await ownerNotes(session))] };
}

async function ownerNotes({ accounts, actor }: Session): Promise<readonly string[]> {
  const { owner } = accounts.roles;
  const { total } = await accounts.users.list(actor, { role: owner, limit: 1 });
  if (total > 0) return [];
  return [
    `Nobody has the role ${owner} yet: the link that the server prints makes the first, or --role ${owner} here.`,
  ];
}
