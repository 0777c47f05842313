/**
 * Managing API keys: one's own, those of users whom one manages, and service keys. Who may is decided here and
 * nowhere else, inside the write that does it.
 *
 * No key manages keys: what a key could make would outlive it.
 */

import { type DurableWriter, type KeyRecord, type Principal, permissionCheck } from '@doorward/core';
import { type AccountParts, type Actor, authorityOf } from '../actor.ts';
import { fault } from '../fault.ts';
import type { Authority } from '../roles/roles.ts';
import { KEY_METHOD, type Key, newKeyId, newKeySecret, toKey } from './key.ts';
import { checkExpiry, checkKeyName, checkOverlap, checkPermissions } from './key-fields.ts';

export interface NewKey {
  /** 1 to 100 characters, for people. */
  readonly name: string;
  /** Milliseconds since the epoch. Default never. */
  readonly expiresAt?: number | null;
  /** All that it may do at most. Default as much as its owner, or its roles. */
  readonly permissions?: readonly string[] | null;
}

export interface NewServiceKey extends NewKey {
  /** Roles that it has. Default none: then `permissions` alone count. */
  readonly roles?: readonly string[];
}

/** What is left out stays as it is. */
export interface KeyChange {
  readonly name?: string;
  readonly expiresAt?: number | null;
  readonly status?: 'active' | 'disabled';
}

export interface IssuedKey {
  readonly key: Key;
  /** Shown once: it cannot be had again. */
  readonly secret: string;
}

export interface KeyListQuery {
  /** Id of a user; `null`: service keys. Default the actor's own. */
  readonly owner?: string | null;
  readonly offset?: number;
  readonly limit?: number;
}

export interface Keys {
  /** @throws AuthError `accounts/not-allowed`. */
  list(actor: Actor, query?: KeyListQuery): Promise<{ readonly total: number; readonly keys: readonly Key[] }>;
  get(actor: Actor, id: string): Promise<Key>;
  /** A key of the actor's own. */
  create(actor: Actor, input: NewKey): Promise<IssuedKey>;
  /** A key that is nobody's; it may no more than who makes it. */
  createService(actor: Actor, input: NewServiceKey): Promise<IssuedKey>;
  update(actor: Actor, id: string, change: KeyChange): Promise<Key>;
  /** Another secret for the same key. The one before counts for `overlapSeconds`, default a day, at most 30 days. */
  rotate(actor: Actor, id: string, overlapSeconds?: number): Promise<IssuedKey>;
  /** It opens nothing any more, at the next request. */
  delete(actor: Actor, id: string): Promise<void>;
  /** For pages that show no more than that: may he have keys, and manage service keys? */
  allowed(actor: Actor): Promise<{ readonly own: boolean; readonly service: boolean }>;
}

export interface KeysOptions {
  /** What keys begin with. */
  readonly prefix: string;
}

/** Keys of one owner at most. */
const MAX_KEYS = 100;

