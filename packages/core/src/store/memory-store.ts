/**
 * The expiring store of a single process: bounded maps, gone with the process.
 */

import type { Counter, ExpiringStore, RecordChange, RecordKind, StoredRecord } from './expiring-store.ts';

export interface MemoryStoreOptions {
  /** Records kept at most, default 1,000,000. Past it the oldest makes room. */
  readonly maxRecords?: number;
  /** Counters kept at most, default 100,000. Past it all further keys share one. */
  readonly maxCounters?: number;
  readonly now?: () => number;
}

interface Entry extends StoredRecord {
  expiresAt: number;
}

export function createMemoryStore(options: MemoryStoreOptions = {}): ExpiringStore {
  const { maxRecords = 1_000_000, maxCounters = 100_000, now = Date.now } = options;
  const records = { session: new Map<string, Entry>(), ticket: new Map<string, Entry>() };
  const owned = { session: new Map<string, Set<string>>(), ticket: new Map<string, Set<string>>() };
  const counters = new Map<string, Counter>();
  const listeners = new Set<(change: RecordChange) => void>();

  function live(kind: RecordKind, key: string): Entry | null {
    const entry = records[kind].get(key);
    return entry !== undefined && entry.expiresAt > now() ? entry : null;
  }

  function drop(kind: RecordKind, key: string): boolean {
    const entry = records[kind].get(key);
    if (entry === undefined) return false;
    records[kind].delete(key);
    const keys = owned[kind].get(entry.owner);
    keys?.delete(key);
    if (keys?.size === 0) owned[kind].delete(entry.owner);
    return true;
  }

  function remove(kind: RecordKind, key: string): boolean {
    if (!drop(kind, key)) return false;
    for (const listener of listeners) listener({ kind, key });
    return true;
  }

  const sweeper = createSweeper((budget) => {
    sweepMap(records.session, budget, (key, entry) => entry.expiresAt <= now() && drop('session', key));
    sweepMap(records.ticket, budget, (key, entry) => entry.expiresAt <= now() && drop('ticket', key));
    sweepMap(counters, budget, (key, counter) => counter.resetsAt <= now() && counters.delete(key));
  });

  return {
    get: live,
    create(kind, key, record) {
      if (records[kind].size >= maxRecords) {
        const oldest = records[kind].keys().next().value;
        if (oldest !== undefined) remove(kind, oldest);
      }
      records[kind].set(key, { value: record.value, expiresAt: record.expiresAt, owner: record.owner });
      const keys = owned[kind].get(record.owner);
      if (keys === undefined) owned[kind].set(record.owner, new Set([key]));
      else keys.add(key);
    },
    extend(kind, key, expiresAt) {
      const entry = live(kind, key);
      if (entry !== null) entry.expiresAt = expiresAt;
    },
    claim(kind, key) {
      const entry = live(kind, key);
      if (entry !== null) remove(kind, key);
      return entry;
    },
    delete: (kind, key) => live(kind, key) !== null && remove(kind, key),
    deleteOwned(kind, owner, exceptKey) {
      const keys = [...(owned[kind].get(owner) ?? [])].filter((key) => key !== exceptKey);
      return keys.filter((key) => remove(kind, key));
    },
    list: (kind, owner) =>
      [...(owned[kind].get(owner) ?? [])].flatMap((key) => {
        const entry = live(kind, key);
        return entry === null ? [] : [{ key, value: entry.value, expiresAt: entry.expiresAt, owner: entry.owner }];
      }),
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
    close: () => sweeper.stop(),
  };
}

/** The counter that stands for every key once there are too many. */
const OVERFLOW = '\0overflow';

const SWEEP_INTERVAL_MS = 30_000;
/** Entries looked at in one turn of the event loop: well under a millisecond. */
const SWEEP_BATCH = 2_000;

/** Runs `sweep` now and then, without keeping the process alive. */
function createSweeper(sweep: (budget: number) => void): { stop(): void } {
  const timer = setInterval(() => sweep(SWEEP_BATCH), SWEEP_INTERVAL_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
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
