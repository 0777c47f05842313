/**
 * Counters, a row for each; its window starts with the first count.
 */

import { AuthError, type Counter } from '@doorward/core';
import sql from 'sql-template-tag';
import { type Database, first } from '../database.ts';
import type { Tables } from '../schema/tables.ts';
import { assertStorable } from './storable.ts';

export interface Increment {
  readonly key: string;
  readonly now: number;
  readonly windowMs: number;
}

type Count = Pick<Tables['counters'], 'count' | 'resets_at'>;

/** One statement, so that no count is lost. */
export async function incrementCounter(db: Database, { key, now, windowMs }: Increment): Promise<Counter> {
  assertStorable([key]);
  const resetsAt = now + windowMs;
  const [row] = await db.all<Count>(sql`
    insert into ${db.dialect.tables.counters} (key, count, resets_at) values (${key}, 1, ${resetsAt})
    on conflict (key) do update set
      count = case when counters.resets_at > ${now} then counters.count + 1 else 1 end,
      resets_at = case when counters.resets_at > ${now} then counters.resets_at else ${resetsAt} end
    returning count, resets_at`);
  if (row === undefined) throw new AuthError('sql/failed', 'A counter was not written.');
  return { count: row.count, resetsAt: row.resets_at };
}

export async function findCounter(db: Database, key: string, now: number): Promise<Counter | null> {
  const row = await first<Count>(
    db,
    sql`select count, resets_at from ${db.dialect.tables.counters} where key = ${key} and resets_at > ${now}`,
  );
  return row === undefined ? null : { count: row.count, resetsAt: row.resets_at };
}

export async function resetCounter(db: Database, key: string): Promise<void> {
  await db.run(sql`delete from ${db.dialect.tables.counters} where key = ${key}`);
}
