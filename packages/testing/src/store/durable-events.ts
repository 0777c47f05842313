/**
 * The audit log.
 */

import type { DurableStore, EventQuery } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { eventAt } from './durable-harness.ts';

export function describeEvents(store: () => DurableStore): void {
  /** The numbers in `detail` of what is found, in its order. */
  const found = async (query?: EventQuery): Promise<string> =>
    (await store().events(query)).map(({ event }) => event.detail).join(' ');

  describe('events', () => {
    it('come back with every field', async () => {
      const event = eventAt(1_700_000_000_123, {
        type: 'roles-changed',
        subject: '1',
        name: 'ada',
        target: '2',
        targetName: "o'hara",
        method: 'password',
        clientAddress: '2001:db8::1',
        reason: 'core/forbidden',
        detail: 'viewer -> editor',
      });
      await store().addEvents([event, eventAt(5)]);
      const [second, first] = await store().events();
      expect(first?.event).toEqual(event);
      expect(second?.event).toEqual(eventAt(5));
    });

    it('are listed newest first, with numbers that grow', async () => {
      await store().addEvents([eventAt(9, { detail: '1' }), eventAt(8, { detail: '2' })]);
      await store().addEvents([]);
      await store().addEvents([eventAt(7, { detail: '3' })]);
      expect(await found()).toBe('3 2 1');
      const numbers = (await store().events()).map(({ number }) => number);
      expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
      expect(new Set(numbers).size).toBe(3);
    });

    it('are listed in pages, also while more are added', async () => {
      await store().addEvents(Array.from({ length: 120 }, (_, i) => eventAt(i, { detail: String(i) })));
      const first = await store().events();
      expect(first.map(({ event }) => event.detail)).toEqual(Array.from({ length: 50 }, (_, i) => String(119 - i)));
      await store().addEvents([eventAt(500, { detail: 'new' })]);
      const before = first.at(-1)?.number ?? 0;
      const second = await store().events({ before, limit: 100 });
      expect(second.map(({ event }) => event.detail)).toEqual(Array.from({ length: 70 }, (_, i) => String(69 - i)));
      expect(await store().events({ before: second.at(-1)?.number ?? 0 })).toEqual([]);
    });

    it('are filtered by type, subject and time', async () => {
      await store().addEvents([
        eventAt(1000, { detail: '1', subject: 'ada' }),
        eventAt(2000, { detail: '2', type: 'logout', subject: 'ada', target: 'bob' }),
        eventAt(3000, { detail: '3', type: 'user-created', subject: 'bob', target: 'carl' }),
        eventAt(4000, { detail: '4', type: 'login-failure', target: 'ada' }),
      ]);
      expect(await found({ types: ['login', 'logout'] })).toBe('2 1');
      expect(await found({ types: [] })).toBe('');
      expect(await found({ subject: 'ada' })).toBe('4 2 1');
      expect(await found({ subject: 'bob' })).toBe('3 2');
      expect(await found({ subject: 'a' })).toBe('');
      expect(await found({ from: 2000 })).toBe('4 3 2');
      expect(await found({ until: 3000 })).toBe('2 1');
      expect(await found({ from: 2000, until: 4000, subject: 'ada', types: ['logout'] })).toBe('2');
      expect(await found({ limit: 1 })).toBe('4');
    });

    it('are forgotten before a time, however many', async () => {
      await store().addEvents(Array.from({ length: 1234 }, (_, i) => eventAt(i, { detail: String(i) })));
      expect(await store().deleteEvents(1232)).toBe(1232);
      expect(await found()).toBe('1233 1232');
      expect(await store().deleteEvents(1232)).toBe(0);
      await store().addEvents([eventAt(1, { detail: 'late' })]);
      expect(await found()).toBe('late 1233 1232');
    });

    it('stay when a write fails, for they are none of it', async () => {
      const work = async (): Promise<void> => {
        throw new Error('no');
      };
      await store().addEvents([eventAt(1, { detail: '1' })]);
      await expect(store().write(work)).rejects.toThrow('no');
      expect(await found()).toBe('1');
    });
  });
}
