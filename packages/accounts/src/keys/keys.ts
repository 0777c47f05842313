/**
 * Managing API keys: one's own, those of users whom one manages, and service keys. Who may is decided inside the
 * write that does it, by the rules of `key-access.ts`.
 */

import type { KeyRecord } from '@doorward/core';
import { type AccountParts, type Actor, authorityOf, isMachine } from '../actor.ts';
import { fault } from '../fault.ts';
import { type Key, newKeyId, newKeySecret, toKey } from './key.ts';
import { createKeyAccess, isKey, type KeyAction } from './key-access.ts';
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
  /**
   * A key of a user, made by the machine itself: by a command, or by code that runs beside the server. Refused to
   * every request, whatever it may, since whoever makes a key of somebody can act as him.
   */
  createFor(actor: Actor, userId: string, input: NewKey): Promise<IssuedKey>;
  /** A key that is nobody's; it may no more than who makes it. */
  createService(actor: Actor, input: NewServiceKey): Promise<IssuedKey>;
  update(actor: Actor, id: string, change: KeyChange): Promise<Key>;
  /**
   * Another secret for the same key, for its owner alone. The one before counts for `overlapSeconds`, default a day,
   * at most 30 days.
   */
  rotate(actor: Actor, id: string, overlapSeconds?: number): Promise<IssuedKey>;
  /** It opens nothing any more, at the next request. */
  delete(actor: Actor, id: string): Promise<void>;
  /** For pages that show no more than that: may he have keys, and manage service keys? */
  allowed(actor: Actor): Promise<{ readonly own: boolean; readonly service: boolean }>;
  /** The same for what may be done with this key. */
  actions(actor: Actor, id: string): Promise<ReadonlySet<KeyAction>>;
}

export interface KeysOptions {
  /** What keys begin with. */
  readonly prefix: string;
}

/** Keys of one owner at most. */
const MAX_KEYS = 100;

export function createKeys(parts: AccountParts, { prefix }: KeysOptions): Keys {
  const { store, now } = parts;
  const access = createKeyAccess(parts);
  const read = (record: KeyRecord): Key => toKey(record, now());

  async function insert(actor: Actor, owner: string | null, input: NewServiceKey): Promise<IssuedKey> {
    const { secret, hash, hint } = newKeySecret(prefix);
    const record: KeyRecord = {
      id: newKeyId(),
      name: checkKeyName(input.name),
      hash,
      hint,
      previous: null,
      owner,
      roles: owner === null ? [...new Set(input.roles ?? [])] : [],
      permissions: checkPermissions(input.permissions ?? null),
      status: 'active',
      createdAt: now(),
      createdBy: actor.principal.subject,
      expiresAt: checkExpiry(input.expiresAt ?? null, now()),
      lastUsedAt: null,
    };
    await store.write(async (writer) => {
      await access.assertMayMake(writer, actor, record);
      if ((await writer.countKeys(owner)) >= MAX_KEYS) {
        throw fault('accounts/too-many-keys', `There are ${MAX_KEYS} already. Delete those that are not in use.`);
      }
      await writer.putKey(record);
    });
    tellOfKey(parts, actor, 'key-created', record);
    return { key: read(record), secret };
  }

  return {
    async list(actor, { owner = actor.principal.subject, ...page } = {}) {
      if (!(await access.may(store, actor, 'read', { owner, roles: [], permissions: null }))) {
        throw fault('accounts/not-allowed', 'You may not see these keys. Ask an owner.');
      }
      const { total, keys } = await store.keys({ ...page, owner });
      return { total, keys: keys.map(read) };
    },
    get: async (actor, id) => read(await access.target(store, actor, 'read', id)),
    create: (actor, input) => insert(actor, actor.principal.subject, input),
    async createFor(actor, userId, input) {
      if (isMachine(actor)) return insert(actor, userId, input);
      throw fault('accounts/not-allowed', 'A key of a person is made by that person. Make a service key instead.');
    },
    createService: (actor, input) => insert(actor, null, input),
    async update(actor, id, change) {
      const { before, after } = await store.write(async (writer) => {
        const record = await access.target(writer, actor, 'update', id);
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
        const record = await access.target(writer, actor, 'rotate', id);
        const next = { ...record, hash, hint, previous: { hash: record.hash, until } };
        await writer.putKey(next);
        return next;
      });
      tellOfKey(parts, actor, 'key-rotated', after);
      return { key: read(after), secret };
    },
    async delete(actor, id) {
      const record = await store.write(async (writer) => {
        const found = await access.target(writer, actor, 'delete', id);
        await writer.deleteKey(id);
        return found;
      });
      tellOfKey(parts, actor, 'key-deleted', record);
    },
    async allowed(actor) {
      const authority = await authorityOf(parts, actor, store);
      if (isKey(actor.principal)) return { own: false, service: false };
      return { own: (await store.user(actor.principal.subject)) !== null, service: authority.may.has('keys') };
    },
    async actions(actor, id) {
      const record = await access.target(store, actor, 'read', id);
      const may = await Promise.all(ACTIONS.map((action) => access.may(store, actor, action, record)));
      return new Set(ACTIONS.filter((_, index) => may[index]));
    },
  };
}

const ACTIONS: readonly KeyAction[] = ['read', 'update', 'rotate', 'delete'];

const DEFAULT_OVERLAP_SECONDS = 24 * 60 * 60;

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
