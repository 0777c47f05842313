/**
 * The records of one kind in memory: by key, by owner, and in the order in which they came. A record
 * knows its neighbours in both orders itself, since a set for each owner would weigh more than a record.
 */

import type { StoredRecord } from './expiring-store.ts';
import { createKeyIndex } from './key-index.ts';
import { createPartedMap } from './parted-map.ts';
import { createRecordPages, EARLIER, endAt, LATER, NEWER, NOWHERE, OLDER, rowOf } from './record-pages.ts';
import { sharedWith } from './sharing.ts';

/** A place is good until its record is removed. */
export interface RecordTable {
  readonly size: number;
  placeOf(key: string): number | undefined;
  /** Made anew each time; {@link RecordTable.placeOf} makes none. */
  keyOf(place: number): string;
  /** What stands at a place now. */
  read(place: number): StoredRecord;
  endOf(place: number): number;
  setEnd(place: number, expiresAt: number): void;
  setValue(place: number, value: unknown): void;
  /** The key must be new. */
  add(key: string, record: StoredRecord): void;
  remove(place: number): void;
  /** The places of an owner, the latest first. */
  ownedBy(owner: string): number[];
  /** The one that came first. */
  oldest(): number | undefined;
  /**
   * Looks at the next `count` records, from the oldest to the newest, going on where it stopped the last
   * time. False when the newest was among them.
   */
  next(count: number, look: (place: number) => void): boolean;
}

export function createRecordTable(): RecordTable {
  const pages = createRecordPages();
  const { pageOf, linked } = pages;
  const keys = createKeyIndex(pages);
  const latestOf = createPartedMap<number>();
  let size = 0;
  let oldest = NOWHERE;
  let newest = NOWHERE;
  let upNext = NOWHERE;

  function read(place: number): StoredRecord {
    const { values, ends, owners } = pageOf(place);
    const row = rowOf(place);
    return { value: values[row], expiresAt: ends[endAt(place)] as number, owner: owners[row] as string };
  }

  function link(place: number, which: number, other: number): void {
    if (place !== NOWHERE) pages.link(place, which, other);
  }

  function unlinkFromOwner(place: number, owner: string): void {
    const earlier = linked(place, EARLIER);
    const later = linked(place, LATER);
    link(earlier, LATER, later);
    link(later, EARLIER, earlier);
    if (later !== NOWHERE) return;
    if (earlier === NOWHERE) latestOf.delete(owner);
    else latestOf.set(owner, earlier);
  }

  function unlinkFromAll(place: number): void {
    const older = linked(place, OLDER);
    const newer = linked(place, NEWER);
    link(older, NEWER, newer);
    link(newer, OLDER, older);
    if (oldest === place) oldest = newer;
    if (newest === place) newest = older;
    if (upNext === place) upNext = newer;
  }

  function append(place: number, earlier: number, owner: string): void {
    link(place, OLDER, newest);
    link(place, NEWER, NOWHERE);
    link(place, EARLIER, earlier);
    link(place, LATER, NOWHERE);
    link(newest, NEWER, place);
    link(earlier, LATER, place);
    if (oldest === NOWHERE) oldest = place;
    newest = place;
    latestOf.set(owner, place);
  }

  return {
    get size() {
      return size;
    },
    placeOf: keys.placeOf,
    keyOf: keys.keyOf,
    read,
    endOf: (place) => pageOf(place).ends[endAt(place)] as number,
    setEnd(place, expiresAt) {
      pageOf(place).ends[endAt(place)] = expiresAt;
    },
    setValue(place, value) {
      pageOf(place).values[rowOf(place)] = value;
    },
    add(key, { value, expiresAt, owner }) {
      const place = pages.take();
      const page = pageOf(place);
      const earlier = latestOf.get(owner);
      const known = earlier === undefined ? undefined : read(earlier);
      page.values[rowOf(place)] = known === undefined ? value : sharedWith(value, known.value);
      page.owners[rowOf(place)] = known?.owner ?? owner;
      page.ends[endAt(place)] = expiresAt;
      append(place, earlier ?? NOWHERE, owner);
      keys.add(key, place);
      size += 1;
    },
    remove(place) {
      keys.remove(place);
      unlinkFromOwner(place, pageOf(place).owners[rowOf(place)] as string);
      unlinkFromAll(place);
      pages.release(place);
      size -= 1;
    },
    ownedBy(owner) {
      const owned: number[] = [];
      for (let place = latestOf.get(owner) ?? NOWHERE; place !== NOWHERE; place = linked(place, EARLIER))
        owned.push(place);
      return owned;
    },
    oldest: () => (oldest === NOWHERE ? undefined : oldest),
    next(count, look) {
      if (upNext === NOWHERE) upNext = oldest;
      for (let i = 0; i < count && upNext !== NOWHERE; i += 1) {
        const place = upNext;
        upNext = linked(place, NEWER);
        look(place);
      }
      return upNext !== NOWHERE;
    },
  };
}
