/**
 * The memory store beside a plain map of records, which is right by being simple: any operations, on any keys, in any order.
 */

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { hashSecret } from '../../src/secret/secret-value.ts';
import type {
  Counter,
  ExpiringStore,
  OwnedRecord,
  RecordChange,
  RecordKind,
  StoredRecord,
} from '../../src/store/expiring-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { type Random, seeded } from '../fixture/random.ts';

const KINDS: readonly RecordKind[] = ['session', 'ticket'];
const OWNERS = ['', 'ada', 'bob', 'constructor', '__proto__', 'ядро'];
const HASH = hashSecret('one');
/** None of them is a hash, though most nearly are. */
const ODD_KEYS = [
  '',
  'k',
  '__proto__',
  HASH.slice(1),
  `${HASH}A`,
  `=${HASH.slice(1)}`,
  `${HASH.slice(0, 42)}\u0141`,
  `${HASH.slice(0, 42)}\u00c1`,
  `${HASH.slice(0, 20)}+${HASH.slice(21)}`,
  `${HASH.slice(0, 41)}😀`,
];
/** Of one phase. */
const STEPS = 1_500;
/** What all times are multiples of: much is over at just the time when it is asked for. */
const TICK_MS = 50;
/** Longer than it takes to look at all records. */
const ALL_SWEPT_MS = 30_000;

let time = 0;
let store: ExpiringStore;
let told: RecordChange[];
let model: Record<RecordKind, Map<string, StoredRecord>>;
let counters: Map<string, Counter>;

const isLive = (record: StoredRecord | undefined): record is StoredRecord =>
  record !== undefined && record.expiresAt > time;
const liveIn = (kind: RecordKind, key: string): StoredRecord | null => {
  const record = model[kind].get(key);
  return isLive(record) ? record : null;
};
const liveOf = (kind: RecordKind, owner: string): string[] =>
  [...model[kind]].filter(([, record]) => isLive(record) && record.owner === owner).map(([key]) => key);

beforeEach(() => {
  jest.useFakeTimers();
  time = 1_000_000;
  store = createMemoryStore({ now: () => time });
  told = [];
  store.subscribe((change) => told.push(change));
  model = { session: new Map(), ticket: new Map() };
  counters = new Map();
});
afterEach(() => {
  void store.close();
  jest.useRealTimers();
});

const endOf = (random: Random): number => time + random.int(100) * TICK_MS;

function pickKey(random: Random, keys: number): string {
  return random.chance(0.1) ? random.pick(ODD_KEYS) : hashSecret(String(random.int(keys)));
}

/** The live records of an owner in both, each of the same key. */
function expectSameOwned(kind: RecordKind, owner: string): void {
  const listed = store.list(kind, owner) as readonly OwnedRecord[];
  expect(listed.map(({ key }) => key).sort()).toEqual(liveOf(kind, owner).sort());
  for (const { key, ...record } of listed) expect(record).toEqual(liveIn(kind, key));
}

function create(kind: RecordKind, key: string, random: Random): void {
  if (liveIn(kind, key) !== null) return;
  const record = { value: { n: random.int(9) }, owner: random.pick(OWNERS), expiresAt: endOf(random) };
  void store.create(kind, key, record);
  model[kind].set(key, record);
}

function change(kind: RecordKind, key: string, random: Random): void {
  const live = liveIn(kind, key);
  const next = { value: { n: random.int(9) }, expiresAt: endOf(random) };
  if (random.chance(0.5)) {
    void store.extend(kind, key, next.expiresAt);
    if (live !== null) model[kind].set(key, { ...live, expiresAt: next.expiresAt });
    return;
  }
  const isExpected = random.chance(0.8);
  const replaced = store.replace(kind, key, isExpected ? (live?.value ?? 0) : { n: -1 }, next);
  expect(replaced).toBe(live !== null && isExpected);
  if (live !== null && isExpected) model[kind].set(key, { ...next, owner: live.owner });
}

