/**
 * The users as the core needs them: who signs in with name and password, and what has become of the
 * account behind a session.
 */

import {
  andThen,
  canonicalName,
  type DurableStore,
  type Principal,
  REFUSED,
  type Subjects,
  type UserRecord,
  type Verdict,
  type Verifier,
} from '@doorward/core';
import { isDefaultPasswordOf } from './first-run.ts';
import type { PasswordHasher } from './password/password-hasher.ts';
import type { LiveRoles } from './roles/live-roles.ts';
import { toPrincipal } from './users/user.ts';

export interface DirectoryParts {
  readonly store: DurableStore;
  readonly hasher: PasswordHasher;
  readonly roles: LiveRoles;
  /** False: passwords open nothing, and nor do the sessions that one began before. */
  readonly hasPasswords: boolean;
  readonly now: () => number;
  /** Hears what failed beside the sign-in that went on. */
  readonly onError: (error: unknown) => void;
}

export interface Directory {
  readonly verifier: Verifier;
  readonly subjects: Subjects;
}

export function createDirectory({ store, hasher, roles, hasPasswords, now, onError }: DirectoryParts): Directory {
  const find = async (name: string): Promise<UserRecord | null> => store.userBy(canonicalName(name));

  /** Imported and older hashes give way to one of today's parameters. */
  async function rehash({ id, passwordHash }: UserRecord, password: string): Promise<void> {
    const renewed = await hasher.hash(password);
    await store.write(async (writer) => {
      const user = await writer.user(id);
      if (user?.passwordHash === passwordHash) await writer.putUser({ ...user, passwordHash: renewed });
    });
  }

  const verifier: Verifier = {
    name: 'password',
    assertReady: hasher.assertRoom,
    accountOf: async (name) => (await find(name))?.id ?? null,
    async verify({ name, password, isLocal }): Promise<Verdict> {
      const user = await find(name);
      const { matches, needsRehash } = await hasher.verify(user?.passwordHash ?? null, password);
      if (user === null || !matches || !(user.status === 'active' || user.status === 'pending')) return REFUSED;
      // A password that everybody knows opens nothing from elsewhere.
      if (!isLocal && (await isDefaultPasswordOf(store, user.id))) return REFUSED;
      await roles.settle();
      const principal = toPrincipal(user, roles, verifier.name);
      if (user.status === 'pending') return { kind: 'waiting', principal };
      if (needsRehash) await rehash(user, password).catch(onError);
      await store.signedIn(user.id, now());
      return {
        kind: 'verified',
        principal,
        version: user.version,
        obligation: user.mustChangePassword ? 'change-password' : null,
      };
    },
  };

  function currentOf(user: UserRecord | null, version: number, method: string): Principal | null {
    const lives = user !== null && user.status === 'active' && user.version === version;
    if (method === verifier.name && !hasPasswords) return null;
    return lives ? toPrincipal(user, roles, method) : null;
  }

  return {
    verifier,
    subjects: {
      current(subject, version, method) {
        return andThen(roles.settle(), () => andThen(store.user(subject), (user) => currentOf(user, version, method)));
      },
      onChange(listener) {
        const stops = [
          roles.onChange(() => listener(null)),
          store.subscribe((change) => {
            if (change.kind === 'all') listener(null);
            else if (change.kind === 'user') listener(change.id);
          }),
        ];
        return () => {
          for (const stop of stops) stop();
        };
      },
    },
  };
}
