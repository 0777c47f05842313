/**
 * What every expiring store does: one suite.
 */

import type { ExpiringStore, RecordChange } from '@doorward/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

export interface StoreHarness {
  readonly name: string;
  /** An empty store on the given clock. */
  open(now: () => number): Promise<ExpiringStore> | ExpiringStore;
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

    it('may be remembered from while nothing is amiss', () => {
      expect(store.mayCache()).toBe(true);
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
  });
}
