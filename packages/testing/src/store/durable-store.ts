/**
 * What every durable store does: one suite.
 */

import type { DurableStore } from '@doorward/core';
import { afterEach, beforeEach, describe } from '@jest/globals';
import { describeEvents } from './durable-events.ts';
import type { DurableStoreHarness } from './durable-harness.ts';
import { describeKeyLists } from './durable-key-lists.ts';
import { describeKeyUses } from './durable-key-uses.ts';
import { describeKeys } from './durable-keys.ts';
import { describeUserQueries } from './durable-queries.ts';
import { describeRaw } from './durable-raw.ts';
import { describeTwo } from './durable-two.ts';
import { describeUsers } from './durable-users.ts';
import { describeWrites } from './durable-writes.ts';

export function describeDurableStore(harness: DurableStoreHarness): void {
  describe(harness.name, () => {
    let opened: DurableStore | undefined;
    beforeEach(async () => {
      opened = await harness.open(() => 1_000_000);
    });
    afterEach(() => opened?.close());
    const store = (): DurableStore => {
      if (opened === undefined) throw new Error('No store is open.');
      return opened;
    };
    describeUsers(store);
    describeUserQueries(store);
    describeWrites(store);
    describeKeys(store);
    describeKeyLists(store);
    describeKeyUses(store);
    describeEvents(store);
    if (harness.another !== undefined) describeTwo(store, harness.another);
    if (harness.raw !== undefined) describeRaw(store, harness.raw);
  });
}
