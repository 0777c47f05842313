/**
 * Two stores on the same data, as two processes have them.
 */

import type { DurableChange, DurableStore } from '@doorward/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DurableStoreHarness, eventAt, userNamed } from './durable-harness.ts';

/** How long a change by another process may take to be heard of. */
const HEARD_MS = 250;

const elapse = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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
      await elapse(2 * HEARD_MS);
      expect(heard.filter((change) => change.kind === 'user' && change.id === 'ada')).toHaveLength(2);
      expect(heard).toHaveLength(3);
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
