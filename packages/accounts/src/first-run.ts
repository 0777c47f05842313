/**
 * The first owner: made once, by link or from the configuration, and never again.
 */

import { canonicalName, type DurableStore, type DurableWriter, type UserRecord } from '@doorward/core';
import type { AccountParts } from './actor.ts';
import { fault } from './fault.ts';
import type { Roles } from './roles/roles.ts';
import { newUser } from './users/new-user.ts';
import { checkProfile } from './users/profile.ts';

/** When the first owner was made. While it is there no other is made, whatever becomes of the users. */
const SET_UP_SETTING = 'set-up';

/** The user whose password is one that everybody knows, until it is another one. */
const DEFAULT_PASSWORD_SETTING = 'default-password';

export interface OwnerOptions {
  /** Default `owner`. */
  readonly username: string;
  readonly email: string | null;
  readonly password: string;
  /** The password is a well-known one: it works on this machine alone, and has to be changed at once. */
  readonly isDefault: boolean;
}

/** @throws AuthError `accounts/ticket-invalid` when the set-up is over. */
export async function ensureNoOwner(writer: DurableWriter, roles: Roles): Promise<void> {
  const isOver =
    (await writer.setting(SET_UP_SETTING)) !== null || (await writer.countUsers({ role: roles.owner })) > 0;
  if (isOver)
    throw fault('accounts/ticket-invalid', 'There is an owner already. Sign in, or ask him for an invitation.');
}

export async function finishSetUp(writer: DurableWriter, at: number): Promise<void> {
  await writer.putSetting(SET_UP_SETTING, String(at));
}

/** True when nobody has set this up yet. By reading alone, so by the time of a write it may be over. */
export async function needsSetUp(store: DurableStore, roles: Roles): Promise<boolean> {
  if ((await store.setting(SET_UP_SETTING)) !== null) return false;
  return (await store.users({ role: roles.owner, limit: 1 })).total === 0;
}

/** Whoever becomes owner in whatever way ends the set-up: it would open again under other roles. */
export async function noteOwner(writer: DurableWriter, user: UserRecord, roles: Roles, at: number): Promise<void> {
  if (!user.roles.includes(roles.owner) || (await writer.setting(SET_UP_SETTING)) !== null) return;
  await finishSetUp(writer, at);
}

/** The user has another password now. */
export async function forgetDefaultPassword(writer: DurableWriter, id: string): Promise<void> {
  if ((await writer.setting(DEFAULT_PASSWORD_SETTING)) === id) await writer.putSetting(DEFAULT_PASSWORD_SETTING, null);
}

/** True for the user whose password is one that everybody knows; it opens nothing from another machine. */
export async function isDefaultPasswordOf(store: DurableStore, id: string): Promise<boolean> {
  return (await store.setting(DEFAULT_PASSWORD_SETTING)) === id;
}

/** Makes the configured owner when there was none ever; answers the user, `null` when there is one. */
export async function createFirstOwner(
  { store, hasher, roles, now }: Pick<AccountParts, 'store' | 'hasher' | 'roles' | 'now'>,
  owner: OwnerOptions,
): Promise<UserRecord | null> {
  if (!(await needsSetUp(store, roles))) return null;
  const profile = checkProfile({ username: owner.username, email: owner.email, displayName: null });
  const passwordHash = await hasher.hash(owner.password);
  const record = newUser(profile, now(), { roles: [roles.owner], passwordHash, mustChangePassword: owner.isDefault });
  return store.write(async (writer) => {
    const isOpen = await ensureNoOwner(writer, roles).then(
      () => true,
      () => false,
    );
    if (!isOpen) return null;
    await writer.putUser(record);
    await finishSetUp(writer, now());
    if (owner.isDefault) await writer.putSetting(DEFAULT_PASSWORD_SETTING, record.id);
    return record;
  });
}

/** True while the user of a default password has not changed it. */
export async function hasDefaultPassword(store: DurableStore): Promise<boolean> {
  const id = await store.setting(DEFAULT_PASSWORD_SETTING);
  return id !== null && (await store.user(id)) !== null;
}

/** The user of a name, for signing in automatically. */
export async function userNamed(store: DurableStore, name: string): Promise<UserRecord | null> {
  return store.userBy(canonicalName(name));
}
