/**
 * The expiring store of a single process: bounded maps, gone with the process.
 */

import type { Counter, ExpiringStore, RecordChange, RecordKind, StoredRecord } from './expiring-store.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';

export interface MemoryStoreOptions {
  /** Records kept at most, default 1,000,000. Past it the oldest makes room. */
  readonly maxRecords?: number;
  /** Counters kept at most, default 100,000. Past it all further keys share one. */
  readonly maxCounters?: number;
  readonly now?: () => number;
}

export function createMemoryStore(options: MemoryStoreOptions = {}): ExpiringStore {
  const { maxRecords = 1_000_000, maxCounters = 100_000, now = Date.now } = options;
  const records = { session: createRecordTable(), ticket: createRecordTable() };
  const counters = new Map<string, Counter>();
  const listeners = new Set<(change: RecordChange) => void>();
  const isLive = (table: RecordTable, place: number): boolean => table.endOf(place) > now();

  function live(table: RecordTable, key: string): number | undefined {
    const place = table.placeOf(key);
    return place !== undefined && isLive(table, place) ? place : undefined;
  }

  /** Takes a record out and tells of it. */
  function take(kind: RecordKind, place: number, key: string): StoredRecord {
    const record = records[kind].read(place);
    records[kind].remove(place);
    for (const listener of listeners) listener({ kind, key });
    return record;
  }

  const timer = setInterval(() => {
    for (const table of [records.session, records.ticket]) sweepTable(table, (place) => isLive(table, place));
    sweepMap(counters, SWEEP_RECORDS, (key, counter) => counter.resetsAt <= now() && counters.delete(key));
  }, SWEEP_INTERVAL_MS);
  timer.unref();

  return {
    get(kind, key) {
      const place = live(records[kind], key);
      return place === undefined ? null : records[kind].read(place);
    },
    create(kind, key, record) {
      const table = records[kind];
      const before = table.placeOf(key);
      if (before !== undefined) table.remove(before);
      const oldest = table.size >= maxRecords ? table.oldest() : undefined;
      if (oldest !== undefined) take(kind, oldest, table.keyOf(oldest));
      table.add(key, record);
    },
    extend(kind, key, expiresAt) {
      const place = live(records[kind], key);
      if (place !== undefined) records[kind].setEnd(place, expiresAt);
    },
    replace(kind, key, expected, next) {
      const table = records[kind];
      const place = live(table, key);
      if (place === undefined || !isSame(table.read(place).value, expected)) return false;
      table.setValue(place, next.value);
      table.setEnd(place, next.expiresAt);
      return true;
    },
    claim(kind, key) {
      const place = live(records[kind], key);
      return place === undefined ? null : take(kind, place, key);
    },
    delete(kind, key) {
      const place = live(records[kind], key);
      if (place !== undefined) take(kind, place, key);
      return place !== undefined;
    },
    deleteOwned(kind, owner, exceptKey) {
      const table = records[kind];
      const keys = table.ownedBy(owner).map(table.keyOf);
      return keys.filter((key) => {
        // Whoever is told of one may have removed another.
        const place = key === exceptKey ? undefined : table.placeOf(key);
        if (place !== undefined) take(kind, place, key);
        return place !== undefined;
      });
    },
    list(kind, owner) {
      const table = records[kind];
      return table
        .ownedBy(owner)
        .filter((place) => isLive(table, place))
        .map((place) => ({ key: table.keyOf(place), ...table.read(place) }));
    },
    increment(key, windowMs) {
      const slot = counters.size >= maxCounters && !counters.has(key) ? OVERFLOW : key;
      const current = counters.get(slot);
      const started = current !== undefined && current.resetsAt > now();
      const next = started
        ? { count: current.count + 1, resetsAt: current.resetsAt }
        : { count: 1, resetsAt: now() + windowMs };
      counters.set(slot, next);
      return next;
    },
    count(key) {
      const counter = counters.get(key) ?? (counters.size >= maxCounters ? counters.get(OVERFLOW) : undefined);
      return counter !== undefined && counter.resetsAt > now() ? counter : null;
    },
    reset: (key) => void counters.delete(key),
    mayCache: () => true,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
}

/** As a store that keeps text compares them. */
function isSame(value: unknown, other: unknown): boolean {
  return value === other || JSON.stringify(value) === JSON.stringify(other);
}

/** The counter that stands for every key once there are too many. */
const OVERFLOW = '\0overflow';

const SWEEP_INTERVAL_MS = 1_000;
/** Looked at in one turn of the event loop, of each kind, as far as time allows: a million in a quarter of an hour. */
const SWEEP_RECORDS = 1_000;
const SWEEP_MS = 1;
/** Between two looks at the clock. */
const SWEEP_STEP = 10;

function sweepTable(table: RecordTable, isLive: (place: number) => boolean): void {
  const until = performance.now() + SWEEP_MS;
  for (let looked = 0; looked < SWEEP_RECORDS; looked += SWEEP_STEP) {
    const goesOn = table.next(SWEEP_STEP, (place) => void (isLive(place) || table.remove(place)));
    if (!goesOn || performance.now() >= until) return;
  }
}

const positions = new WeakMap<Map<string, unknown>, Iterator<[string, unknown]>>();

/** Looks at the next `budget` entries, going on where it stopped the last time. */
function sweepMap<V>(map: Map<string, V>, budget: number, dropIfOver: (key: string, value: V) => unknown): void {
  let iterator = positions.get(map) as Iterator<[string, V]> | undefined;
  iterator ??= map.entries();
  for (let i = 0; i < budget; i += 1) {
    const next = iterator.next();
    if (next.done) {
      positions.delete(map);
      return;
    }
    dropIfOver(next.value[0], next.value[1]);
  }
  positions.set(map, iterator);
}
