/**
 * Who may do what to whom among users: decided here and nowhere else.
 */

import type { AuthError, DurableWriter, UserRecord } from '@doorward/core';
import { type AccountParts, type Actor, assertPerson, authorityOf, type RightsReader } from '../actor.ts';
import { fault } from '../fault.ts';
import type { UserAction } from '../roles/role-set.ts';
import type { Authority } from '../roles/roles.ts';
import type { User } from './user.ts';
import { difference, type UserChange } from './user-change.ts';

export interface Allowed {
  readonly actions: ReadonlySet<UserAction>;
  /** Roles that he may give and take, in the order of the role set. */
  readonly grantable: readonly string[];
}

/** Each throws AuthError `accounts/…` for what may not be. What is judged by a writer holds until it has written. */
export interface UserRights {
  /** What the actor may do, when this is among it. */
  mayAtAll(read: RightsReader, actor: Actor, action: UserAction): Promise<Authority>;
  /** The user, when the actor may do this to it. */
  target(
    read: RightsReader,
    actor: Actor,
    action: UserAction,
    id: string,
  ): Promise<{ readonly authority: Authority; readonly user: UserRecord }>;
  /** A role that the set does not have any more gives nothing: it may be taken, and not given. */
  assertGrants(authority: Authority, before: readonly string[], after: readonly string[]): void;
  /** One active owner remains, whatever is changed. `after`: `null` when it is deleted. */
  assertOwnerRemains(writer: DurableWriter, before: UserRecord, after: UserRecord | null): Promise<void>;
  /** What the actor may do: with users at all, or with this one. */
  allowed(read: RightsReader, actor: Actor, user?: User): Promise<Allowed>;
}

export function createUserRights(parts: AccountParts): UserRights {
  const { roles } = parts;

  async function mayAtAll(read: RightsReader, actor: Actor, action: UserAction): Promise<Authority> {
    const authority = await authorityOf(parts, actor, read);
    if (authority.may.has(action) && hasSomebody(authority)) return authority;
    throw fault('accounts/not-allowed', `Your roles do not allow this (users: ${action}). Ask an owner.`);
  }

  return {
    mayAtAll,
    async target(read, actor, action, id) {
      const authority = await mayAtAll(read, actor, action);
      const user = await read.user(id);
      if (user === null) throw fault('accounts/not-found', 'The user may have been deleted. Look at the list again.');
      if (!roles.mayManage(authority, action, user)) {
        throw fault('accounts/not-allowed', 'You may not manage users with these roles. Ask an owner.');
      }
      return { authority, user };
    },
    assertGrants(authority, before, after) {
      for (const role of difference(before, after)) {
        const isKnown = roles.has(role);
        if (!isKnown && after.includes(role)) {
          throw fault('accounts/field-invalid', 'There is no such role.', 'roles');
        }
        if (!isKnown || roles.mayGrant(authority, role)) continue;
        throw fault('accounts/not-allowed', `You may not give or take the role ${role}. Ask an owner.`, 'roles');
      }
    },
    async assertOwnerRemains(writer, before, after) {
      const isOwner = (user: UserRecord | null): boolean =>
        user !== null && user.status === 'active' && user.roles.includes(roles.owner);
      if (!isOwner(before) || isOwner(after)) return;
      if ((await writer.countUsers({ role: roles.owner, status: 'active' })) > 1) return;
      throw fault('accounts/last-owner', `Give the role ${roles.owner} to another active user first.`);
    },
    async allowed(read, actor, user) {
      const authority = await authorityOf(parts, actor, read);
      const possible = [...authority.may].filter((action) => parts.hasPasswords || action !== 'create');
      const actions = possible.filter((action) => user === undefined || roles.mayManage(authority, action, user));
      return {
        actions: new Set(actions.filter((action) => NOBODYS.has(action) || hasSomebody(authority))),
        grantable: roles.all.map(({ name }) => name).filter((name) => roles.mayGrant(authority, name)),
      };
    },
  };
}

/** The audit log, service keys and roles are nobody's in particular. */
const NOBODYS: ReadonlySet<UserAction> = new Set(['audit', 'keys', 'roles']);

/** Is there anybody to whom he may do it? */
const hasSomebody = ({ whose }: Authority): boolean => whose === '*' || whose.size > 0;

/** For a change of one's own account. */
export function assertNotOwnAccount(actor: Actor, before: UserRecord, { status, password }: UserChange): void {
  assertPerson(actor);
  if (status !== undefined && status !== before.status) {
    throw fault('accounts/own-account', 'Nobody can disable his own account. Another owner has to do it.', 'status');
  }
  if (password !== undefined) throw ownPassword();
}

/** A session that somebody took over must not be enough. */
export const ownPassword = (): AuthError =>
  fault('accounts/own-account', 'Change your own password on the account page, with the current one.', 'password');
