/**
 * The users of the durable memory store: found, listed, counted and written.
 */

import { AuthError } from '../auth-error.ts';
import type { DurableWriter, KeyRecord, UserPage, UserQuery, UserRecord } from './durable-store.ts';
import { deleteKeysOf } from './memory-keys.ts';

type Users = ReadonlyMap<string, UserRecord>;
type UserWriter = Pick<DurableWriter, 'user' | 'userBy' | 'userByIdentity' | 'countUsers' | 'putUser' | 'deleteUser'>;

interface UserDraft {
  readonly users: Map<string, UserRecord>;
  readonly keys: Map<string, KeyRecord>;
}

/** What a write does with users; the ids of those that it changed are added to `changed`. */
export function createUserWriter({ users, keys }: UserDraft, changed: Set<string>): UserWriter {
  return {
    user: (id) => users.get(id) ?? null,
    userBy: (identifier) => findUserBy(users, identifier),
    userByIdentity: (source, subject) => findUserByIdentity(users, source, subject),
    countUsers: ({ role, status }) =>
      [...users.values()].filter(
        (user) => (role === undefined || user.roles.includes(role)) && (status === undefined || user.status === status),
      ).length,
    putUser(user) {
      const taken = user.identifiers.some((name) => (findUserBy(users, name)?.id ?? user.id) !== user.id);
      if (taken) throw new AuthError('core/identifier-taken', 'Another user has this name or e-mail address.');
      const known = user.identities.some(
        ({ source, subject }) => (findUserByIdentity(users, source, subject)?.id ?? user.id) !== user.id,
      );
      if (known) throw new AuthError('core/identity-taken', 'Another user signs in there as this person.');
      users.set(user.id, Object.freeze({ ...user }));
      changed.add(user.id);
    },
    deleteUser(id) {
      if (users.has(id)) changed.add(id);
      deleteKeysOf(keys, id);
      return users.delete(id);
    },
  };
}

export function findUserBy(users: Users, identifier: string): UserRecord | null {
  for (const user of users.values()) if (user.identifiers.includes(identifier)) return user;
  return null;
}

export function findUserByIdentity(users: Users, source: string, subject: string): UserRecord | null {
  for (const user of users.values()) {
    if (user.identities.some((each) => each.source === source && each.subject === subject)) return user;
  }
  return null;
}

/** A page of users, by username, then id. */
export function selectUsers(users: Users, query: UserQuery): UserPage {
  const { search, role, status, rolesWithin, offset = 0, limit = 50 } = query;
  const found = [...users.values()].filter(
    (user) =>
      (search === undefined || namesOf(user).some((name) => name.includes(search))) &&
      (role === undefined || user.roles.includes(role)) &&
      (status === undefined || user.status === status) &&
      (rolesWithin === undefined || user.roles.every((each) => rolesWithin.includes(each))),
  );
  found.sort((a, b) => compare(a.username, b.username) || compare(a.id, b.id));
  return { total: found.length, users: found.slice(offset, offset + limit) };
}

const namesOf = (user: UserRecord): readonly string[] => [...user.identifiers, user.displayName?.toLowerCase() ?? ''];

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
