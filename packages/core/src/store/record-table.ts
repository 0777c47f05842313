/**
 * The records of one kind in memory: by key, by owner, and in the order in which they came. A record
 * knows its neighbours in both orders itself, since a set for each owner would weigh more than a record.
 */

import type { StoredRecord } from './expiring-store.ts';
import { createPartedMap } from './parted-map.ts';

export interface MemoryRecord extends StoredRecord {
  readonly key: string;
  value: unknown;
  expiresAt: number;
}

export interface RecordTable {
  readonly size: number;
  get(key: string): MemoryRecord | undefined;
  /** The key must be new. */
  add(key: string, record: StoredRecord): void;
  /** False when it is not there any more. */
  remove(record: MemoryRecord): boolean;
  /** The records of an owner, the latest first. */
  ownedBy(owner: string): MemoryRecord[];
  /** The one that came first. */
  oldest(): MemoryRecord | undefined;
  /**
   * Looks at the next `count` records, from the oldest to the newest, going on where it stopped the last
   * time. False when the newest was among them.
   */
  next(count: number, look: (record: MemoryRecord) => void): boolean;
}

interface Entry extends MemoryRecord {
  older: Entry | undefined;
  newer: Entry | undefined;
  /** Of the same owner. */
  earlier: Entry | undefined;
  later: Entry | undefined;
}

export function createRecordTable(): RecordTable {
  const entries = createPartedMap<Entry>();
  const latestOf = createPartedMap<Entry>();
  let oldest: Entry | undefined;
  let newest: Entry | undefined;
  let upNext: Entry | undefined;

  function unlinkFromOwner(entry: Entry): void {
    const { earlier, later, owner } = entry;
    if (earlier !== undefined) earlier.later = later;
    if (later !== undefined) later.earlier = earlier;
    else if (earlier !== undefined) latestOf.set(owner, earlier);
    else latestOf.delete(owner);
  }

  function unlinkFromAll(entry: Entry): void {
    const { older, newer } = entry;
    if (older === undefined) oldest = newer;
    else older.newer = newer;
    if (newer === undefined) newest = older;
    else newer.older = older;
    if (upNext === entry) upNext = newer;
  }

  return {
    get size() {
      return entries.size;
    },
    get: entries.get,
    add(key, { value, expiresAt, owner }) {
      const earlier = latestOf.get(owner);
      const entry: Entry = { key, value, expiresAt, owner, older: newest, newer: undefined, earlier, later: undefined };
      if (newest === undefined) oldest = entry;
      else newest.newer = entry;
      newest = entry;
      if (earlier !== undefined) earlier.later = entry;
      latestOf.set(owner, entry);
      entries.set(key, entry);
    },
    remove(record) {
      const entry = entries.get(record.key);
      if (entry !== record || !entries.delete(record.key)) return false;
      unlinkFromOwner(entry);
      unlinkFromAll(entry);
      return true;
    },
    ownedBy(owner) {
      const owned: Entry[] = [];
      for (let entry = latestOf.get(owner); entry !== undefined; entry = entry.earlier) owned.push(entry);
      return owned;
    },
    oldest: () => oldest,
    next(count, look) {
      upNext ??= oldest;
      for (let i = 0; i < count && upNext !== undefined; i += 1) {
        const entry: Entry = upNext;
        upNext = entry.newer;
        look(entry);
      }
      return upNext !== undefined;
    },
  };
}