function remove(kind: RecordKind, key: string, random: Random): void {
  const live = liveIn(kind, key);
  if (random.chance(0.5)) expect(store.delete(kind, key)).toBe(live !== null);
  else expect(store.claim(kind, key)).toEqual(live);
  if (live === null) return;
  model[kind].delete(key);
  expect(told.pop()).toEqual({ kind, key });
}

function removeOwned(kind: RecordKind, exceptKey: string, random: Random): void {
  const owner = random.pick(OWNERS);
  const expected = liveOf(kind, owner).filter((key) => key !== exceptKey);
  const removed = store.deleteOwned(kind, owner, exceptKey) as string[];
  // What is over may be there still, or have been swept.
  for (const key of removed) expect([key, model[kind].get(key)?.owner]).toEqual([key, owner]);
  expect(removed.filter((key) => liveIn(kind, key) !== null).sort()).toEqual(expected.sort());
  expect(told.splice(0)).toEqual(removed.map((key) => ({ kind, key })));
  for (const key of removed) model[kind].delete(key);
}

function count(key: string, random: Random): void {
  const known = counters.get(key);
  const current = known !== undefined && known.resetsAt > time ? known : null;
  expect(store.count(key)).toEqual(current);
  if (random.chance(0.2)) {
    void store.reset(key);
    counters.delete(key);
    return;
  }
  const windowMs = TICK_MS + random.int(100) * TICK_MS;
  const next = { count: (current?.count ?? 0) + 1, resetsAt: current?.resetsAt ?? time + windowMs };
  expect(store.increment(key, windowMs)).toEqual(next);
  counters.set(key, next);
}

function pass(ms: number): void {
  time += ms;
  jest.advanceTimersByTime(ms);
}

/** One operation; `growth` is the share of those that make a record. */
function step(random: Random, keys: number, growth: number): void {
  const kind = random.pick(KINDS);
  const key = pickKey(random, keys);
  expect(store.get(kind, key)).toEqual(liveIn(kind, key));
  if (random.chance(growth)) create(kind, key, random);
  else if (random.chance(0.6)) remove(kind, key, random);
  else if (random.chance(0.5)) change(kind, key, random);
  else if (random.chance(0.7)) count(key, random);
  else if (random.chance(0.1)) removeOwned(kind, key, random);
  else pass(random.int(3) * TICK_MS);
  expect(told).toEqual([]);
}

describe('the memory store beside a plain map', () => {
  for (const [salt, keys] of [
    [1, 8],
    [2, 300],
    [3, 6000],
  ] as const) {
    it(`answers the same for ${keys} keys, while it grows and while it shrinks`, () => {
      const random = seeded(salt);
      for (const growth of [0.9, 0.5, 0.1, 0.9, 0.02]) {
        for (let i = 0; i < STEPS; i += 1) step(random, keys, growth);
        for (const kind of KINDS) for (const owner of OWNERS) expectSameOwned(kind, owner);
      }
      pass(ALL_SWEPT_MS);
      for (const kind of KINDS) {
        for (const key of model[kind].keys()) expect(store.get(kind, key)).toBeNull();
        for (const owner of OWNERS) expect(store.deleteOwned(kind, owner)).toEqual([]);
      }
    });
  }

  it('has every one of many records while buckets are split and joined, and nothing else', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => hashSecret(String(i)));
    const storedBy = (key: string): unknown => (store.get('session', key) as StoredRecord | null)?.value;
    const found = (): number[] => keys.map(storedBy).filter((value) => value !== undefined) as number[];
    keys.forEach(
      (key, i) => void store.create('session', key, { value: i, owner: String(i % 99), expiresAt: time + 1 }),
    );
    expect(found()).toEqual(keys.map((_, i) => i));
    for (let gone = 0; gone < keys.length; gone += 1) {
      expect(store.delete('session', keys[gone] as string)).toBe(true);
      if (gone % 4000 === 0) expect(found()).toEqual(keys.slice(gone + 1).map((_, i) => gone + 1 + i));
    }
  });
});
