/**
 * Managing users: who may is decided here and nowhere else, inside the write that does it.
 */

import {
  canonicalName,
  type DurableWriter,
  type SessionSummary,
  type UserQuery,
  type UserRecord,
  type UserStatus,
} from '@doorward/core';
import { type AccountParts, type Actor, assertPerson, authorityOf, type RightsReader, tell } from '../actor.ts';
import { fault } from '../fault.ts';
import { forgetDefaultPassword, noteOwner } from '../first-run.ts';
import { endSessionsFrom, withoutIdentity } from '../identities/own-identities.ts';
import { isImportable } from '../password/stored-hash.ts';
import type { UserAction } from '../roles/role-set.ts';
import type { Authority } from '../roles/roles.ts';
import type { IssuedTicket, Tickets } from '../tickets/tickets.ts';
import { newUser } from './new-user.ts';
import { hashNewPassword } from './passwords.ts';
import { checkProfile } from './profile.ts';
import { toUser, type User } from './user.ts';
import {
  changedUser,
  checkStatus,
  describeRoles,
  difference,
  profileAfter,
  tellOfChange,
  type UserChange,
} from './user-change.ts';

export interface NewUser {
  readonly username: string;
  readonly email?: string | null;
  readonly displayName?: string | null;
  /** Default none. */
  readonly roles?: readonly string[];
  /** Default active. */
  readonly status?: UserStatus;
  /** Without one the user gets an invitation link to choose it. */
  readonly password?: string;
  /** A hash of another system, in place of a password: argon2, bcrypt or scrypt. */
  readonly passwordHash?: string;
  /** Default true with a password: somebody else knows it. Default false with a hash or an invitation. */
  readonly mustChangePassword?: boolean;
}

export interface ListQuery extends Omit<UserQuery, 'rolesWithin'> {}

export interface Users {
  /** Users that the actor may see. @throws AuthError `accounts/not-allowed`. */
  list(actor: Actor, query?: ListQuery): Promise<{ readonly total: number; readonly users: readonly User[] }>;
  get(actor: Actor, id: string): Promise<User>;
  /** The ticket is the invitation, for a user without a password. */
  create(actor: Actor, input: NewUser): Promise<{ readonly user: User; readonly ticket: IssuedTicket | null }>;
  /** A change of roles, status or password ends the user's sessions. */
  update(actor: Actor, id: string, change: UserChange): Promise<User>;
  delete(actor: Actor, id: string): Promise<void>;
  /** A link by which somebody else chooses a new password. It ends no session before it is used. */
  resetPassword(actor: Actor, id: string): Promise<IssuedTicket>;
  /**
   * Parts the account from whom a provider or directory knows its user as, and ends the sessions that began there.
   *
   * @throws AuthError `accounts/not-connected`.
   */
  disconnect(actor: Actor, id: string, source: string): Promise<User>;
  sessions(actor: Actor, id: string): Promise<readonly SessionSummary[]>;
  /** Signs the user out everywhere; answers how many sessions ended. */
  endSessions(actor: Actor, id: string): Promise<number>;
  /** What the actor may do: with users at all, or with this one. For pages that show no more than that. */
  allowed(actor: Actor, user?: User): Promise<Allowed>;
}

export interface Allowed {
  readonly actions: ReadonlySet<UserAction>;
  /** Roles that he may give and take, in the order of the role set. */
  readonly grantable: readonly string[];
}

