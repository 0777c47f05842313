/**
 * The roles of this moment: those of the configuration, and those that people made, which the store keeps. A change by
 * whatever process counts from the next request on.
 */

import { andThen, type DurableStore, type DurableWriter, type MaybePromise } from '@doorward/core';
import type { CustomRole } from './custom-role.ts';
import type { RoleSet } from './role-set.ts';
import { createRoles, type Roles } from './roles.ts';
import { ROLES_SETTING, readStoredRoles } from './stored-roles.ts';

export interface LiveRolesParts {
  readonly set: RoleSet;
  readonly store: Pick<DurableStore, 'setting' | 'subscribe'>;
  /** Says whether changes by other processes are heard of. */
  readonly mayCache: () => boolean;
  /** Hears what is wrong with the stored roles, each fault once. */
  readonly onError: (error: unknown) => void;
}

/** What the members of {@link Roles} say may be older than the store: `settle` first, or `refresh` in a write. */
export interface LiveRoles extends Roles {
  /** As they are kept, also one that a role of the configuration hides. */
  readonly custom: readonly CustomRole[];
  /** What would hold with these in their place. */
  withCustom(custom: readonly CustomRole[]): Roles;
  /** Resolves when nothing that was heard of is missing. At once when nothing was. */
  settle(): MaybePromise<void>;
  /** The same by what a writer sees, for rules that are asked inside the write. Before it puts roles. */
  refresh(read: Pick<DurableWriter, 'setting'>): MaybePromise<void>;
  /** Tells that roles may have changed; `settle` brings the new ones. Answers how to stop. */
  onChange(listener: () => void): () => void;
}

/** Knows the custom roles after the first `settle`. @throws AuthError `accounts/roles-invalid`. */
export function createLiveRoles({ set, store, mayCache, onError }: LiveRolesParts): LiveRoles {
  const report = once(onError);
  const listeners = new Set<() => void>();
  let roles = createRoles(set);
  let custom: readonly CustomRole[] = [];
  let text: string | null = null;
  /** Changes that were heard of, the first state among them, and how many of these are in `roles`. */
  let [changes, known] = [1, 0];
  /** Reads may end in another order than they began in: what an older one brings is passed over. */
  let [begun, applied] = [0, 0];

  function apply(next: string | null): void {
    if (next === text) return;
    const stored = readStoredRoles(next);
    if (stored.fault !== null) report(stored.fault);
    for (const { name } of stored.roles) {
      if (Object.hasOwn(set.roles, name))
        report(`the configuration has a role "${name}", so the custom one is ignored`);
    }
    custom = stored.roles;
    roles = createRoles(set, custom);
    text = next;
  }

  const settle = (): MaybePromise<void> => (known === changes && mayCache() ? undefined : refresh(store));

  function refresh(read: Pick<DurableWriter, 'setting'>): MaybePromise<void> {
    const [turn, heard] = [++begun, changes];
    return andThen(read.setting(ROLES_SETTING), (found) => {
      if (turn < applied) return;
      applied = turn;
      apply(found);
      known = heard;
    });
  }

  store.subscribe((change) => {
    if (change.kind !== 'all' && !(change.kind === 'setting' && change.id === ROLES_SETTING)) return;
    changes += 1;
    for (const listener of listeners) listener();
    // For those who only look, such as at `all`. Whoever decides by the roles asks for himself.
    void Promise.resolve().then(settle).catch(onError);
  });

  return {
    owner: roles.owner,
    newcomer: roles.newcomer,
    get all() {
      return roles.all;
    },
    has: (role) => roles.has(role),
    permissionsOf: (held) => roles.permissionsOf(held),
    authorityOf: (principal) => roles.authorityOf(principal),
    mayManage: (authority, action, user) => roles.mayManage(authority, action, user),
    mayGrant: (authority, role) => roles.mayGrant(authority, role),
    get custom() {
      return custom;
    },
    withCustom: (others) => createRoles(set, others),
    settle,
    refresh,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function once(onError: (error: unknown) => void): (what: string) => void {
  const reported = new Set<string>();
  return (what) => {
    if (reported.has(what)) return;
    reported.add(what);
    onError(new Error(what));
  };
}
