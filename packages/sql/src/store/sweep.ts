/**
 * Takes out what is over: rows that nobody will ask for again.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { type Compilable, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Disposal, Engine } from '../engine.ts';
import type { Tables } from '../schema/tables.ts';

/** How long a row stays after its end: another process may have moved the end and not written it yet. */
const GRACE_MS = 60_000;

/** How long changes are kept for processes that are slow to hear of them. */
const CHANGES_MS = 600_000;

/** In which whoever waits for the lock gets it. */
const PAUSE_MS = 5;

type Db = Kysely<Tables>;

/** Deletes batch after batch until nothing is left that is over, or `signal` says that it is enough. */
export async function sweep(engine: Engine, now: () => number, signal?: AbortSignal): Promise<void> {
  const { db, dialect, disposal } = engine;
  const over = [
    recordsOver(db, disposal, now() - GRACE_MS),
    countersOver(db, disposal, now()),
    ...(dialect.name === 'sqlite' ? [changesOver(db, disposal, now() - CHANGES_MS)] : []),
  ];
  for (const { one, removal } of over) {
    while (signal?.aborted !== true && (await one.executeTakeFirst()) !== undefined) {
      await disposal.run(removal.compile());
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
  /** Is there when any are left. */
  readonly one: SelectQueryBuilder<Tables, keyof Tables, unknown>;
  readonly removal: Compilable;
}

function recordsOver(db: Db, { batch }: Disposal, before: number): Over {
  const end = sql.lit(before);
  const over = db.selectFrom('records').select(['kind', 'key']).where('expires_at', '<=', end);
  const removal = db
    .deleteFrom('records')
    .where(({ eb, refTuple }) => eb(refTuple('kind', 'key'), 'in', over.limit(sql.lit(batch)).$asTuple('kind', 'key')))
    .where('expires_at', '<=', end);
  return { one: over.limit(1), removal };
}

function countersOver(db: Db, { batch }: Disposal, before: number): Over {
  const end = sql.lit(before);
  const over = db.selectFrom('counters').select('key').where('resets_at', '<=', end);
  const removal = db
    .deleteFrom('counters')
    .where('key', 'in', over.limit(sql.lit(batch)))
    .where('resets_at', '<=', end);
  return { one: over.limit(1), removal };
}

/** The newest stays: by it a reader sees that older ones are gone. */
function changesOver(db: Db, { batch }: Disposal, before: number): Over {
  const over = db
    .selectFrom('changes')
    .select('sequence')
    .where('at', '<', sql.lit(before))
    .where('sequence', '<', (all) => all.selectFrom('changes').select(({ fn }) => fn.max('sequence').as('newest')));
  return { one: over.limit(1), removal: db.deleteFrom('changes').where('sequence', 'in', over.limit(sql.lit(batch))) };
}
