/**
 * Lists of keys: by owner, in pages.
 */

import type { DurableStore, KeyQuery, KeyRecord } from '@doorward/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { keyNamed, userNamed } from './durable-harness.ts';

export function describeKeyLists(store: () => DurableStore): void {
  const put = (...keys: readonly KeyRecord[]): Promise<void> =>
    store().write(async (writer) => {
      for (const key of keys) await writer.putKey(key);
    });

  describe('lists of keys', () => {
    const idsOf = async (query?: KeyQuery): Promise<string> => {
      const { total, keys } = await store().keys(query);
      return `${keys.map(({ id }) => id).join(' ')} of ${total}`;
    };

    beforeEach(async () => {
      for (const id of ['ada', 'bob']) await store().write((writer) => writer.putUser(userNamed(id)));
      await put(
        keyNamed('c', { createdAt: 5, owner: 'ada' }),
        keyNamed('b', { createdAt: 5 }),
        keyNamed('B', { createdAt: 5, owner: 'bob' }),
        keyNamed('d', { createdAt: 9, owner: 'ada' }),
        keyNamed('a', { createdAt: 1_700_000_000_000, status: 'disabled' }),
      );
    });

    it('have the latest first, then the id', async () => {
      expect(await idsOf()).toBe('a d B b c of 5');
    });

    it('are of one user, or of services', async () => {
      expect(await idsOf({ owner: 'ada' })).toBe('d c of 2');
      expect(await idsOf({ owner: null })).toBe('a b of 2');
      for (const owner of ['nobody', '', 'ada\0', 'null']) expect(await idsOf({ owner })).toBe(' of 0');
    });

    it('come in pages, each with the number of all', async () => {
      expect(await idsOf({ limit: 2 })).toBe('a d of 5');
      expect(await idsOf({ limit: 2, offset: 4 })).toBe('c of 5');
      expect(await idsOf({ offset: 5 })).toBe(' of 5');
      expect(await idsOf({ limit: 0, owner: 'ada' })).toBe(' of 2');
      await put(...Array.from({ length: 60 }, (_, i) => keyNamed(`many-${i}`)));
      const { total, keys } = await store().keys();
      expect([total, keys.length]).toEqual([65, 50]);
    });

    it('are counted by owner', async () => {
      await store().write(async (writer) => {
        const counts = [];
        for (const owner of ['ada', 'bob', null, 'nobody', 'ada\0']) counts.push(await writer.countKeys(owner));
        expect(counts).toEqual([2, 1, 2, 0, 0]);
      });
    });
  });
}
