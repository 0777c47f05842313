/**
 * Two stores on the same data, as two processes have them.
 */

import type { DurableChange, DurableStore } from '@doorward/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DurableStoreHarness, eventAt, keyNamed, userNamed } from './durable-harness.ts';
import { elapse, hear } from './hearing.ts';

export function describeTwo(store: () => DurableStore, open: NonNullable<DurableStoreHarness['another']>): void {
  describe('two stores on the same data', () => {
    let another: DurableStore;
    beforeEach(async () => {
      another = await open();
    });
    afterEach(() => another.close());

    it('hear of users that the other one wrote or deleted, each once', async () => {
      const heard: DurableChange[] = [];
      another.subscribe((change) => heard.push(change));
      await store().write((writer) => writer.putUser(userNamed('ada')));
      await store().write((writer) => writer.deleteUser('ada'));
      await another.write((writer) => writer.putUser(userNamed('bob')));
      await hear(heard, 3);
      expect(heard.filter((change) => change.kind === 'user' && change.id === 'ada')).toHaveLength(2);
      expect(heard).toHaveLength(3);
    });

    it('hear in time of keys that the other one wrote or deleted, each once, and not of their uses', async () => {
      const heard: DurableChange[] = [];
      another.subscribe((change) => heard.push(change));
      await store().write(async (writer) => {
        await writer.putUser(userNamed('ada'));
        for (const id of ['1', '2']) await writer.putKey(keyNamed(id, { owner: 'ada' }));
      });
      await hear(heard, 3);
      const key = (id: string): DurableChange => ({ kind: 'key', id });
      expect(heard.splice(0)).toEqual([{ kind: 'user', id: 'ada' }, key('1'), key('2')]);
      await store().keysUsed(new Map([['1', 5]]));
      await store().write((writer) => writer.deleteKey('1'));
      await hear(heard, 1);
      expect(heard.splice(0)).toEqual([key('1')]);
      await store().write((writer) => writer.deleteUser('ada'));
      await hear(heard, 1);
      expect(heard).toEqual([{ kind: 'user', id: 'ada' }]);
      expect(await another.keyBy('hash-2')).toBeNull();
    });

    it('hear in time of settings that the other one wrote or removed, each once', async () => {
      const heard: DurableChange[] = [];
      another.subscribe((change) => heard.push(change));
      await store().write(async (writer) => {
        for (const value of ['1', '2']) await writer.putSetting('roles', value);
      });
      await hear(heard, 1);
      expect([heard.splice(0), await another.setting('roles')]).toEqual([[{ kind: 'setting', id: 'roles' }], '2']);
      await store().write((writer) => writer.putSetting('roles', null));
      await hear(heard, 1);
      expect(heard).toEqual([{ kind: 'setting', id: 'roles' }]);
    });

    it('let no writer put a use back that the other one noted meanwhile', async () => {
      await store().write((writer) => writer.putKey(keyNamed('1')));
      let noting: Promise<void> | undefined;
      await store().write(async (writer) => {
        const read = await writer.key('1');
        noting = Promise.resolve(another.keysUsed(new Map([['1', 5]])));
        await elapse(50);
        if (read !== null) await writer.putKey({ ...read, name: 'other' });
      });
      await noting;
      expect(await store().key('1')).toEqual(keyNamed('1', { name: 'other', lastUsedAt: 5 }));
    });

    it('give a hash to exactly one of many keys', async () => {
      const add = (by: DurableStore, id: string): Promise<void> =>
        by.write((writer) => writer.putKey(keyNamed(id, { hash: 'same' })));
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => add(i % 2 === 0 ? store() : another, `${i}`)),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await another.keys()).total).toBe(1);
    });

    it('write one at a time', async () => {
      const add = (by: DurableStore): Promise<void> =>
        by.write(async (writer) => {
          const count = Number((await writer.setting('count')) ?? 0);
          await elapse(1);
          await writer.putSetting('count', String(count + 1));
        });
      await Promise.all(Array.from({ length: 40 }, (_, i) => add(i % 2 === 0 ? store() : another)));
      expect(await another.setting('count')).toBe('40');
    });

    it('number events in one row', async () => {
      await Promise.all(
        Array.from({ length: 40 }, async (_, i) =>
          (i % 2 === 0 ? store() : another).addEvents([eventAt(i), eventAt(i)]),
        ),
      );
      const numbers = (await another.events({ limit: 100 })).map(({ number }) => number);
      expect(new Set(numbers).size).toBe(80);
    });
  });
}
