/**
 * Bounds and sweeping of the memory store. What every store does is in the contract suite, which runs
 * on it in `packages/testing/test/store`.
 */

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ExpiringStore, RecordChange } from '../../src/store/expiring-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';

let time = 0;
let store: ExpiringStore;
const record = (owner = 'ada', expiresAt = time + 1000) => ({ value: {}, owner, expiresAt });

beforeEach(() => {
  jest.useFakeTimers();
  time = 1_000_000;
});
afterEach(() => {
  void store.close();
  jest.useRealTimers();
});

describe('a full memory store', () => {
  it('makes room by its oldest record, and says so (F31)', () => {
    store = createMemoryStore({ maxRecords: 3, now: () => time });
    const gone: RecordChange[] = [];
    store.subscribe((change) => gone.push(change));
    for (const key of ['a', 'b', 'c', 'd', 'e']) void store.create('session', key, record(key));
    expect(gone.map((change) => change.kind === 'session' && change.key)).toEqual(['a', 'b']);
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => store.get('session', key) !== null)).toEqual(['c', 'd', 'e']);
    expect(store.deleteOwned('session', 'a')).toEqual([]);
  });

  it('counts sessions and tickets apart, so that tickets push nobody out', () => {
    store = createMemoryStore({ maxRecords: 2, now: () => time });
    void store.create('session', 's', record());
    for (let i = 0; i < 10; i += 1) void store.create('ticket', `t${i}`, record());
    expect(store.get('session', 's')).not.toBeNull();
  });

  it('counts all further keys as one, and forgets no counter for it: nobody gets free guesses (F31)', () => {
    store = createMemoryStore({ maxCounters: 2, now: () => time });
    for (let i = 0; i < 5; i += 1) void store.increment('victim', 1000);
    void store.increment('second', 1000);
    for (let i = 0; i < 100; i += 1) void store.increment(`flood-${i}`, 1000);
    expect(store.count('victim')).toMatchObject({ count: 5 });
    expect(store.increment('victim', 1000)).toMatchObject({ count: 6 });
    expect(store.count('flood-7')).toMatchObject({ count: 100 });
    expect(store.increment('somebody new', 1000)).toMatchObject({ count: 101 });
  });

  it('lets a key count for itself again when there is room', () => {
    store = createMemoryStore({ maxCounters: 2, now: () => time });
    for (const key of ['a', 'b', 'c']) void store.increment(key, 1000);
    time += 1000;
    jest.advanceTimersByTime(30_000);
    expect(store.increment('c', 1000)).toMatchObject({ count: 1 });
    expect(store.count('d')).toBeNull();
  });
});

describe('the sweeper of a memory store', () => {
  it('removes what is over, without calling it a removal before its time (F30)', () => {
    store = createMemoryStore({ maxRecords: 3, now: () => time });
    const gone: RecordChange[] = [];
    store.subscribe((change) => gone.push(change));
    for (const key of ['a', 'b', 'c']) void store.create('session', key, record(key));
    time += 1000;
    jest.advanceTimersByTime(30_000);
    // Had they stayed, three more would have pushed them out with a word.
    for (const key of ['d', 'e', 'f']) void store.create('session', key, record(key));
    expect(gone).toEqual([]);
  });

  it('spares what lives, and forgets whose the dead were', () => {
    store = createMemoryStore({ now: () => time });
    void store.create('session', 'dead', record('ada', time + 10));
    void store.create('session', 'live', record('ada', time + 10_000_000));
    time += 1000;
    jest.advanceTimersByTime(30_000);
    expect(store.get('session', 'live')).not.toBeNull();
    expect(store.deleteOwned('session', 'ada')).toEqual(['live']);
  });

  it('looks at a part in each turn, and comes to all of them', () => {
    store = createMemoryStore({ maxRecords: 5000, now: () => time });
    const gone: RecordChange[] = [];
    store.subscribe((change) => gone.push(change));
    for (let i = 0; i < 5000; i += 1) void store.create('session', `k${i}`, record());
    time += 1000;
    jest.advanceTimersByTime(30_000);
    void store.create('session', 'one', record());
    expect(gone).toEqual([]);
    jest.advanceTimersByTime(60_000);
    for (let i = 0; i < 4999; i += 1) void store.create('session', `n${i}`, record());
    expect(gone).toEqual([]);
  });

  it('keeps no process alive, and stops when the store is closed', () => {
    jest.useRealTimers();
    const made = jest.spyOn(globalThis, 'setInterval');
    store = createMemoryStore();
    const timer = made.mock.results[0]?.value as NodeJS.Timeout;
    made.mockRestore();
    expect(timer.hasRef()).toBe(false);
    void store.close();
    expect((timer as unknown as { _destroyed: boolean })._destroyed).toBe(true);
  });
});

describe('a record of the memory store', () => {
  it('is one that its caller cannot change afterwards', () => {
    store = createMemoryStore({ now: () => time });
    const given = { value: Object.freeze({}), owner: 'ada', expiresAt: time + 1000 };
    void store.create('session', 'k', given);
    given.expiresAt = 0;
    expect(store.get('session', 'k')).not.toBeNull();
  });
});