export function createUsers(parts: AccountParts, tickets: Tickets): Users {
  const { store, roles, sessions } = parts;

  /** The user, when the actor may do this to it. */
  async function target(read: RightsReader, actor: Actor, action: UserAction, id: string) {
    const authority = await authorityOf(parts, actor, read);
    assertAction(authority, action);
    const user = await read.user(id);
    if (user === null) throw fault('accounts/not-found', 'The user may have been deleted. Look at the list again.');
    if (!roles.mayManage(authority, action, user)) {
      throw fault('accounts/not-allowed', 'You may not manage users with these roles. Ask an owner.');
    }
    return { authority, user };
  }

  function assertAction({ may, whose }: Authority, action: UserAction): void {
    if (may.has(action) && (whose === '*' || whose.size > 0)) return;
    throw fault('accounts/not-allowed', `Your roles do not allow this (users: ${action}). Ask an owner.`);
  }

  /** A role that the set does not have any more gives nothing: it may be taken, and not given. */
  function assertGrants(authority: Authority, before: readonly string[], after: readonly string[]): void {
    for (const role of difference(before, after)) {
      const isKnown = roles.has(role);
      if (!isKnown && after.includes(role)) {
        throw fault('accounts/field-invalid', 'There is no such role.', 'roles');
      }
      if (!isKnown || roles.mayGrant(authority, role)) continue;
      throw fault('accounts/not-allowed', `You may not give or take the role ${role}. Ask an owner.`, 'roles');
    }
  }

  /** One active owner remains, whatever is changed. */
  async function assertOwnerRemains(writer: DurableWriter, before: UserRecord, after: UserRecord | null) {
    const isOwner = (user: UserRecord | null): boolean =>
      user !== null && user.status === 'active' && user.roles.includes(roles.owner);
    if (!isOwner(before) || isOwner(after)) return;
    if ((await writer.countUsers({ role: roles.owner, status: 'active' })) > 1) return;
    throw fault('accounts/last-owner', `Give the role ${roles.owner} to another active user first.`);
  }

  async function insert(actor: Actor, input: NewUser): Promise<UserRecord> {
    const profile = checkProfile({
      username: input.username,
      email: input.email ?? null,
      displayName: input.displayName ?? null,
    });
    const passwordHash =
      input.password === undefined ? importedHash(input) : await hashNewPassword(parts, input.password, profile);
    const record = newUser(profile, parts.now(), {
      roles: [...new Set(input.roles ?? [])],
      status: checkStatus(input.status ?? 'active'),
      passwordHash,
      mustChangePassword: input.mustChangePassword ?? input.password !== undefined,
    });
    await store.write(async (writer) => {
      const authority = await authorityOf(parts, actor, writer);
      assertAction(authority, 'create');
      assertGrants(authority, [], record.roles);
      await writer.putUser(record);
      await noteOwner(writer, record, roles, parts.now());
    });
    tell(parts, actor, 'user-created', record, describeRoles(record.roles));
    return record;
  }

  async function change(
    actor: Actor,
    id: string,
    wanted: UserChange,
  ): Promise<{ before: UserRecord; after: UserRecord }> {
    const known = (await target(store, actor, 'update', id)).user;
    const passwordHash =
      wanted.password === undefined
        ? undefined
        : await hashNewPassword(parts, wanted.password, profileAfter(known, wanted));
    return store.write(async (writer) => {
      const { authority, user: before } = await target(writer, actor, 'update', id);
      if (id === actor.principal.subject) assertNotOwnAccount(actor, before, wanted);
      const after = changedUser(before, wanted, passwordHash);
      assertGrants(authority, before.roles, after.roles);
      await assertOwnerRemains(writer, before, after);
      await writer.putUser(after);
      if (passwordHash !== undefined) await forgetDefaultPassword(writer, id);
      await noteOwner(writer, after, roles, parts.now());
      return { before, after };
    });
  }

  return {
    async list(actor, query = {}) {
      const authority = await authorityOf(parts, actor, store);
      assertAction(authority, 'read');
      const search = query.search === undefined ? {} : { search: canonicalName(query.search) };
      const rolesWithin = authority.whose === '*' ? {} : { rolesWithin: [...authority.whose] };
      const { total, users } = await store.users({ ...query, ...search, ...rolesWithin });
      return { total, users: users.map(toUser) };
    },
    get: async (actor, id) => toUser((await target(store, actor, 'read', id)).user),
    async create(actor, input) {
      assertAction(await authorityOf(parts, actor, store), 'create');
      const record = await insert(actor, input);
      const ticket = record.passwordHash === null ? await tickets.issue(actor, 'invitation', record) : null;
      return { user: toUser(record), ticket };
    },
    async update(actor, id, wanted) {
      const { before, after } = await change(actor, id, wanted);
      tellOfChange(parts, actor, before, after);
      if (after.version !== before.version) await sessions.endAll(id);
      if (wanted.password !== undefined || wanted.status === 'active') await parts.signIn.unlock(id);
      return toUser(after);
    },
    async delete(actor, id) {
      const user = await store.write(async (writer) => {
        const found = (await target(writer, actor, 'delete', id)).user;
        if (id === actor.principal.subject) throw fault('accounts/own-account', 'Another owner has to delete it.');
        await assertOwnerRemains(writer, found, null);
        await writer.deleteUser(id);
        return found;
      });
      tell(parts, actor, 'user-deleted', user);
      await sessions.endAll(id);
    },
    async resetPassword(actor, id) {
      const { user } = await target(store, actor, 'update', id);
      if (id === actor.principal.subject) throw ownPassword();
      return tickets.issue(actor, 'reset', user);
    },
    async disconnect(actor, id, source) {
      const after = await store.write(async (writer) => {
        const { user } = await target(writer, actor, 'update', id);
        if (id === actor.principal.subject) throw ownIdentity();
        const next = withoutIdentity(user, source);
        await writer.putUser(next);
        return next;
      });
      await endSessionsFrom(parts, id, source);
      tell(parts, actor, 'identity-disconnected', after, source);
      return toUser(after);
    },
    async sessions(actor, id) {
      await target(store, actor, 'read', id);
      return sessions.list(id);
    },
    async endSessions(actor, id) {
      const { user } = await target(store, actor, 'update', id);
      if (id === actor.principal.subject) assertPerson(actor);
      const ended = await sessions.endAll(id);
      tell(parts, actor, 'session-ended', user, `${ended} sessions`);
      return ended;
    },
    async allowed(actor, user) {
      const authority = await authorityOf(parts, actor, store);
      const actions = [...authority.may].filter(
        (action) => user === undefined || roles.mayManage(authority, action, user),
      );
      return {
        actions: new Set(
          actions.filter((action) => NOBODYS.has(action) || authority.whose === '*' || authority.whose.size > 0),
        ),
        grantable: roles.all.map(({ name }) => name).filter((name) => roles.mayGrant(authority, name)),
      };
    },
  };
}

/** The audit log, service keys and roles are nobody's in particular. */
const NOBODYS: ReadonlySet<UserAction> = new Set(['audit', 'keys', 'roles']);

function assertNotOwnAccount(actor: Actor, before: UserRecord, { status, password }: UserChange): void {
  assertPerson(actor);
  if (status !== undefined && status !== before.status) {
    throw fault('accounts/own-account', 'Nobody can disable his own account. Another owner has to do it.', 'status');
  }
  if (password !== undefined) throw ownPassword();
}

/** A session that somebody took over must not be enough. */
const ownPassword = () =>
  fault('accounts/own-account', 'Change your own password on the account page, with the current one.', 'password');

const ownIdentity = () => fault('accounts/own-account', 'Disconnect your own account on the account page.');

function importedHash({ passwordHash }: NewUser): string | null {
  if (passwordHash === undefined || isImportable(passwordHash)) return passwordHash ?? null;
  const detail = 'Import hashes of argon2, bcrypt or scrypt that take a second to verify at most.';
  throw fault('accounts/hash-unsupported', detail, 'passwordHash');
}
