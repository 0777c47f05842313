/**
 * Moves everything from one database to another: users, keys, settings, the audit log, sessions. For an app that outgrows
 * its SQLite file.
 */

import { AuthError } from '@doorward/core';
import sql, { raw } from 'sql-template-tag';
import { type Database, first } from '../database.ts';
import type { Engine } from '../engine.ts';
import type { TableName } from '../schema/tables.ts';
import { insertInto } from '../statement.ts';

/** The schema's own facts, and what SQLite tells processes on one file, stay. */
export type CopiedTable = Exclude<TableName, 'meta' | 'changes'>;

/** In this order: what others refer to comes first. */
const TABLES: readonly CopiedTable[] = [
  'users',
  'user_identifiers',
  'user_roles',
  'user_identities',
  'api_keys',
  'settings',
  'events',
  'records',
  'counters',
];

/** Rows that were copied, by table. */
export type CopiedRows = Readonly<Record<CopiedTable, number>>;

export interface CopyOptions {
  readonly from: Engine;
  readonly to: Engine;
  readonly now: () => number;
  /** Told after each batch, with the rows of the table so far. */
  readonly onProgress: (table: CopiedTable, rows: number) => void;
}

/** Rows at once: few enough for the parameters of one statement. */
const BATCH = 500;

/**
 * All or nothing, and nothing is written to the source meanwhile. What is over is left behind.
 *
 * @throws AuthError `sql/not-empty` when somebody has used the target, `sql/busy` when the source is in use.
 */
export async function copyData({ from, to, now, onProgress }: CopyOptions): Promise<CopiedRows> {
  return from.write(async ({ db: source }) =>
    to.write(async ({ db: target }) => {
      await assertEmpty(target);
      const rows: Partial<Record<CopiedTable, number>> = {};
      for (const table of TABLES) {
        rows[table] = await copyTable({ source, target, table, now: now() }, (count) => onProgress(table, count));
      }
      return rows as CopiedRows;
    }, 'durable'),
  );
}

async function assertEmpty(db: Database): Promise<void> {
  for (const table of ['users', 'api_keys', 'settings'] as const) {
    if ((await first(db, sql`select 1 from ${db.dialect.tables[table]} limit 1`)) === undefined) continue;
    throw new AuthError(
      'sql/not-empty',
      'There are users, keys or settings in the target already, and a copy would mix them. Copy into a new database.',
    );
  }
  // A server that was started on it has left links and counters: they lead nowhere any more.
  for (const table of ['records', 'counters'] as const) await db.run(sql`delete from ${db.dialect.tables[table]}`);
}

interface TableCopy {
  readonly source: Database;
  readonly target: Database;
  readonly table: CopiedTable;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

async function copyTable({ source, target, table, now }: TableCopy, onRows: (rows: number) => void): Promise<number> {
  let last = 0;
  let count = 0;
  for (;;) {
    const rows: readonly Row[] = await source.all(sql`
      select *, ${ROW_NUMBER} as ${raw(ROW)} from ${source.dialect.tables[table]}
      where ${ROW_NUMBER} > ${last} order by ${ROW_NUMBER} limit ${BATCH}`);
    const live = rows.filter((row) => isLive(table, row, now)).map(columnsOf(table));
    if (live.length > 0) await target.run(insertInto(target.dialect.tables[table], live));
    count += live.length;
    if (live.length > 0) onRows(count);
    if (rows.length < BATCH) return count;
    last = Number(rows.at(-1)?.[ROW]);
  }
}

/** Where a row stands in an SQLite table. */
const ROW_NUMBER = sql`rowid`;
const ROW = 'row_number_of_copy';

type Row = Readonly<Record<string, unknown>>;

/** Of tables whose rows end by themselves. */
const ENDS: Readonly<Partial<Record<CopiedTable, string>>> = { records: 'expires_at', counters: 'resets_at' };

function isLive(table: CopiedTable, row: Row, now: number): boolean {
  const end = ENDS[table];
  return end === undefined || Number(row[end]) > now;
}

/** Events are numbered anew, in their order. */
const columnsOf =
  (table: CopiedTable) =>
  ({ [ROW]: _row, ...row }: Row): Row => {
    if (table !== 'events') return row;
    const { number: _number, ...event } = row;
    return event;
  };
