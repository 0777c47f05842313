/**
 * Sessions and tickets, a row for each.
 */

import type { RecordKind, StoredRecord } from '@doorward/core';
import { AuthError } from '@doorward/core';
import sql, { join } from 'sql-template-tag';
import { type Database, first } from '../database.ts';
import type { Tables } from '../schema/tables.ts';
import { insertInto, orOverwrite } from '../statement.ts';
import type { PendingEnd } from './pending-ends.ts';
import { assertStorable } from './storable.ts';

export type RecordRow = Pick<Tables['records'], 'key' | 'owner' | 'value' | 'expires_at'>;

const COLUMNS = sql`key, owner, value, expires_at`;

export function findRow(db: Database, kind: RecordKind, key: string): Promise<RecordRow | undefined> {
  return first(db, sql`select ${COLUMNS} from ${db.dialect.tables.records} where kind = ${kind} and key = ${key}`);
}

export function listRows(db: Database, kind: RecordKind, owner: string): Promise<RecordRow[]> {
  return db.all(sql`select ${COLUMNS} from ${db.dialect.tables.records} where kind = ${kind} and owner = ${owner}`);
}

export interface NewRecord {
  readonly kind: RecordKind;
  readonly key: string;
  readonly record: StoredRecord;
  readonly now: number;
}

/** @throws AuthError `sql/failed` when a live record has the key. */
export async function insertRow(db: Database, { kind, key, record, now }: NewRecord): Promise<void> {
  assertStorable([key, record.owner]);
  const columns = { owner: record.owner, value: JSON.stringify(record.value), expires_at: record.expiresAt };
  const row: Tables['records'] = { kind, key, ...columns };
  const written = await db.run(sql`
    ${insertInto(db.dialect.tables.records, [row])} ${orOverwrite(['kind', 'key'], columns)}
    where records.expires_at <= ${now}`);
  if (written !== 1) throw new AuthError('sql/failed', `A ${kind} of this key is there already.`);
}

export interface Replacement {
  readonly kind: RecordKind;
  readonly key: string;
  readonly expected: unknown;
  readonly next: Omit<StoredRecord, 'owner'>;
  /** The row has to end after this. */
  readonly liveAfter: number;
}

/** False when there is no such row, or its value is another one: of any number of callers one replaces it. */
export async function replaceRow(db: Database, replacement: Replacement): Promise<boolean> {
  const { kind, key, expected, next, liveAfter } = replacement;
  // What was read is the same text again: JSON.stringify wrote it, and keeps the order in which it was read.
  const updated = await db.run(sql`
    update ${db.dialect.tables.records} set value = ${JSON.stringify(next.value)}, expires_at = ${next.expiresAt}
    where kind = ${kind} and key = ${key} and value = ${JSON.stringify(expected)} and expires_at > ${liveAfter}`);
  return updated === 1;
}

/** Takes a row out: of any number of callers one gets it. */
export function takeRow(db: Database, kind: RecordKind, key: string): Promise<RecordRow[]> {
  return db.all(sql`
    delete from ${db.dialect.tables.records} where kind = ${kind} and key = ${key} returning ${COLUMNS}`);
}

export function takeOwnedRows(db: Database, kind: RecordKind, owner: string, exceptKey?: string): Promise<RecordRow[]> {
  const owned = sql`delete from ${db.dialect.tables.records} where kind = ${kind} and owner = ${owner}`;
  const others = exceptKey === undefined ? owned : sql`${owned} and key != ${exceptKey}`;
  return db.all(sql`${others} returning ${COLUMNS}`);
}

/** Moves the ends of records that were live when it was asked for. */
export async function writeEnds(db: Database, ends: readonly PendingEnd[]): Promise<void> {
  const rows = ends.map(
    ({ kind, key, at, expiresAt }) =>
      sql`(cast(${kind} as text), cast(${key} as text), cast(${at} as bigint), cast(${expiresAt} as bigint))`,
  );
  await db.run(sql`
    with moved(kind, key, moved_at, ends_at) as (values ${join(rows)})
    update ${db.dialect.tables.records} set expires_at = moved.ends_at from moved
    where records.kind = moved.kind and records.key = moved.key and records.expires_at > moved.moved_at`);
}
