/**
 * The expiring store of a single process: bounded maps, gone with the process.
 */

import type { Counter, ExpiringStore, RecordChange, RecordKind, StoredRecord } from './expiring-store.ts';
import { createRecordTable, type MemoryRecord, type RecordTable } from './record-table.ts';

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
  const isLive = ({ expiresAt }: StoredRecord): boolean => expiresAt > now();

  function live(kind: RecordKind, key: string): MemoryRecord | null {
    const record = records[kind].get(key);
    return record !== undefined && isLive(record) ? record : null;
  }

  /** Takes a record out and tells of it. */
  function remove(kind: RecordKind, record: MemoryRecord): boolean {
    if (!records[kind].remove(record)) return false;
    for (const listener of listeners) listener({ kind, key: record.key });
    return true;
  }

  const timer = setInterval(() => {
    sweepTable(records.session, isLive);
    sweepTable(records.ticket, isLive);
    sweepMap(counters, SWEEP_RECORDS, (key, counter) => counter.resetsAt <= now() && counters.delete(key));
  }, SWEEP_INTERVAL_MS);
  timer.unref();

  return {
    get: (kind, key) => view(live(kind, key)),
    create(kind, key, record) {
      const table = records[kind];
      const before = table.get(key);
      if (before !== undefined) table.remove(before);
      const oldest = table.size >= maxRecords ? table.oldest() : undefined;
      if (oldest !== undefined) remove(kind, oldest);
      table.add(key, record);
    },
    extend(kind, key, expiresAt) {
      const record = live(kind, key);
      if (record !== null) record.expiresAt = expiresAt;
    },
    replace(kind, key, expected, next) {
      const record = live(kind, key);
      if (record === null || !isSame(record.value, expected)) return false;
      record.value = next.value;
      record.expiresAt = next.expiresAt;
      return true;
    },
    claim(kind, key) {
      const record = live(kind, key);
      if (record !== null) remove(kind, record);
      return view(record);
    },
    delete(kind, key) {
      const record = live(kind, key);
      return record !== null && remove(kind, record);
    },
    deleteOwned(kind, owner, exceptKey) {
      const others = records[kind].ownedBy(owner).filter(({ key }) => key !== exceptKey);
      return others.filter((record) => remove(kind, record)).map(({ key }) => key);
    },
    list: (kind, owner) =>
      records[kind]
        .ownedBy(owner)
        .filter(isLive)
        .map(({ key, value, expiresAt }) => ({ key, value, expiresAt, owner })),
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

/** A record without its neighbours. */
function view(record: MemoryRecord | null): StoredRecord | null {
  return record && { value: record.value, expiresAt: record.expiresAt, owner: record.owner };
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

function sweepTable(table: RecordTable, isLive: (record: StoredRecord) => boolean): void {
  const until = performance.now() + SWEEP_MS;
  for (let looked = 0; looked < SWEEP_RECORDS; looked += SWEEP_STEP) {
    const goesOn = table.next(SWEEP_STEP, (record) => void (isLive(record) || table.remove(record)));
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
