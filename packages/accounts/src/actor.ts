/**
 * Who asks for a change, and the parts that every change works with.
 */

import {
  type AuthEventType,
  commonPermissions,
  type DurableStore,
  type DurableWriter,
  type Events,
  type ExpiringStore,
  type KeyRecord,
  type Principal,
  type SessionManager,
  type SignIn,
  type UserRecord,
} from '@doorward/core';
import { fault } from './fault.ts';
import type { Provisioning } from './identities/admission.ts';
import { isKeyId, KEY_METHOD } from './keys/key.ts';
import { servicePrincipal } from './keys/key-principal.ts';
import type { PasswordHasher } from './password/password-hasher.ts';
import type { PasswordPolicy } from './password/password-policy.ts';
import type { LiveRoles } from './roles/live-roles.ts';
import type { Authority } from './roles/roles.ts';
import { isUserId } from './users/new-user.ts';
import { nameOf } from './users/user.ts';

export interface Actor {
  readonly principal: Principal;
  readonly clientAddress: string;
}

/** The machine itself: whoever may write its files may do everything. */
export function machineActor(method: string): Actor {
  const principal = { subject: 'machine', name: 'machine', roles: [], permissions: ['*'], method };
  const actor = { principal, clientAddress: '' };
  machines.add(actor);
  return actor;
}

/** Known by identity: whatever a scheme or a token calls itself, no request is the machine. */
export const isMachine = (actor: Actor): boolean => machines.has(actor);

const machines = new WeakSet<Actor>();

export interface AccountParts {
  readonly store: DurableStore;
  readonly tickets: ExpiringStore;
  readonly sessions: SessionManager;
  readonly signIn: SignIn;
  readonly events: Events;
  readonly hasher: PasswordHasher;
  readonly policy: PasswordPolicy;
  /** False where people sign in by providers and directories alone. */
  readonly hasPasswords: boolean;
  readonly provisioning: Provisioning;
  readonly roles: LiveRoles;
  readonly now: () => number;
}

/** Tells of a change to a user; `detail` holds what changed, never a secret. */
export function tell(
  { events }: AccountParts,
  { principal, clientAddress }: Actor,
  type: AuthEventType,
  user: Pick<UserRecord, 'id' | 'username' | 'displayName'>,
  detail: string | null = null,
): void {
  events.emit(type, { ...principal, clientAddress, target: user.id, targetName: nameOf(user), detail });
}

/** What rights are judged by. */
export type RightsReader = Pick<DurableWriter, 'user' | 'key' | 'setting'>;

/**
 * What the actor may do with users at this moment. One who is a user himself may have lost a role, or the
 * account, and a role may have lost a permission, since the request began; inside a write that cannot happen
 * any more.
 */
export async function authorityOf(
  { roles }: AccountParts,
  { principal }: Actor,
  read: RightsReader,
): Promise<Authority> {
  await roles.refresh(read);
  if (isKeyId(principal.subject)) return authorityOfKey(roles, principal, await read.key(principal.subject));
  const user = await read.user(principal.subject);
  if (user === null && !isUserId(principal.subject)) return roles.authorityOf(principal);
  if (user?.status !== 'active') throw fault('accounts/not-allowed', 'Your account is not active any more.');
  const held = principal.roles.filter((role) => user.roles.includes(role));
  const isWhole = held.length === principal.roles.length;
  const permissions = isWhole ? principal.permissions : roles.permissionsOf(held);
  return roles.authorityOf({
    roles: held,
    permissions: commonPermissions(permissions, roles.permissionsOf(user.roles)),
  });
}

/** A service key may have been disabled or deleted since the request began. */
function authorityOfKey(roles: LiveRoles, principal: Principal, key: KeyRecord | null): Authority {
  if (key?.status === 'active') {
    const { permissions } = servicePrincipal(key, roles);
    return roles.authorityOf({ ...principal, permissions: commonPermissions(principal.permissions, permissions) });
  }
  throw fault('accounts/not-allowed', 'This key does not count any more.');
}

/** A key that leaked must not be enough to take the account over. */
export function assertPerson({ principal: { method } }: Actor): void {
  if (method !== KEY_METHOD) return;
  throw fault('accounts/not-allowed', 'An API key cannot change the account of its owner. Sign in as a person.');
}
