/**
 * Takes out what is over: rows that nobody will ask for again.
 */

import { setTimeout as delay } from 'node:timers/promises';
import sql from 'sql-template-tag';
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
    ...(engine.db.dialect.name === 'sqlite' ? [() => sweepChanges(engine, now() - CHANGES_MS)] : []),
  ];
  for (const step of steps) {
    while (goOn() && (await step()) >= BATCH) await delay(20, undefined, { ref: false });
  }
}

function sweepRecords({ write }: Engine, before: number): Promise<number> {
  return write(({ db }) => {
    const { records } = db.dialect.tables;
    return db.run(sql`
      delete from ${records}
      where (kind, key) in (select kind, key from ${records} where expires_at <= ${before} limit ${BATCH})
        and expires_at <= ${before}`);
  });
}

function sweepCounters({ write }: Engine, before: number): Promise<number> {
  return write(({ db }) => {
    const { counters } = db.dialect.tables;
    return db.run(sql`
      delete from ${counters}
      where key in (select key from ${counters} where resets_at <= ${before} limit ${BATCH}) and resets_at <= ${before}`);
  });
}

/** The newest stays: by it a reader sees that older ones are gone. */
function sweepChanges({ write }: Engine, before: number): Promise<number> {
  return write(({ db }) => {
    const { changes } = db.dialect.tables;
    return db.run(sql`
      delete from ${changes}
      where sequence in (select sequence from ${changes} where at < ${before} limit ${BATCH})
        and sequence < (select max(sequence) from ${changes})`);
  });
}
