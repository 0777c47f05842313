/**
 * A user as the outside sees it: never with a password hash.
 */

import { createPrincipal, type Principal, type UserRecord, type UserStatus } from '@doorward/core';
import type { Roles } from '../roles/roles.ts';

export interface User {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly roles: readonly string[];
  readonly status: UserStatus;
  readonly hasPassword: boolean;
  readonly mustChangePassword: boolean;
  /** Where else the user signs in. */
  readonly identities: readonly UserIdentity[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

export interface UserIdentity {
  /** Id of the provider or the directory. */
  readonly source: string;
  /** What the user is called there. */
  readonly name: string | null;
  /** Milliseconds since the epoch. */
  readonly linkedAt: number;
}

/** Field by field: what is added to the record some day is not shown by accident. */
export function toUser(record: UserRecord): User {
  return {
    id: record.id,
    username: record.username,
    email: record.email,
    displayName: record.displayName,
    roles: record.roles,
    status: record.status,
    hasPassword: record.passwordHash !== null,
    mustChangePassword: record.mustChangePassword,
    identities: record.identities.map(({ source, name, linkedAt }) => ({ source, name, linkedAt })),
    createdAt: record.createdAt,
    lastSignInAt: record.lastSignInAt,
  };
}

/** Whom the user's requests act as. Roles that are not in the set any more are nobody's. */
export function toPrincipal(record: UserRecord, roles: Roles, method: string): Principal {
  return Object.freeze({
    ...createPrincipal({ subject: record.id, name: nameOf(record), roles: record.roles.filter(roles.has), method }),
    permissions: roles.permissionsOf(record.roles),
  });
}

/** The name to show. */
export function nameOf({ username, displayName }: Pick<UserRecord, 'username' | 'displayName'>): string {
  return displayName ?? username;
}
