/**
 * The table behind the memory store, beside a plain list that is right by being simple.
 */

import { describe, expect, it } from '@jest/globals';
import type { OwnedRecord } from '../../src/store/expiring-store.ts';
import { createRecordTable, type RecordTable } from '../../src/store/record-table.ts';
import { seeded } from '../fixture/random.ts';

const OWNERS = ['', 'a', 'ada', 'bob', '__proto__'];
const record = (owner: string) => ({ value: {}, expiresAt: 1, owner });
const keysOf = (table: RecordTable, places: readonly number[]): string[] => places.map(table.keyOf);
const oldestOf = (table: RecordTable): string | undefined => keysOf(table, [table.oldest() ?? []].flat())[0];

const readAt = (table: RecordTable, place: number): OwnedRecord => ({ key: table.keyOf(place), ...table.read(place) });

function removeKey(table: RecordTable, key: string): void {
  const place = table.placeOf(key);
  if (place === undefined) throw new Error(`${key} is not there`);
  table.remove(place);
}

describe('a table of records', () => {
  it('finds by key, by owner and by age whatever came and went', () => {
    const random = seeded(7);
    const table = createRecordTable();
    let expected: { key: string; owner: string; expiresAt: number; value: unknown }[] = [];
    for (let step = 0; step < 20_000; step += 1) {
      const known = expected.length > 0 && random.chance(0.48) ? random.pick(expected) : undefined;
      if (known === undefined) {
        const added = { key: `k${step}`, owner: random.pick(OWNERS), expiresAt: step + 0.5, value: { step } };
        table.add(added.key, added);
        expected.push(added);
      } else {
        expect(readAt(table, table.placeOf(known.key) as number)).toEqual(known);
        removeKey(table, known.key);
        expect(table.placeOf(known.key)).toBeUndefined();
        expected = expected.filter((each) => each !== known);
      }
      if (step % 500 !== 0) continue;
      expect(table.size).toBe(expected.length);
      expect(oldestOf(table)).toBe(expected[0]?.key);
      for (const owner of OWNERS) {
        const owned = expected.filter((each) => each.owner === owner).toReversed();
        expect(table.ownedBy(owner).map((place) => readAt(table, place))).toEqual(owned);
      }
    }
    const seen: number[] = [];
    while (table.next(7, (each) => seen.push(each)));
    expect(keysOf(table, seen)).toEqual(expected.map(({ key }) => key));
  });

  it('is right also when it grows over many pages, is emptied, and grows again', () => {
    const table = createRecordTable();
    const keys = Array.from({ length: 5000 }, (_, i) => `k${i}`);
    for (let round = 0; round < 3; round += 1) {
      for (const key of keys) table.add(key, { value: key, expiresAt: round, owner: 'ada' });
      expect(keysOf(table, table.ownedBy('ada'))).toEqual(keys.toReversed());
      expect(table.read(table.placeOf('k4321') as number)).toMatchObject({ value: 'k4321', expiresAt: round });
      // Now the first pages are emptied first, now the last ones.
      for (const key of round === 1 ? keys.toReversed() : keys) removeKey(table, key);
      expect([table.size, table.oldest(), table.ownedBy('ada')]).toEqual([0, undefined, []]);
    }
  });

  it('moves ends and changes values where they stand', () => {
    const table = createRecordTable();
    for (const key of ['a', 'b']) table.add(key, record('ada'));
    const place = table.placeOf('a') as number;
    table.setEnd(place, 7.25);
    table.setValue(place, 'new');
    expect([table.endOf(place), readAt(table, place)]).toEqual([
      7.25,
      { key: 'a', value: 'new', expiresAt: 7.25, owner: 'ada' },
    ]);
    expect(readAt(table, table.placeOf('b') as number)).toEqual({ key: 'b', ...record('ada') });
  });

  it('goes on behind what was removed, and begins anew behind the newest', () => {
    const table = createRecordTable();
    for (const key of ['a', 'b', 'c', 'd']) table.add(key, record('ada'));
    const seen: string[] = [];
    const next = (count: number): boolean => table.next(count, (place) => seen.push(table.keyOf(place)));
    expect(next(1)).toBe(true);
    for (const key of ['b', 'c']) removeKey(table, key);
    expect(next(1)).toBe(false);
    table.add('e', record('ada'));
    next(9);
    expect(seen.join('')).toBe('adade');
  });

  it('may be emptied by whoever looks', () => {
    const table = createRecordTable();
    for (const key of ['a', 'b', 'c']) table.add(key, record('ada'));
    expect(table.next(9, table.remove)).toBe(false);
    expect([table.size, table.oldest(), table.next(9, () => undefined)]).toEqual([0, undefined, false]);
  });
});
