/**
 * The API keys of the durable memory store: found, listed, counted and written.
 */

import type { DurableWriter, KeyPage, KeyQuery, KeyRecord, UserRecord } from './durable-store.ts';

type Keys = ReadonlyMap<string, KeyRecord>;
type KeyWriter = Pick<DurableWriter, 'key' | 'countKeys' | 'putKey' | 'deleteKey'>;

interface KeyDraft {
  readonly users: ReadonlyMap<string, UserRecord>;
  readonly keys: Map<string, KeyRecord>;
}

/** What a write does with keys; the ids of those that it changed are added to `changed`. */
export function createKeyWriter({ users, keys }: KeyDraft, changed: Set<string>): KeyWriter {
  return {
    key: (id) => keys.get(id) ?? null,
    countKeys: (owner) => [...keys.values()].filter((key) => key.owner === owner).length,
    putKey(key) {
      if (key.owner !== null && !users.has(key.owner)) throw new Error('The owner of the key is not there.');
      const other = [...keys.values()].some(({ id, hash }) => hash === key.hash && id !== key.id);
      if (other) throw new Error('Another key has this hash.');
      keys.set(key.id, Object.freeze({ ...key }));
      changed.add(key.id);
    },
    deleteKey(id) {
      if (keys.has(id)) changed.add(id);
      return keys.delete(id);
    },
  };
}

/** A deleted user's keys go too. */
export function deleteKeysOf(keys: Map<string, KeyRecord>, owner: string): void {
  for (const key of keys.values()) if (key.owner === owner) keys.delete(key.id);
}

/** Notes when a key was last used; never moves it back. */
export function noteKeyUse(keys: Map<string, KeyRecord>, id: string, at: number): void {
  const key = keys.get(id);
  if (key === undefined || (key.lastUsedAt ?? -Infinity) >= at) return;
  keys.set(id, Object.freeze({ ...key, lastUsedAt: at }));
}

/** The key of a hash; else the one that had it before. */
export function findKeyBy(keys: Keys, hash: string): KeyRecord | null {
  const all = [...keys.values()];
  return all.find((key) => key.hash === hash) ?? all.find(({ previous }) => previous?.hash === hash) ?? null;
}

/** A page of keys, the latest first, then by id. */
export function selectKeys(keys: Keys, { owner, offset = 0, limit = 50 }: KeyQuery): KeyPage {
  const found = [...keys.values()].filter((key) => owner === undefined || key.owner === owner);
  found.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  return { total: found.length, keys: found.slice(offset, offset + limit) };
}
