/**
 * Where records in memory stand: page by page, numbers side by side and what is no number in columns. An object for each
 * record would weigh twice as much, and the collector of garbage would have to follow every one of its references.
 */

import { KEY_WORDS } from './packed-key.ts';

export interface RecordPages {
  /** A place that is free. What stands there is for the caller to write. */
  take(): number;
  /** Forgets what stands at a place. A page without records is given back, but for the last one with room. */
  release(place: number): void;
  /** The page of a place, in which it is the one of {@link rowOf}. */
  pageOf(place: number): RecordPage;
  /** Which place another one is linked to. */
  linked(place: number, which: number): number;
  link(place: number, which: number, other: number): void;
}

export interface RecordPage {
  readonly owners: string[];
  readonly values: unknown[];
  /** Keys that cannot be packed; most pages have none. */
  readonly unpacked: (string | undefined)[];
  /** Milliseconds since the epoch. By {@link endAt}. */
  readonly ends: Float64Array;
  /** The same memory: the packed key by {@link keyAt}, the links behind it. */
  readonly words: Int32Array;
}

interface FillingPage extends RecordPage {
  used: number;
  /** The first free place, which is linked to the next one. */
  free: number;
}

/** No place. */
export const NOWHERE = -1;

/** The links of a record: among all in the order in which they came, among those of its owner, and in its bucket. */
export const OLDER: number = KEY_WORDS;
export const NEWER: number = KEY_WORDS + 1;
export const EARLIER: number = KEY_WORDS + 2;
export const LATER: number = KEY_WORDS + 3;
export const NEXT_IN_BUCKET: number = KEY_WORDS + 4;
/** Of a place that is free. */
const NEXT_FREE = NEXT_IN_BUCKET;

/** With the end, which takes two, they are 64 bytes: as much as a processor reads at once. */
const ROW_WORDS = KEY_WORDS + 7;
const ROW_DOUBLES = ROW_WORDS / 2;

const PAGE_BITS = 10;
const PAGE_SIZE = 1 << PAGE_BITS;

export function rowOf(place: number): number {
  return place & (PAGE_SIZE - 1);
}

export function keyAt(place: number): number {
  return rowOf(place) * ROW_WORDS;
}

export function endAt(place: number): number {
  return rowOf(place) * ROW_DOUBLES + ROW_DOUBLES - 1;
}

export function createRecordPages(): RecordPages {
  const pages: (FillingPage | undefined)[] = [];
  /** Numbers of pages with room, the last of which is filled next; and of those that were given back. */
  const roomy: number[] = [];
  const unused: number[] = [];
  const at = (number: number): FillingPage => pages[number] as FillingPage;
  const pageOf = (place: number): FillingPage => at(place >> PAGE_BITS);
  const linked = (place: number, which: number): number => pageOf(place).words[keyAt(place) + which] as number;

  function link(place: number, which: number, other: number): void {
    pageOf(place).words[keyAt(place) + which] = other;
  }

  function open(): number {
    const number = unused.pop() ?? pages.length;
    const first = number << PAGE_BITS;
    pages[number] = createPage(first);
    for (let place = first; place < first + PAGE_SIZE; place += 1) link(place, NEXT_FREE, place + 1);
    link(first + PAGE_SIZE - 1, NEXT_FREE, NOWHERE);
    roomy.push(number);
    return number;
  }

  return {
    pageOf,
    linked,
    link,
    take() {
      const page = at(roomy.at(-1) ?? open());
      const place = page.free;
      page.free = linked(place, NEXT_FREE);
      page.used += 1;
      if (page.free === NOWHERE) roomy.pop();
      return place;
    },
    release(place) {
      const number = place >> PAGE_BITS;
      const page = at(number);
      clear(page, rowOf(place));
      if (page.free === NOWHERE) roomy.push(number);
      link(place, NEXT_FREE, page.free);
      page.free = place;
      page.used -= 1;
      if (page.used > 0 || roomy.length === 1) return;
      roomy.splice(roomy.indexOf(number), 1);
      pages[number] = undefined;
      unused.push(number);
    },
  };
}

function createPage(free: number): FillingPage {
  const words = new Int32Array(PAGE_SIZE * ROW_WORDS);
  return {
    owners: new Array<string>(PAGE_SIZE).fill(''),
    values: new Array<unknown>(PAGE_SIZE).fill(null),
    unpacked: [],
    ends: new Float64Array(words.buffer),
    words,
    used: 0,
    free,
  };
}

function clear({ owners, values, unpacked }: RecordPage, row: number): void {
  owners[row] = '';
  values[row] = null;
  if (row < unpacked.length) unpacked[row] = undefined;
}
