/**
 * Takes out what is over: rows that nobody will ask for again.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../engine.ts';

/** Rows deleted in one transaction: a few milliseconds. */
const BATCH = 200;

/** How long a row stays after its end: another process may have moved the end and not written it yet. */
const GRACE_MS = 60_000;

/** How long changes are kept for processes that are slow to hear of them. */
const CHANGES_MS = 600_000;

/** Deletes batch after batch until nothing is left that is over; `goOn` is asked before each. */
export async function sweep(engine: Engine, now: () => number, goOn: () => boolean = () => true): Promise<void> {
  const over = now() - GRACE_MS;
  const steps = [
    () => sweepRecords(engine, over),
    () => sweepCounters(engine, now()),
    ...(engine.dialect.name === 'sqlite' ? [() => sweepChanges(engine, now() - CHANGES_MS)] : []),
  ];
  for (const step of steps) {
    while (goOn() && (await step()) >= BATCH) await delay(20, undefined, { ref: false });
  }
}

function sweepRecords({ write }: Engine, before: number): Promise<number> {
  return write(async ({ db }) => {
    const { numDeletedRows } = await db
      .deleteFrom('records')
      .where(({ eb, refTuple, selectFrom }) => {
        const over = selectFrom('records').select(['kind', 'key']).where('expires_at', '<=', before).limit(BATCH);
        return eb(refTuple('kind', 'key'), 'in', over.$asTuple('kind', 'key'));
      })
      .where('expires_at', '<=', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
}

function sweepCounters({ write }: Engine, before: number): Promise<number> {
  return write(async ({ db }) => {
    const { numDeletedRows } = await db
      .deleteFrom('counters')
      .where('key', 'in', (old) =>
        old.selectFrom('counters').select('key').where('resets_at', '<=', before).limit(BATCH),
      )
      .where('resets_at', '<=', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
}

/** The newest stays: by it a reader sees that older ones are gone. */
function sweepChanges({ write }: Engine, before: number): Promise<number> {
  return write(async ({ db }) => {
    const { numDeletedRows } = await db
      .deleteFrom('changes')
      .where('sequence', 'in', (old) =>
        old.selectFrom('changes').select('sequence').where('at', '<', before).limit(BATCH),
      )
      .where('sequence', '<', (newest) =>
        newest.selectFrom('changes').select((all) => all.fn.max('sequence').as('last')),
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
}
