/**
 * A map in parts. One that grows or shrinks copies all of its entries at once, which with a million of
 * them holds the event loop for tens of milliseconds; a part has few.
 */

export interface PartedMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): boolean;
}

const PARTS = 32;

export function createPartedMap<V>(): PartedMap<V> {
  const parts = Array.from({ length: PARTS }, () => new Map<string, V>());
  let size = 0;
  return {
    get size() {
      return size;
    },
    get: (key) => partOf(parts, key).get(key),
    set(key, value) {
      const part = partOf(parts, key);
      const before = part.size;
      part.set(key, value);
      size += part.size - before;
    },
    delete(key) {
      const deleted = partOf(parts, key).delete(key);
      if (deleted) size -= 1;
      return deleted;
    },
  };
}

/** By the last two characters: of hashes and of ids they are what differs most. */
function partOf<V>(parts: readonly Map<string, V>[], key: string): Map<string, V> {
  const end = key.length - 1;
  return parts[(key.charCodeAt(end) * 31 + key.charCodeAt(end - 1)) & (PARTS - 1)] as Map<string, V>;
}
