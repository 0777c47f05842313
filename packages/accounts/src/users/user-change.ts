/**
 * A change to a user: what it makes of the record, and what is told of it.
 */

import type { UserRecord, UserStatus } from '@doorward/core';
import { type AccountParts, type Actor, tell } from '../actor.ts';
import { fault } from '../fault.ts';
import { checkProfile, type Profile } from './profile.ts';

/** What is left out stays as it is. */
export interface UserChange {
  readonly username?: string;
  readonly email?: string | null;
  readonly displayName?: string | null;
  readonly roles?: readonly string[];
  readonly status?: UserStatus;
  readonly password?: string;
  /** Default true with a password that somebody else chose. */
  readonly mustChangePassword?: boolean;
}

/** The names with what is to change. */
export function profileAfter(before: UserRecord, wanted: UserChange): Profile {
  const { username = before.username, email = before.email, displayName = before.displayName } = wanted;
  return { username, email, displayName };
}

/** What the sessions were made for is another thing now, so the version grows. */
export function changedUser(before: UserRecord, wanted: UserChange, passwordHash: string | undefined): UserRecord {
  const profile = checkProfile(profileAfter(before, wanted));
  const roles = wanted.roles === undefined ? before.roles : [...new Set(wanted.roles)];
  const status = wanted.status === undefined ? before.status : checkStatus(wanted.status);
  const mustChangePassword = wanted.mustChangePassword ?? (passwordHash !== undefined || before.mustChangePassword);
  const endsSessions =
    passwordHash !== undefined ||
    status !== before.status ||
    mustChangePassword !== before.mustChangePassword ||
    difference(before.roles, roles).length > 0;
  return {
    ...before,
    ...profile,
    roles,
    status,
    mustChangePassword,
    passwordHash: passwordHash ?? before.passwordHash,
    version: before.version + Number(endsSessions),
  };
}

/** Roles in one list and not in the other. */
export function difference(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...a.filter((role) => !b.includes(role)), ...b.filter((role) => !a.includes(role))];
}

export const describeRoles = (roles: readonly string[]): string => (roles.length === 0 ? 'no role' : roles.join(', '));

export function tellOfChange(parts: AccountParts, actor: Actor, before: UserRecord, after: UserRecord): void {
  const fields = (['username', 'email', 'displayName', 'mustChangePassword'] as const).filter(
    (field) => before[field] !== after[field],
  );
  if (fields.length > 0) tell(parts, actor, 'user-updated', after, fields.join(', '));
  if (before.passwordHash !== after.passwordHash) tell(parts, actor, 'password-changed', after);
  if (before.status !== after.status)
    tell(parts, actor, 'status-changed', after, `${before.status} -> ${after.status}`);
  if (difference(before.roles, after.roles).length > 0) {
    tell(parts, actor, 'roles-changed', after, `${describeRoles(before.roles)} -> ${describeRoles(after.roles)}`);
  }
}

export function checkStatus(status: UserStatus): UserStatus {
  if (status === 'active' || status === 'pending' || status === 'disabled') return status;
  throw fault('accounts/field-invalid', 'The status is active, pending or disabled.', 'status');
}
