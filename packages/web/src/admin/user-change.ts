/**
 * What a form of the user page changes. The form carries what it showed, and only what differs from that
 * is changed: else a form that was open for an hour would give back a role that was taken meanwhile.
 */

import { fault, type User, type UserChange } from '@doorward/accounts';
import type { Form } from '../form-body.ts';
import { statusOf } from './status.tsx';

/** What the form shows, and what it is compared with when it comes back. */
export interface ShownUser {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  /** Those that can be given and taken. */
  readonly roles: readonly string[];
  readonly mustChangePassword: boolean;
}

export function shownOf(user: User, grantable: readonly string[]): ShownUser {
  return {
    username: user.username,
    email: user.email ?? '',
    displayName: user.displayName ?? '',
    roles: user.roles.filter((role) => grantable.includes(role)),
    mustChangePassword: user.mustChangePassword,
  };
}

/** What was typed, to show it again; what the form does not have is as it was. */
export function typedUserOf(form: Form, shown: ShownUser): ShownUser {
  const isWhole = form.has('was');
  const text = (name: 'username' | 'email' | 'displayName') => (form.has(name) ? form.text(name) : shown[name]);
  return {
    username: text('username'),
    email: text('email'),
    displayName: text('displayName'),
    roles: isWhole || form.has('roles') ? form.list('roles') : shown.roles,
    mustChangePassword:
      isWhole || form.has('mustChangePassword') ? form.has('mustChangePassword') : shown.mustChangePassword,
  };
}

/** @throws AuthError `accounts/field-invalid` for a status that there is not. */
export function userChangeOf(form: Form, user: User, shown: ShownUser): UserChange {
  const was = readShown(form.text('was')) ?? shown;
  const typed = typedUserOf(form, shown);
  const status = form.has('status') ? statusOf(form.text('status')) : user.status;
  if (status === undefined) throw fault('accounts/field-invalid', 'Choose one of these.', 'status');
  const added = typed.roles.filter((role) => !was.roles.includes(role));
  const taken = was.roles.filter((role) => !typed.roles.includes(role));
  const isOtherwise = (name: keyof ShownUser): boolean => typed[name] !== was[name];
  return {
    ...(isOtherwise('username') ? { username: typed.username } : {}),
    ...(isOtherwise('email') ? { email: typed.email } : {}),
    ...(isOtherwise('displayName') ? { displayName: typed.displayName } : {}),
    ...(isOtherwise('mustChangePassword') ? { mustChangePassword: typed.mustChangePassword } : {}),
    ...(added.length + taken.length === 0 ? {} : { roles: merged(user.roles, added, taken) }),
    ...(status === user.status ? {} : { status }),
    ...(form.has('password') ? { password: form.text('password') } : {}),
  };
}

const merged = (roles: readonly string[], added: readonly string[], taken: readonly string[]): readonly string[] => [
  ...roles.filter((role) => !taken.includes(role)),
  ...added.filter((role) => !roles.includes(role)),
];

/** The value of the hidden field; `null` for what is not one of ours. It can only leave changes out. */
function readShown(text: string): ShownUser | null {
  let value: Partial<ShownUser> | null;
  try {
    value = JSON.parse(text) as Partial<ShownUser> | null;
  } catch {
    return null;
  }
  const { username, email, displayName, roles, mustChangePassword } = value ?? {};
  const isShown =
    [username, email, displayName].every((each) => typeof each === 'string') &&
    Array.isArray(roles) &&
    typeof mustChangePassword === 'boolean';
  return isShown ? (value as ShownUser) : null;
}
