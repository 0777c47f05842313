/**
 * Takes out what is over: rows that nobody will ask for again.
 */

import { setTimeout as delay } from 'node:timers/promises';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Engine } from '../engine.ts';

/** How long a row stays after its end: another process may have moved the end and not written it yet. */
const GRACE_MS = 60_000;

/** How long changes are kept for processes that are slow to hear of them. */
const CHANGES_MS = 600_000;

/** In which whoever waits for the lock gets it. */
const PAUSE_MS = 5;

/** Deletes batch after batch until nothing is left that is over, or `signal` says that it is enough. */
export async function sweep(engine: Engine, now: () => number, signal?: AbortSignal): Promise<void> {
  const { db, disposal } = engine;
  const over = [
    recordsOver(engine, now() - GRACE_MS),
    countersOver(engine, now()),
    ...(db.dialect.name === 'sqlite' ? [changesOver(engine, now() - CHANGES_MS)] : []),
  ];
  for (const { one, removal } of over) {
    while (signal?.aborted !== true && (await db.all(one)).length > 0) {
      await disposal.run(removal);
      await pause(signal);
    }
  }
}

/** Keeps no process alive, and whoever closes does not wait for it: a process with nothing else to do would end there. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  const options = signal === undefined ? { ref: false } : { ref: false, signal };
  await delay(PAUSE_MS, undefined, options).catch(() => undefined);
}

/** Rows that are over. The numbers stand in the statement: a disposal takes no parameters. */
interface Over {
  /** Answers a row when any are left. */
  readonly one: Sql;
  readonly removal: Sql;
}

const number = (value: number): Sql => raw(String(value));

function recordsOver({ db, disposal }: Engine, before: number): Over {
  const { records } = db.dialect.tables;
  const over = sql`select kind, key from ${records} where expires_at <= ${number(before)}`;
  return {
    one: sql`${over} limit 1`,
    removal: sql`delete from ${records}
      where (kind, key) in (${over} limit ${number(disposal.batch)}) and expires_at <= ${number(before)}`,
  };
}

function countersOver({ db, disposal }: Engine, before: number): Over {
  const { counters } = db.dialect.tables;
  const over = sql`select key from ${counters} where resets_at <= ${number(before)}`;
  return {
    one: sql`${over} limit 1`,
    removal: sql`delete from ${counters}
      where key in (${over} limit ${number(disposal.batch)}) and resets_at <= ${number(before)}`,
  };
}

/** The newest stays: by it a reader sees that older ones are gone. */
function changesOver({ db, disposal }: Engine, before: number): Over {
  const { changes } = db.dialect.tables;
  const over = sql`
    select sequence from ${changes}
    where at < ${number(before)} and sequence < (select max(sequence) from ${changes})`;
  return {
    one: sql`${over} limit 1`,
    removal: sql`delete from ${changes} where sequence in (${over} limit ${number(disposal.batch)})`,
  };
}
