/**
 * The records of one kind in memory: by key, by owner, and in the order in which they came. A record
 * knows its neighbours in both orders itself, since a set for each owner would weigh more than a record.
 */

import type { OwnedRecord, StoredRecord } from './expiring-store.ts';
import { createPartedMap } from './parted-map.ts';
import { createRecordPages, LINKS, NOWHERE, type RecordPage, rowOf } from './record-pages.ts';

/** A place is good until its record is removed. */
export interface RecordTable {
  readonly size: number;
  placeOf(key: string): number | undefined;
  /** What stands at a place now. */
  read(place: number): OwnedRecord;
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

/** Numbers of the links: in the order in which all came, and in that of the same owner. */
const OLDER = 0;
const NEWER = 1;
const EARLIER = 2;
const LATER = 3;

export function createRecordTable(): RecordTable {
  const pages = createRecordPages();
  const { pageOf } = pages;
  const places = createPartedMap<number>();
  const latestOf = createPartedMap<number>();
  let oldest = NOWHERE;
  let newest = NOWHERE;
  let upNext = NOWHERE;

  const linked = (place: number, which: number): number => pageOf(place).links[rowOf(place) * LINKS + which] as number;

  function link(place: number, which: number, other: number): void {
    if (place !== NOWHERE) pageOf(place).links[rowOf(place) * LINKS + which] = other;
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

  function append(place: number, owner: string): void {
    const earlier = latestOf.get(owner) ?? NOWHERE;
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
      return places.size;
    },
    placeOf: places.get,
    read: (place) => readRow(pageOf(place), rowOf(place)),
    endOf: (place) => pageOf(place).ends[rowOf(place)] as number,
    setEnd(place, expiresAt) {
      pageOf(place).ends[rowOf(place)] = expiresAt;
    },
    setValue(place, value) {
      pageOf(place).values[rowOf(place)] = value;
    },
    add(key, record) {
      const place = pages.take();
      writeRow(pageOf(place), rowOf(place), key, record);
      append(place, record.owner);
      places.set(key, place);
    },
    remove(place) {
      const { key, owner } = readRow(pageOf(place), rowOf(place));
      places.delete(key);
      unlinkFromOwner(place, owner);
      unlinkFromAll(place);
      pages.release(place);
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

function readRow({ keys, owners, values, ends }: RecordPage, row: number): OwnedRecord {
  return {
    key: keys[row] as string,
    value: values[row],
    expiresAt: ends[row] as number,
    owner: owners[row] as string,
  };
}

function writeRow(page: RecordPage, row: number, key: string, { value, expiresAt, owner }: StoredRecord): void {
  page.keys[row] = key;
  page.values[row] = value;
  page.ends[row] = expiresAt;
  page.owners[row] = owner;
}
