/**
 * When keys were last used: noted for many at once, forward alone.
 */

import type { DurableChange, DurableStore } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { keyNamed } from './durable-harness.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function describeKeyUses(store: () => DurableStore): void {
  const putKeys = (...ids: readonly string[]): Promise<void> =>
    store().write(async (writer) => {
      for (const id of ids) await writer.putKey(keyNamed(id));
    });
  const lastUse = async (id: string): Promise<number | null | undefined> => (await store().key(id))?.lastUsedAt;

  describe('the uses of keys', () => {
    it('are noted, change nothing else, and nobody is told of them', async () => {
      await putKeys('1', '2', '3');
      const told: DurableChange[] = [];
      store().subscribe((change) => told.push(change));
      await store().keysUsed(
        new Map([
          ['1', 1_700_000_000_123],
          ['2', 5],
        ]),
      );
      expect(await store().key('1')).toEqual(keyNamed('1', { lastUsedAt: 1_700_000_000_123 }));
      expect(await store().keyBy('hash-2')).toEqual(keyNamed('2', { lastUsedAt: 5 }));
      expect(await store().key('3')).toEqual(keyNamed('3'));
      expect(Object.isFrozen(await store().key('1'))).toBe(true);
      expect(told).toEqual([]);
    });

    it('are noted for many keys at once, and for none', async () => {
      const ids = Array.from({ length: 450 }, (_, i) => `k${i}`);
      await putKeys(...ids);
      await store().keysUsed(new Map(ids.map((id, i) => [id, 1000 + i])));
      await store().keysUsed(new Map());
      const { keys } = await store().keys({ limit: 500 });
      expect(keys.map(({ id, lastUsedAt }) => lastUsedAt === 1000 + Number(id.slice(1)))).toEqual(ids.map(() => true));
    });

    it('never go back', async () => {
      await putKeys('1', '2');
      await store().keysUsed(new Map([['1', 9]]));
      await store().keysUsed(
        new Map([
          ['1', 8],
          ['2', 8],
        ]),
      );
      expect([await lastUse('1'), await lastUse('2')]).toEqual([9, 8]);
      const times = Array.from({ length: 20 }, (_, i) => 100 + ((i * 7) % 20));
      await Promise.all(times.map(async (at) => store().keysUsed(new Map([['1', at]]))));
      expect(await lastUse('1')).toBe(119);
    });

    it('of a key that is gone, or could never be there, are passed over', async () => {
      await putKeys('1', 'gone');
      await store().write((writer) => writer.deleteKey('gone'));
      await store().keysUsed(
        new Map([
          ['gone', 5],
          ['never', 5],
          ['1\0', 5],
          ['\ud800', 5],
          ['1', 5],
        ]),
      );
      expect((await store().keys()).keys).toEqual([keyNamed('1', { lastUsedAt: 5 })]);
    });

    it('are not put back by a writer that has read the key before', async () => {
      await putKeys('1');
      let noting: Promise<void> | undefined;
      await store().write(async (writer) => {
        const read = await writer.key('1');
        noting = Promise.resolve(store().keysUsed(new Map([['1', 5]])));
        for (let i = 0; i < 10; i += 1) await turn();
        if (read !== null) await writer.putKey({ ...read, name: 'other' });
      });
      await noting;
      expect(await store().key('1')).toEqual(keyNamed('1', { name: 'other', lastUsedAt: 5 }));
    });
  });
}
