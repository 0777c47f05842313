/**
 * A user as Mage writes it, and back.
 */

import type { IncomingMessage } from 'node:http';
import type { User } from '@doorward/auth';
import { people } from '../auth.ts';
import { ApiError } from '../error-body.ts';
import { readRecord } from '../read-body.ts';

/** What Mage's numbers mean: its access bits, and the older bits of `roles`. */
const BITS: Readonly<Record<string, { readonly access: number; readonly role: number }>> = {
  owner: { access: 1, role: 0 },
  admin: { access: 2, role: 1 },
  editor: { access: 4, role: 2 },
  viewer: { access: 8, role: 4 },
};

/** Field by field, so that nothing of a user gets out by accident. */
export function userRecord(user: Omit<User, 'hasPassword'>): unknown {
  const roles = people.roles.all.filter(({ name }) => user.roles.includes(name));
  const [, firstName = '', lastName = ''] = /^(\S*)\s*(.*)$/s.exec(user.displayName ?? '') ?? [];
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    first_name: firstName || null,
    last_name: lastName || null,
    avatar: null,
    owner: user.roles.includes(people.roles.owner),
    project_access: sum(user.roles, 'access'),
    roles: sum(user.roles, 'role'),
    roles_display: roles.map(({ label }) => label).join(', ') || null,
    roles_new: roles.map(({ name, label }) => ({ id: name, name: label })),
    created_at: new Date(user.createdAt).toISOString(),
  };
}

function sum(roles: readonly string[], bits: 'access' | 'role'): number {
  return roles.reduce((all, role) => all + (BITS[role]?.[bits] ?? 0), 0);
}

/** What a client may write. `undefined`: not given. */
export interface UserInput {
  readonly username: string | undefined;
  readonly email: string | undefined;
  readonly displayName: string | undefined;
  readonly roles: readonly string[] | undefined;
  readonly password: string | undefined;
  readonly passwordConfirmation: string | undefined;
  readonly currentPassword: string | undefined;
}

const TEXTS = ['username', 'email', 'first_name', 'last_name'] as const;
const PASSWORDS = ['password', 'password_confirmation', 'password_current'] as const;

/**
 * Mage takes `roles`, `role_ids` and `owner` beside `roles_new`, and checks only the last. Here roles are
 * `roles_new` and nothing else: a field by another name is refused, not ignored.
 */
export async function readUser(message: IncomingMessage): Promise<UserInput> {
  const record = await readRecord(message, 'user');
  const known: readonly string[] = [...TEXTS, ...PASSWORDS, 'roles_new'];
  const other = Object.keys(record).find((name) => !known.includes(name));
  if (other !== undefined) {
    throw new ApiError(402, `${JSON.stringify(other)} cannot be written. Give roles as roles_new, such as ["viewer"].`);
  }
  const read = (name: string): string | undefined => readText(record[name], name);
  const names = [read('first_name'), read('last_name')].filter((name) => name !== undefined);
  return {
    username: read('username'),
    email: read('email'),
    displayName: names.length === 0 ? undefined : names.join(' '),
    roles: readRoles(record['roles_new']),
    password: read('password'),
    passwordConfirmation: read('password_confirmation'),
    currentPassword: read('password_current'),
  };
}

function readText(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new ApiError(402, `${name} is to be a text.`);
}

/** Names, or the objects that we write ourselves. */
function readRoles(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const names = Array.isArray(value) ? value.map((role) => (role as { id?: unknown } | null)?.id ?? role) : [null];
  if (names.every((name) => typeof name === 'string')) return names;
  throw new ApiError(402, 'roles_new is to be a list of roles, such as ["viewer"].');
}
