/**
 * Managing users. Whether the actor may is asked inside the write that does it.
 */

import { canonicalName, type SessionSummary, type UserQuery, type UserRecord, type UserStatus } from '@doorward/core';
import { type AccountParts, type Actor, assertPerson, tell } from '../actor.ts';
import { fault } from '../fault.ts';
import { forgetDefaultPassword, noteOwner } from '../first-run.ts';
import { endSessionsFrom, withoutIdentity } from '../identities/own-identities.ts';
import { isImportable } from '../password/stored-hash.ts';
import type { IssuedTicket, Tickets } from '../tickets/tickets.ts';
import { newUser } from './new-user.ts';
import { assertPasswords, hashNewPassword } from './passwords.ts';
import { checkProfile } from './profile.ts';
import { toUser, type User } from './user.ts';
import { changedUser, checkStatus, describeRoles, profileAfter, tellOfChange, type UserChange } from './user-change.ts';
import { type Allowed, assertNotOwnAccount, createUserRights, ownPassword } from './user-rights.ts';

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

export function createUsers(parts: AccountParts, tickets: Tickets): Users {
  const { store, roles, sessions } = parts;
  const rights = createUserRights(parts);

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
      const authority = await rights.mayAtAll(writer, actor, 'create');
      rights.assertGrants(authority, [], record.roles);
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
    const known = (await rights.target(store, actor, 'update', id)).user;
    const passwordHash =
      wanted.password === undefined
        ? undefined
        : await hashNewPassword(parts, wanted.password, profileAfter(known, wanted));
    return store.write(async (writer) => {
      const { authority, user: before } = await rights.target(writer, actor, 'update', id);
      if (id === actor.principal.subject) assertNotOwnAccount(actor, before, wanted);
      const after = changedUser(before, wanted, passwordHash);
      rights.assertGrants(authority, before.roles, after.roles);
      await rights.assertOwnerRemains(writer, before, after);
      await writer.putUser(after);
      if (passwordHash !== undefined) await forgetDefaultPassword(writer, id);
      await noteOwner(writer, after, roles, parts.now());
      return { before, after };
    });
  }

  return {
    async list(actor, query = {}) {
      const authority = await rights.mayAtAll(store, actor, 'read');
      const search = query.search === undefined ? {} : { search: canonicalName(query.search) };
      const rolesWithin = authority.whose === '*' ? {} : { rolesWithin: [...authority.whose] };
      const { total, users } = await store.users({ ...query, ...search, ...rolesWithin });
      return { total, users: users.map(toUser) };
    },
    get: async (actor, id) => toUser((await rights.target(store, actor, 'read', id)).user),
    async create(actor, input) {
      await rights.mayAtAll(store, actor, 'create');
      assertPasswords(parts);
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
        const found = (await rights.target(writer, actor, 'delete', id)).user;
        if (id === actor.principal.subject) throw fault('accounts/own-account', 'Another owner has to delete it.');
        await rights.assertOwnerRemains(writer, found, null);
        await writer.deleteUser(id);
        return found;
      });
      tell(parts, actor, 'user-deleted', user);
      await sessions.endAll(id);
    },
    async resetPassword(actor, id) {
      const { user } = await rights.target(store, actor, 'update', id);
      if (id === actor.principal.subject) throw ownPassword();
      return tickets.issue(actor, 'reset', user);
    },
    async disconnect(actor, id, source) {
      const after = await store.write(async (writer) => {
        const { user } = await rights.target(writer, actor, 'update', id);
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
      await rights.target(store, actor, 'read', id);
      return sessions.list(id);
    },
    async endSessions(actor, id) {
      const { user } = await rights.target(store, actor, 'update', id);
      if (id === actor.principal.subject) assertPerson(actor);
      const ended = await sessions.endAll(id);
      tell(parts, actor, 'session-ended', user, `${ended} sessions`);
      return ended;
    },
    allowed: (actor, user) => rights.allowed(store, actor, user),
  };
}

const ownIdentity = () => fault('accounts/own-account', 'Disconnect your own account on the account page.');

function importedHash({ passwordHash }: NewUser): string | null {
  if (passwordHash === undefined || isImportable(passwordHash)) return passwordHash ?? null;
  const detail = 'Import hashes of argon2, bcrypt or scrypt that take a second to verify at most.';
  throw fault('accounts/hash-unsupported', detail, 'passwordHash');
}
