/**
 * A list of places that grows and shrinks at its end, page by page: nothing is copied when it does.
 */

export interface PlaceList {
  readonly length: number;
  get(index: number): number;
  set(index: number, place: number): void;
  push(place: number): void;
  /** Takes the last one; there must be one. */
  pop(): number;
}

const PAGE_BITS = 10;
const PAGE_SIZE = 1 << PAGE_BITS;

export function createPlaceList(): PlaceList {
  const pages: Int32Array[] = [];
  let length = 0;

  const get = (index: number): number => (pages[index >> PAGE_BITS] as Int32Array)[index & (PAGE_SIZE - 1)] as number;

  function set(index: number, place: number): void {
    (pages[index >> PAGE_BITS] as Int32Array)[index & (PAGE_SIZE - 1)] = place;
  }

  return {
    get length() {
      return length;
    },
    get,
    set,
    push(place) {
      if (length === pages.length * PAGE_SIZE) pages.push(new Int32Array(PAGE_SIZE));
      set(length, place);
      length += 1;
    },
    pop() {
      length -= 1;
      const last = get(length);
      if (length === (pages.length - 1) * PAGE_SIZE) pages.pop();
      return last;
    },
  };
}
