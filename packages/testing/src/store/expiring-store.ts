/**
 * What every expiring store does: one suite.
 */

import type { ExpiringStore, RecordChange } from '@doorward/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeReplace, describeReplaceByTwo } from './expiring-replace.ts';
import { elapse, HEARD_MS, hear, holdsSoon } from './hearing.ts';

export interface StoreHarness {
  readonly name: string;
  /** An empty store on the given clock. */
  open(now: () => number): Promise<ExpiringStore> | ExpiringStore;
  /** Another store on the same data, as another process has it. Left out where there is none. */
  readonly another?: (now: () => number) => Promise<ExpiringStore> | ExpiringStore;
}

export function describeExpiringStore(harness: StoreHarness): void {
  describe(harness.name, () => {
    let time = 0;
    let store: ExpiringStore;
    beforeEach(async () => {
      time = 1_000_000;
      store = await harness.open(() => time);
    });
    afterEach(() => store.close());

    const record = (owner = 'ada', expiresAt = time + 1000) => ({ value: { n: 1 }, owner, expiresAt });

    it('gives back what it was given, until its time is over', async () => {
      await store.create('session', 'k', record());
      expect(await store.get('session', 'k')).toMatchObject({ value: { n: 1 }, owner: 'ada' });
      time += 999;
      expect(await store.get('session', 'k')).not.toBeNull();
      time += 1;
      expect(await store.get('session', 'k')).toBeNull();
    });

    it('keeps kinds apart', async () => {
      await store.create('session', 'k', record());
      expect(await store.get('ticket', 'k')).toBeNull();
      expect(await store.claim('ticket', 'k')).toBeNull();
    });

    it('treats names that objects inherit as any other', async () => {
      for (const key of ['__proto__', 'constructor', 'toString']) {
        expect(await store.get('session', key)).toBeNull();
        await store.create('session', key, record(key));
        expect(await store.deleteOwned('session', key)).toEqual([key]);
      }
    });

    it('extends a live record and never raises a dead one', async () => {
      await store.create('session', 'k', record());
      await store.extend('session', 'k', time + 5000);
      time += 4999;
      expect(await store.get('session', 'k')).not.toBeNull();
      time += 1;
      await store.extend('session', 'k', time + 5000);
      expect(await store.get('session', 'k')).toBeNull();
      await store.extend('session', 'never', time + 5000);
      expect(await store.get('session', 'never')).toBeNull();
      await store.create('session', 'other', record());
      time += 1000;
      await store.extend('session', 'other', time + 5000);
      expect(await store.get('session', 'other')).toBeNull();
      expect(await store.list('session', 'ada')).toEqual([]);
    });

    it('lets exactly one of many claim a record (L10)', async () => {
      await store.create('ticket', 'k', record());
      const claims = await Promise.all(Array.from({ length: 100 }, async () => store.claim('ticket', 'k')));
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
      expect(await store.claim('ticket', 'k')).toBeNull();
    });

    it('does not let a record be claimed after its time', async () => {
      await store.create('ticket', 'k', record());
      time += 1000;
      expect(await store.claim('ticket', 'k')).toBeNull();
    });

    it('deletes one record, and says whether it was there', async () => {
      await store.create('session', 'k', record());
      expect(await store.delete('session', 'k')).toBe(true);
      expect(await store.delete('session', 'k')).toBe(false);
      expect(await store.get('session', 'k')).toBeNull();
    });

    it('deletes all of an owner but one', async () => {
      for (const key of ['a', 'b', 'c']) await store.create('session', key, record('ada'));
      await store.create('session', 'd', record('bob'));
      expect([...(await store.deleteOwned('session', 'ada', 'b'))].sort()).toEqual(['a', 'c']);
      expect(await store.get('session', 'a')).toBeNull();
      expect(await store.get('session', 'b')).not.toBeNull();
      expect(await store.get('session', 'd')).not.toBeNull();
    });

    it('counts every increment, and starts anew after the window', async () => {
      expect(await store.count('x')).toBeNull();
      await Promise.all(Array.from({ length: 50 }, async () => store.increment('x', 1000)));
      expect(await store.count('x')).toMatchObject({ count: 50, resetsAt: time + 1000 });
      time += 1000;
      expect(await store.count('x')).toBeNull();
      expect(await store.increment('x', 1000)).toMatchObject({ count: 1 });
    });

    it('lists the live records of an owner', async () => {
      await store.create('session', 'a', record('ada'));
      await store.create('session', 'b', { ...record('ada'), expiresAt: time + 5000 });
      await store.create('session', 'c', record('bob'));
      await store.create('ticket', 'd', record('ada'));
      const keys = async (): Promise<readonly string[]> =>
        (await store.list('session', 'ada')).map(({ key }) => key).sort();
      expect(await keys()).toEqual(['a', 'b']);
      expect(await store.list('session', 'bob')).toEqual([{ key: 'c', ...record('bob') }]);
      time += 1000;
      expect(await keys()).toEqual(['b']);
      expect(await store.list('session', 'nobody')).toEqual([]);
    });

    it('forgets a counter', async () => {
      await store.increment('x', 1000);
      await store.reset('x');
      expect(await store.count('x')).toBeNull();
      expect(await store.increment('x', 1000)).toMatchObject({ count: 1 });
      await store.reset('never');
    });

    it('finds nothing under a key that no store can hold', async () => {
      await store.create('session', 'k', record());
      expect(await store.get('session', 'k\0')).toBeNull();
      expect(await store.claim('session', 'k\0')).toBeNull();
      expect(await store.deleteOwned('session', 'ada\0')).toEqual([]);
      expect(await store.count('k\0')).toBeNull();
    });

    it('gives back values of every shape', async () => {
      const value = { text: 'ö"\\\n\u0000', list: [1, 1.5, null, true], nested: { ['constructor']: {} } };
      await store.create('ticket', 'k', { ...record(), value });
      expect((await store.get('ticket', 'k'))?.value).toEqual(value);
    });

    it('shows a moved end at once, wherever the record is read', async () => {
      await store.create('session', 'k', record());
      await store.extend('session', 'k', time + 5000);
      await store.extend('session', 'k', time + 7000);
      time += 6999;
      expect(await store.list('session', 'ada')).toMatchObject([{ key: 'k', expiresAt: time + 1 }]);
      expect(await store.get('session', 'k')).toMatchObject({ expiresAt: time + 1 });
      expect(await store.delete('session', 'k')).toBe(true);
      await store.extend('session', 'k', time + 5000);
      expect(await store.get('session', 'k')).toBeNull();
    });

    it('ends a record sooner when its end is moved there', async () => {
      await store.create('session', 'k', record());
      await store.extend('session', 'k', time + 10);
      time += 10;
      expect(await store.get('session', 'k')).toBeNull();
      await store.extend('session', 'k', time + 1000);
      expect(await store.get('session', 'k')).toBeNull();
    });

    it('may be remembered from while nothing is amiss', async () => {
      expect(store.mayCache()).toBe(true);
      store.subscribe(() => undefined);
      await elapse(2 * HEARD_MS);
      expect(await holdsSoon(() => store.mayCache())).toBe(true);
    });

    it('tells of every removal', async () => {
      const changes: RecordChange[] = [];
      const stop = store.subscribe((change) => changes.push(change));
      for (const key of ['a', 'b', 'c', 'd']) await store.create('session', key, record());
      await store.delete('session', 'a');
      await store.claim('session', 'b');
      await store.deleteOwned('session', 'ada', 'd');
      expect(changes.map((change) => (change.kind === 'all' ? 'all' : change.key)).sort()).toEqual(['a', 'b', 'c']);
      stop();
      await store.delete('session', 'd');
      expect(changes).toHaveLength(3);
    });

    it('does not tell of what was not there, or had ended by itself', async () => {
      const changes: RecordChange[] = [];
      store.subscribe((change) => changes.push(change));
      await store.create('session', 'k', record());
      time += 1000;
      expect(await store.delete('session', 'k')).toBe(false);
      expect(await store.claim('ticket', 'never')).toBeNull();
      expect(changes).toEqual([]);
    });

    describeReplace({
      store: () => store,
      now: () => time,
      advance(ms) {
        time += ms;
      },
    });
    if (harness.another !== undefined)
      describeTwo(
        () => store,
        harness.another,
        () => time,
      );
  });
}

