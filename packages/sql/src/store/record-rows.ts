/**
 * Sessions and tickets, a row for each.
 */

import type { RecordKind, StoredRecord } from '@doorward/core';
import { AuthError } from '@doorward/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import type { PendingEnd } from './pending-ends.ts';
import { assertStorable } from './storable.ts';

type Db = Kysely<Tables>;
export type RecordRow = Pick<Selectable<Tables['records']>, 'key' | 'owner' | 'value' | 'expires_at'>;

const COLUMNS = ['key', 'owner', 'value', 'expires_at'] as const;

export function findRow(db: Db, kind: RecordKind, key: string): Promise<RecordRow | undefined> {
  return db.selectFrom('records').select(COLUMNS).where('kind', '=', kind).where('key', '=', key).executeTakeFirst();
}

export function listRows(db: Db, kind: RecordKind, owner: string): Promise<RecordRow[]> {
  return db.selectFrom('records').select(COLUMNS).where('kind', '=', kind).where('owner', '=', owner).execute();
}

export interface NewRecord {
  readonly kind: RecordKind;
  readonly key: string;
  readonly record: StoredRecord;
  readonly now: number;
}

/** @throws AuthError `sql/failed` when a live record has the key. */
export async function insertRow(db: Db, { kind, key, record, now }: NewRecord): Promise<void> {
  assertStorable([key, record.owner]);
  const columns = { owner: record.owner, value: JSON.stringify(record.value), expires_at: record.expiresAt };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('records')
    .values({ kind, key, ...columns })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'key']).doUpdateSet(columns).where('records.expires_at', '<=', now),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new AuthError('sql/failed', `A ${kind} of this key is there already.`);
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
export async function replaceRow(db: Db, replacement: Replacement): Promise<boolean> {
  const { kind, key, expected, next, liveAfter } = replacement;
  const { numUpdatedRows } = await db
    .updateTable('records')
    .set({ value: JSON.stringify(next.value), expires_at: next.expiresAt })
    .where('kind', '=', kind)
    .where('key', '=', key)
    // What was read is the same text again: JSON.stringify wrote it, and keeps the order in which it was read.
    .where('value', '=', JSON.stringify(expected))
    .where('expires_at', '>', liveAfter)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes a row out: of any number of callers one gets it. */
export function takeRow(db: Db, kind: RecordKind, key: string): Promise<RecordRow[]> {
  return db.deleteFrom('records').where('kind', '=', kind).where('key', '=', key).returning(COLUMNS).execute();
}

export function takeOwnedRows(db: Db, kind: RecordKind, owner: string, exceptKey?: string): Promise<RecordRow[]> {
  const owned = db.deleteFrom('records').where('kind', '=', kind).where('owner', '=', owner);
  return (exceptKey === undefined ? owned : owned.where('key', '!=', exceptKey)).returning(COLUMNS).execute();
}

/** Moves the ends of records that were live when it was asked for. */
export async function writeEnds(db: Db, ends: readonly PendingEnd[]): Promise<void> {
  const rows = ends.map(
    ({ kind, key, at, expiresAt }) =>
      sql`(cast(${kind} as text), cast(${key} as text), cast(${at} as bigint), cast(${expiresAt} as bigint))`,
  );
  await db
    .with('moved(kind, key, moved_at, ends_at)', () => sql<MovedRow>`(values ${sql.join(rows)})`)
    .updateTable('records')
    .from('moved')
    .set((row) => ({ expires_at: row.ref('moved.ends_at') }))
    .whereRef('records.kind', '=', 'moved.kind')
    .whereRef('records.key', '=', 'moved.key')
    .whereRef('records.expires_at', '>', 'moved.moved_at')
    .execute();
}

interface MovedRow {
  kind: string;
  key: string;
  moved_at: number;
  ends_at: number;
}
