/**
 * Where records in memory stand: in columns, page by page. An object for each record would weigh twice as much, and the
 * collector of garbage would have to follow every one of its references to the next.
 */

export interface RecordPages {
  /** A place that is free. What stands there is for the caller to write. */
  take(): number;
  /** Forgets what stands at a place. A page without records is given back, but for the last one with room. */
  release(place: number): void;
  /** The page of a place, in which it is the one of {@link rowOf}. */
  pageOf(place: number): RecordPage;
}

export interface RecordPage {
  readonly keys: string[];
  readonly owners: string[];
  readonly values: unknown[];
  /** Milliseconds since the epoch. */
  readonly ends: Float64Array;
  /** {@link LINKS} for each record: places of others. */
  readonly links: Int32Array;
}

interface FillingPage extends RecordPage {
  used: number;
  /** The first free place; the first link of each is the next one. */
  free: number;
}

/** No place. */
export const NOWHERE = -1;

export const LINKS = 4;

const PAGE_BITS = 10;
const PAGE_SIZE = 1 << PAGE_BITS;

export function rowOf(place: number): number {
  return place & (PAGE_SIZE - 1);
}

export function createRecordPages(): RecordPages {
  const pages: (FillingPage | undefined)[] = [];
  /** Numbers of pages with room, the last of which is filled next; and of those that were given back. */
  const roomy: number[] = [];
  const unused: number[] = [];
  const at = (number: number): FillingPage => pages[number] as FillingPage;

  function open(): number {
    const number = unused.pop() ?? pages.length;
    pages[number] = createPage(number << PAGE_BITS);
    roomy.push(number);
    return number;
  }

  return {
    take() {
      const page = at(roomy.at(-1) ?? open());
      const place = page.free;
      page.free = page.links[rowOf(place) * LINKS] as number;
      page.used += 1;
      if (page.free === NOWHERE) roomy.pop();
      return place;
    },
    release(place) {
      const number = place >> PAGE_BITS;
      const page = at(number);
      clear(page, rowOf(place));
      if (page.free === NOWHERE) roomy.push(number);
      page.links[rowOf(place) * LINKS] = page.free;
      page.free = place;
      page.used -= 1;
      if (page.used > 0 || roomy.length === 1) return;
      roomy.splice(roomy.indexOf(number), 1);
      pages[number] = undefined;
      unused.push(number);
    },
    pageOf: (place) => at(place >> PAGE_BITS),
  };
}

function createPage(first: number): FillingPage {
  const links = new Int32Array(PAGE_SIZE * LINKS);
  for (let row = 0; row < PAGE_SIZE; row += 1) links[row * LINKS] = row + 1 < PAGE_SIZE ? first + row + 1 : NOWHERE;
  return {
    keys: new Array<string>(PAGE_SIZE).fill(''),
    owners: new Array<string>(PAGE_SIZE).fill(''),
    values: new Array<unknown>(PAGE_SIZE).fill(null),
    ends: new Float64Array(PAGE_SIZE),
    links,
    used: 0,
    free: first,
  };
}

function clear({ keys, owners, values }: RecordPage, row: number): void {
  keys[row] = '';
  owners[row] = '';
  values[row] = null;
}
