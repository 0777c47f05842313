/**
 * The places of records by key: a hash table that grows and shrinks by one bucket at a time, since one that doubles moves
 * a million entries at once. The records of a bucket are linked where they stand.
 *
 * @see Witold Litwin, "Linear hashing: a new tool for file and table addressing" (VLDB 1980)
 */

import { randomInt } from 'node:crypto';
import { copyKey, hashOfKey, isKeyAt, KEY_WORDS, packKey, unpackKey } from './packed-key.ts';
import { createPartedMap } from './parted-map.ts';
import { createPlaceList } from './place-list.ts';
import { keyAt, NEXT_IN_BUCKET, NOWHERE, type RecordPages, rowOf } from './record-pages.ts';

export interface KeyIndex {
  placeOf(key: string): number | undefined;
  /** The key that a place was added with. */
  keyOf(place: number): string;
  /** The key must be new. */
  add(key: string, place: number): void;
  /** Forgets a place, which has to be as it was added. */
  remove(place: number): void;
}

export function createKeyIndex(pages: RecordPages): KeyIndex {
  const { pageOf, linked, link } = pages;
  const seed = randomInt(2 ** 32) | 0;
  /** The first place of each bucket. */
  const firsts = createPlaceList();
  while (firsts.length < FEWEST_BUCKETS) firsts.push(NOWHERE);
  /** Records in buckets. */
  let size = 0;
  /** Keys that cannot be packed. They stand in their page as they are. */
  const unpacked = createPartedMap<number>();
  /** The key that was sought last: who adds one has sought it before. */
  const sought = new Int32Array(KEY_WORDS);
  let soughtKey = '';
  let isPacked = false;

  function pack(key: string): boolean {
    if (key !== soughtKey) isPacked = packKey(key, sought);
    soughtKey = key;
    return isPacked;
  }

  /** Buckets beyond the last power of two have been split off those before it. */
  function bucketOf(words: Int32Array, start: number): number {
    const hash = hashOfKey(words, start, seed);
    const half = highestBit(firsts.length);
    const bucket = hash & (2 * half - 1);
    return bucket < firsts.length ? bucket : bucket - half;
  }

  const bucketAt = (place: number): number => bucketOf(pageOf(place).words, keyAt(place));

  function put(place: number): void {
    const bucket = bucketAt(place);
    link(place, NEXT_IN_BUCKET, firsts.get(bucket));
    firsts.set(bucket, place);
  }

  function putAll(first: number): void {
    for (let place = first; place !== NOWHERE; ) {
      const next = linked(place, NEXT_IN_BUCKET);
      put(place);
      place = next;
    }
  }

  function grow(): void {
    const split = firsts.length - highestBit(firsts.length);
    const first = firsts.get(split);
    firsts.set(split, NOWHERE);
    firsts.push(NOWHERE);
    putAll(first);
  }

  function takeOut(place: number): void {
    const bucket = bucketAt(place);
    const next = linked(place, NEXT_IN_BUCKET);
    let before = firsts.get(bucket);
    if (before === place) {
      firsts.set(bucket, next);
      return;
    }
    while (linked(before, NEXT_IN_BUCKET) !== place) before = linked(before, NEXT_IN_BUCKET);
    link(before, NEXT_IN_BUCKET, next);
  }

  return {
    placeOf(key) {
      if (!pack(key)) return unpacked.get(key);
      let place = firsts.get(bucketOf(sought, 0));
      while (place !== NOWHERE && !isKeyAt(pageOf(place).words, keyAt(place), sought))
        place = linked(place, NEXT_IN_BUCKET);
      return place === NOWHERE ? undefined : place;
    },
    keyOf: (place) => pageOf(place).unpacked[rowOf(place)] ?? unpackKey(pageOf(place).words, keyAt(place)),
    add(key, place) {
      if (!pack(key)) {
        pageOf(place).unpacked[rowOf(place)] = key;
        unpacked.set(key, place);
        return;
      }
      copyKey(sought, pageOf(place).words, keyAt(place));
      put(place);
      size += 1;
      if (size > firsts.length) grow();
    },
    remove(place) {
      const key = pageOf(place).unpacked[rowOf(place)];
      if (key !== undefined) return void unpacked.delete(key);
      takeOut(place);
      size -= 1;
      // Not before half of them are empty: else who comes and goes would split and join buckets each time.
      while (firsts.length > 2 * size && firsts.length > FEWEST_BUCKETS) putAll(firsts.pop());
    },
  };
}

/** So many take 4 KB. A table that stays that small never splits one. */
const FEWEST_BUCKETS = 1024;

function highestBit(number: number): number {
  return 1 << (31 - Math.clz32(number));
}