function describeTwo(store: () => ExpiringStore, open: NonNullable<StoreHarness['another']>, now: () => number): void {
  describe('and another one on the same data', () => {
    let another: ExpiringStore;
    beforeEach(async () => {
      another = await open(now);
    });
    afterEach(() => another.close());
    const record = () => ({ value: { n: 1 }, owner: 'ada', expiresAt: now() + 60_000 });

    it('see the same records', async () => {
      await store().create('session', 'k', record());
      expect(await another.get('session', 'k')).toEqual(record());
      expect(await another.deleteOwned('session', 'ada')).toEqual(['k']);
      expect(await store().get('session', 'k')).toBeNull();
    });

    it('hear of removals by each other in time, and may remember meanwhile', async () => {
      const heard: RecordChange[] = [];
      another.subscribe((change) => heard.push(change));
      for (const key of ['a', 'b', 'c']) await store().create('session', key, record());
      await store().create('ticket', 't', record());
      expect(another.mayCache()).toBe(true);
      await store().delete('session', 'a');
      await store().claim('ticket', 't');
      await store().deleteOwned('session', 'ada', 'c');
      await hear(heard, 3);
      expect(heard).toEqual([
        { kind: 'session', key: 'a' },
        { kind: 'ticket', key: 't' },
        { kind: 'session', key: 'b' },
      ]);
      expect(another.mayCache()).toBe(true);
    });

    it('tell each removal once', async () => {
      const heard: RecordChange[] = [];
      store().subscribe((change) => heard.push(change));
      another.subscribe((change) => heard.push(change));
      await store().create('session', 'k', record());
      await store().delete('session', 'k');
      await hear(heard, 2);
      expect(heard).toHaveLength(2);
    });

    it('share counters, and let exactly one claim (L10)', async () => {
      await store().create('ticket', 'k', record());
      const both = (i: number): ExpiringStore => (i % 2 === 0 ? store() : another);
      const claims = await Promise.all(Array.from({ length: 40 }, async (_, i) => both(i).claim('ticket', 'k')));
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
      await Promise.all(Array.from({ length: 40 }, async (_, i) => both(i).increment('x', 60_000)));
      expect(await another.count('x')).toMatchObject({ count: 40 });
    });

    describeReplaceByTwo({ store, another: () => another, now });

    it('see a moved end within about a second', async () => {
      await store().create('session', 'k', record());
      await store().extend('session', 'k', now() + 90_000);
      await elapse(1500);
      expect(await another.get('session', 'k')).toMatchObject({ expiresAt: now() + 90_000 });
    });
  });
}
