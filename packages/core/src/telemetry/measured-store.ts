/**
 * Stores whose calls leave the process, measured: duration and outcome of each, and whether the last one was answered.
 */

import { isAuthError } from '../auth-error.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { DurableStore } from '../store/durable-store.ts';
import type { ExpiringStore } from '../store/expiring-store.ts';
import type { Histogram, Labels, Measures, Sample } from './measures.ts';
import type { Operations } from './operations.ts';

type Call = <T>(name: string, work: () => MaybePromise<T>) => MaybePromise<T>;

export interface MeasuredStores {
  /** `system` as the semantic conventions name it: `postgresql`, `sqlite`, `redis`, else `other_sql`. */
  expiring(store: ExpiringStore, system: string): ExpiringStore;
  durable(store: DurableStore, system: string): DurableStore;
}

/** @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/ */
export function createMeasuredStores(measures: Measures, operations: Operations): MeasuredStores {
  const away: { readonly labels: Labels; isAway: boolean }[] = [];
  const leases: (() => Sample)[] = [];
  const duration = measures.histogram({
    name: 'doorward.store.call.duration',
    unit: 's',
    help: 'Calls of stores outside this process.',
  });
  measures.observed('gauge', { name: 'doorward.store.away', unit: '1', help: '1 when its last call failed.' }, () =>
    away.map(({ labels, isAway }) => ({ labels, value: isAway ? 1 : 0 })),
  );
  const lease = { name: 'doorward.store.lease', unit: '1', help: '1 while what it said may be remembered.' };
  measures.observed('gauge', lease, () => leases.map((read) => read()));

  function calls(kind: 'expiring' | 'durable', system: string): Call {
    const labels = { 'doorward.store': kind, 'db.system.name': system };
    const state = { labels, isAway: false };
    away.push(state);
    return callsOf(operations, duration, state);
  }

  return {
    expiring(store, system) {
      const labels = { 'doorward.store': 'expiring', 'db.system.name': system };
      leases.push(() => ({ labels, value: store.mayCache() ? 1 : 0 }));
      return measuredExpiring(store, calls('expiring', system));
    },
    durable: (store, system) => measuredDurable(store, calls('durable', system)),
  };
}

function callsOf(
  operations: Operations,
  duration: Histogram,
  state: { readonly labels: Labels; isAway: boolean },
): Call {
  const note = (isAway: boolean): void => {
    state.isAway = isAway;
  };
  return (name, work) => {
    const attributes = { ...state.labels, 'db.operation.name': name };
    const operation = { name: `doorward.store.${name}`, attributes, duration, isAnswer };
    return operations.run(operation, () => noted(work, note));
  };
}

/** What the core and the accounts throw within a write is no failure of the store. */
const isAnswer = (error: unknown): boolean => isAuthError(error) && /^(?:core|accounts)\//.test(error.code);

function noted<T>(work: () => MaybePromise<T>, note: (isAway: boolean) => void): MaybePromise<T> {
  const failed = (error: unknown): never => {
    note(!isAnswer(error));
    throw error;
  };
  const succeeded = (value: T): T => {
    note(false);
    return value;
  };
  let result: MaybePromise<T>;
  try {
    result = work();
  } catch (error) {
    return failed(error);
  }
  return result instanceof Promise ? result.then(succeeded, failed) : succeeded(result);
}

function measuredExpiring(store: ExpiringStore, call: Call): ExpiringStore {
  return {
    get: (kind, key) => call('get', () => store.get(kind, key)),
    create: (kind, key, record) => call('create', () => store.create(kind, key, record)),
    extend: (kind, key, expiresAt) => call('extend', () => store.extend(kind, key, expiresAt)),
    replace: (kind, key, expected, next) => call('replace', () => store.replace(kind, key, expected, next)),
    claim: (kind, key) => call('claim', () => store.claim(kind, key)),
    delete: (kind, key) => call('delete', () => store.delete(kind, key)),
    deleteOwned: (kind, owner, except) => call('deleteOwned', () => store.deleteOwned(kind, owner, except)),
    list: (kind, owner) => call('list', () => store.list(kind, owner)),
    increment: (key, windowMs) => call('increment', () => store.increment(key, windowMs)),
    count: (key) => call('count', () => store.count(key)),
    reset: (key) => call('reset', () => store.reset(key)),
    mayCache: () => store.mayCache(),
    subscribe: (listener) => store.subscribe(listener),
    close: () => store.close(),
  };
}

function measuredDurable(store: DurableStore, call: Call): DurableStore {
  return {
    user: (id) => call('user', () => store.user(id)),
    userBy: (identifier) => call('userBy', () => store.userBy(identifier)),
    userByIdentity: (source, subject) => call('userByIdentity', () => store.userByIdentity(source, subject)),
    users: (query) => call('users', () => store.users(query)),
    key: (id) => call('key', () => store.key(id)),
    keyBy: (hash) => call('keyBy', () => store.keyBy(hash)),
    keys: (query) => call('keys', () => store.keys(query)),
    setting: (name) => call('setting', () => store.setting(name)),
    write: async (work) => call('write', () => store.write(work)),
    signedIn: (id, at) => call('signedIn', () => store.signedIn(id, at)),
    keysUsed: (at) => call('keysUsed', () => store.keysUsed(at)),
    addEvents: (events) => call('addEvents', () => store.addEvents(events)),
    events: (query) => call('events', () => store.events(query)),
    deleteEvents: (before) => call('deleteEvents', () => store.deleteEvents(before)),
    subscribe: (listener) => store.subscribe(listener),
    close: () => store.close(),
  };
}
