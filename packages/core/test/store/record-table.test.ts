/**
 * The table behind the memory store, beside a plain list that is right by being simple.
 */

import { describe, expect, it } from '@jest/globals';
import { createRecordTable, type MemoryRecord } from '../../src/store/record-table.ts';
import { seeded } from '../fixture/random.ts';

const OWNERS = ['', 'a', 'ada', 'bob', '__proto__'];
const record = (owner: string) => ({ value: {}, expiresAt: 1, owner });
const keysOf = (records: readonly MemoryRecord[]): string[] => records.map(({ key }) => key);

describe('a table of records', () => {
  it('finds by key, by owner and by age whatever came and went', () => {
    const random = seeded(7);
    const table = createRecordTable();
    let expected: { key: string; owner: string }[] = [];
    for (let step = 0; step < 20_000; step += 1) {
      const known = expected.length > 0 && random.chance(0.48) ? random.pick(expected) : undefined;
      if (known === undefined) {
        const added = { key: `k${step}`, owner: random.pick(OWNERS) };
        table.add(added.key, record(added.owner));
        expected.push(added);
      } else {
        const found = table.get(known.key) as MemoryRecord;
        expect(found.owner).toBe(known.owner);
        expect([table.remove(found), table.remove(found)]).toEqual([true, false]);
        expected = expected.filter((each) => each !== known);
      }
      if (step % 500 !== 0) continue;
      expect(table.size).toBe(expected.length);
      expect(table.oldest()?.key).toBe(expected[0]?.key);
      for (const owner of OWNERS) {
        const owned = expected.filter((each) => each.owner === owner).toReversed();
        expect(keysOf(table.ownedBy(owner))).toEqual(owned.map(({ key }) => key));
      }
    }
    const seen: MemoryRecord[] = [];
    while (table.next(7, (each) => seen.push(each)));
    expect(keysOf(seen)).toEqual(expected.map(({ key }) => key));
  });

  it('goes on behind what was removed, and begins anew behind the newest', () => {
    const table = createRecordTable();
    for (const key of ['a', 'b', 'c', 'd']) table.add(key, record('ada'));
    const seen: string[] = [];
    const next = (count: number): boolean => table.next(count, ({ key }) => seen.push(key));
    expect(next(1)).toBe(true);
    for (const key of ['b', 'c']) table.remove(table.get(key) as MemoryRecord);
    expect(next(1)).toBe(false);
    table.add('e', record('ada'));
    next(9);
    expect(seen.join('')).toBe('adade');
  });

  it('may be emptied by whoever looks', () => {
    const table = createRecordTable();
    for (const key of ['a', 'b', 'c']) table.add(key, record('ada'));
    expect(table.next(9, (each) => table.remove(each))).toBe(false);
    expect([table.size, table.oldest(), table.next(9, () => undefined)]).toEqual([0, undefined, false]);
  });

  it('does not take a record for another one of its key', () => {
    const table = createRecordTable();
    table.add('a', record('ada'));
    const first = table.get('a') as MemoryRecord;
    table.remove(first);
    table.add('a', record('bob'));
    expect(table.remove(first)).toBe(false);
    expect(keysOf(table.ownedBy('bob'))).toEqual(['a']);
  });
});