export function createKeys(parts: AccountParts, { prefix }: KeysOptions): Keys {
  const { store, now, roles } = parts;
  const read = (record: KeyRecord): Key => toKey(record, now());

  /** The key, when the actor may look at it, or change it. */
  async function target(
    reader: Pick<DurableWriter, 'user' | 'key'>,
    actor: Actor,
    id: string,
    action: 'read' | 'update',
  ) {
    const record = await reader.key(id);
    if (record === null || !(await mayReach(reader, actor, record.owner, action))) {
      throw fault('accounts/key-not-found', 'It may have been deleted. Look at the list again.');
    }
    if (action === 'update') assertNoKey(actor.principal);
    return record;
  }

  async function mayReach(
    reader: Pick<DurableWriter, 'user' | 'key'>,
    actor: Actor,
    owner: string | null,
    action: 'read' | 'update',
  ): Promise<boolean> {
    const authority = await authorityOf(parts, actor, reader);
    if (owner === null) return authority.may.has('keys');
    if (owner === actor.principal.subject) return true;
    const user = await reader.user(owner);
    return user !== null && roles.mayManage(authority, action, user);
  }

  async function insert(actor: Actor, input: NewServiceKey, isService: boolean): Promise<IssuedKey> {
    const { secret, hash, hint } = newKeySecret(prefix);
    const record: KeyRecord = {
      id: newKeyId(),
      name: checkKeyName(input.name),
      hash,
      hint,
      previous: null,
      owner: isService ? null : actor.principal.subject,
      roles: isService ? [...new Set(input.roles ?? [])] : [],
      permissions: checkPermissions(input.permissions ?? null),
      status: 'active',
      createdAt: now(),
      createdBy: actor.principal.subject,
      expiresAt: checkExpiry(input.expiresAt ?? null, now()),
      lastUsedAt: null,
    };
    await store.write(async (writer) => {
      const authority = await authorityOf(parts, actor, writer);
      assertNoKey(actor.principal);
      if (isService) assertMayMakeService(authority, record.roles);
      else await assertUser(writer, actor);
      assertHolds(authority, record);
      if ((await writer.countKeys(record.owner)) >= MAX_KEYS) {
        throw fault('accounts/too-many-keys', `There are ${MAX_KEYS} already. Delete those that are not in use.`);
      }
      await writer.putKey(record);
    });
    tellOfKey(parts, actor, 'key-created', record);
    return { key: read(record), secret };
  }

  function assertMayMakeService(authority: Authority, given: readonly string[]): void {
    if (!authority.may.has('keys'))
      throw fault('accounts/not-allowed', 'Your roles do not allow this (users: keys). Ask an owner.');
    for (const role of given) {
      if (!roles.has(role)) throw fault('accounts/field-invalid', 'There is no such role.', 'roles');
      if (!roles.mayGrant(authority, role)) {
        throw fault('accounts/not-allowed', `You may not give the role ${role}. Ask an owner.`, 'roles');
      }
    }
  }

  async function assertUser(writer: DurableWriter, { principal }: Actor): Promise<void> {
    if ((await writer.user(principal.subject)) !== null) return;
    throw fault('accounts/no-account', 'You signed in without an account, so there is nobody whose key it could be.');
  }

  return {
    async list(actor, { owner = actor.principal.subject, ...page } = {}) {
      if (!(await mayReach(store, actor, owner, 'read'))) {
        throw fault('accounts/not-allowed', 'You may not see these keys. Ask an owner.');
      }
      const { total, keys } = await store.keys({ ...page, owner });
      return { total, keys: keys.map(read) };
    },
    get: async (actor, id) => read(await target(store, actor, id, 'read')),
    create: (actor, input) => insert(actor, input, false),
    createService: (actor, input) => insert(actor, input, true),
    async update(actor, id, change) {
      const { before, after } = await store.write(async (writer) => {
        const record = await target(writer, actor, id, 'update');
        const next = changedKey(record, change, now());
        await writer.putKey(next);
        return { before: record, after: next };
      });
      const changed = (['name', 'expiresAt', 'status'] as const).filter((field) => before[field] !== after[field]);
      if (changed.length > 0) tellOfKey(parts, actor, 'key-updated', after, describeChange(changed, after));
      return read(after);
    },
    async rotate(actor, id, overlapSeconds = DEFAULT_OVERLAP_SECONDS) {
      const { secret, hash, hint } = newKeySecret(prefix);
      const until = now() + checkOverlap(overlapSeconds) * 1000;
      const after = await store.write(async (writer) => {
        const record = await target(writer, actor, id, 'update');
        const next = { ...record, hash, hint, previous: { hash: record.hash, until } };
        await writer.putKey(next);
        return next;
      });
      tellOfKey(parts, actor, 'key-rotated', after);
      return { key: read(after), secret };
    },
    async delete(actor, id) {
      const record = await store.write(async (writer) => {
        const found = await target(writer, actor, id, 'update');
        await writer.deleteKey(id);
        return found;
      });
      tellOfKey(parts, actor, 'key-deleted', record);
    },
    async allowed(actor) {
      const authority = await authorityOf(parts, actor, store);
      const isKey = actor.principal.method === KEY_METHOD;
      const user = await store.user(actor.principal.subject);
      return { own: user !== null && !isKey, service: authority.may.has('keys') };
    },
  };
}

const DEFAULT_OVERLAP_SECONDS = 24 * 60 * 60;

function assertNoKey({ method }: Principal): void {
  if (method !== KEY_METHOD) return;
  throw fault('accounts/not-allowed', 'An API key cannot manage keys. Sign in as a person.');
}

/** Nobody hands out more than he holds. */
function assertHolds({ permissions }: Authority, { permissions: asked }: KeyRecord): void {
  const can = permissionCheck(permissions);
  const missing = asked?.find((permission) => !can(permission));
  if (missing === undefined) return;
  throw fault('accounts/not-allowed', `You do not hold the permission ${missing} yourself.`, 'permissions');
}

function changedKey(record: KeyRecord, { name, expiresAt, status }: KeyChange, now: number): KeyRecord {
  return {
    ...record,
    ...(name === undefined ? {} : { name: checkKeyName(name) }),
    ...(expiresAt === undefined ? {} : { expiresAt: checkExpiry(expiresAt, now) }),
    ...(status === undefined ? {} : { status }),
  };
}

function describeChange(changed: readonly string[], { status }: KeyRecord): string {
  return changed.map((field) => (field === 'status' ? status : field)).join(', ');
}

function tellOfKey(
  { events }: AccountParts,
  { principal, clientAddress }: Actor,
  type: 'key-created' | 'key-updated' | 'key-rotated' | 'key-deleted',
  { id, owner, name, hint }: KeyRecord,
  what?: string,
): void {
  const detail = what === undefined ? `…${hint}` : `…${hint}: ${what}`;
  events.emit(type, { ...principal, clientAddress, target: owner ?? id, targetName: name, detail });
}
