/**
 * Counters, a row for each; its window starts with the first count.
 */

import type { Counter } from '@doorward/core';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { assertStorable } from './storable.ts';

export interface Increment {
  readonly key: string;
  readonly now: number;
  readonly windowMs: number;
}

/** One statement, so that no count is lost. */
export async function incrementCounter(db: Kysely<Tables>, { key, now, windowMs }: Increment): Promise<Counter> {
  assertStorable([key]);
  const resetsAt = now + windowMs;
  const row = await db
    .insertInto('counters')
    .values({ key, count: 1, resets_at: resetsAt })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql<number>`case when counters.resets_at > ${now} then counters.count + 1 else 1 end`,
        resets_at: sql<number>`case when counters.resets_at > ${now} then counters.resets_at else ${resetsAt} end`,
      }),
    )
    .returning(['count', 'resets_at'])
    .executeTakeFirstOrThrow();
  return { count: row.count, resetsAt: row.resets_at };
}

export async function findCounter(db: Kysely<Tables>, key: string, now: number): Promise<Counter | null> {
  const row = await db
    .selectFrom('counters')
    .select(['count', 'resets_at'])
    .where('key', '=', key)
    .where('resets_at', '>', now)
    .executeTakeFirst();
  return row === undefined ? null : { count: row.count, resetsAt: row.resets_at };
}
