/**
 * API keys, a row for each: their hashes, never the keys themselves.
 */

import type { KeyPage, KeyQuery, KeyRecord } from '@doorward/core';
import sql, { join, type Sql } from 'sql-template-tag';
import { type Database, first } from '../database.ts';
import type { Tables } from '../schema/tables.ts';
import { insertInto, orOverwrite, where } from '../statement.ts';
import { assertStorable, isStorable } from './storable.ts';

type KeyRow = Tables['api_keys'];

/** Keys noted in one statement: databases bound its parameters. */
const USED_BATCH = 200;

export async function findKey(db: Database, id: string): Promise<KeyRecord | null> {
  if (!isStorable(id)) return null;
  const row = await first<KeyRow>(db, sql`select * from ${db.dialect.tables.api_keys} where id = ${id}`);
  return row === undefined ? null : keyOf(row);
}

/** By the hash of a key, else by the one that it had before. */
export async function findKeyBy(db: Database, hash: string): Promise<KeyRecord | null> {
  if (!isStorable(hash)) return null;
  const row = await first<KeyRow>(
    db,
    sql`select * from ${db.dialect.tables.api_keys} where hash = ${hash} or previous_hash = ${hash}
      order by case when hash = ${hash} then 0 else 1 end limit 1`,
  );
  return row === undefined ? null : keyOf(row);
}

export async function listKeys(db: Database, { owner, offset = 0, limit = 50 }: KeyQuery): Promise<KeyPage> {
  if (!isStorable(owner ?? '')) return { total: 0, keys: [] };
  const rows = await db.all<KeyRow & { readonly total: number }>(sql`
    select *, count(*) over () as total from ${db.dialect.tables.api_keys} ${ownedBy(owner)}
    order by created_at desc, id limit ${limit} offset ${offset}`);
  const [one] = rows;
  if (one !== undefined) return { total: one.total, keys: rows.map(keyOf) };
  return { total: await countKeys(db, owner), keys: [] };
}

/** Keys of this user; `null`: service keys; `undefined`: all. */
export async function countKeys(db: Database, owner: string | null | undefined): Promise<number> {
  if (!isStorable(owner ?? '')) return 0;
  const counted = await first<{ readonly count: number }>(
    db,
    sql`select count(*) as count from ${db.dialect.tables.api_keys} ${ownedBy(owner)}`,
  );
  return counted?.count ?? 0;
}

/** The table refuses an owner who is not there, and a hash that another key has. */
export async function putKey(db: Database, key: KeyRecord): Promise<void> {
  const { id, ...columns } = rowOf(key);
  await db.run(sql`${insertInto(db.dialect.tables.api_keys, [{ id, ...columns }])} ${orOverwrite(['id'], columns)}`);
}

export async function deleteKey(db: Database, id: string): Promise<boolean> {
  if (!isStorable(id)) return false;
  return (await db.run(sql`delete from ${db.dialect.tables.api_keys} where id = ${id}`)) > 0;
}

/** Notes when keys were last used; never moves a time back. */
export async function noteKeysUsed(db: Database, used: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...used]
    .filter(([id]) => isStorable(id))
    .map(([id, at]) => sql`(cast(${id} as text), cast(${at} as bigint))`);
  for (let start = 0; start < rows.length; start += USED_BATCH) {
    const batch = rows.slice(start, start + USED_BATCH);
    await db.run(sql`
      with used(id, used_at) as (values ${join(batch)})
      update ${db.dialect.tables.api_keys} set last_used_at = used.used_at from used
      where api_keys.id = used.id and (api_keys.last_used_at is null or api_keys.last_used_at < used.used_at)`);
  }
}

function ownedBy(owner: string | null | undefined): Sql {
  if (owner === undefined) return where([]);
  return where([owner === null ? sql`owner is null` : sql`owner = ${owner}`]);
}

function rowOf(key: KeyRecord): KeyRow {
  const { previous } = key;
  assertStorable([key.id, key.name, key.hash, key.hint, previous?.hash ?? null, key.owner, key.createdBy]);
  return {
    id: key.id,
    name: key.name,
    hash: key.hash,
    hint: key.hint,
    previous_hash: previous?.hash ?? null,
    previous_until: previous?.until ?? null,
    owner: key.owner,
    roles: JSON.stringify(key.roles),
    permissions: key.permissions === null ? null : JSON.stringify(key.permissions),
    status: key.status,
    created_at: key.createdAt,
    created_by: key.createdBy,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
  };
}

function keyOf(row: KeyRow): KeyRecord {
  const { previous_hash: hash, previous_until: until } = row;
  return Object.freeze({
    id: row.id,
    name: row.name,
    hash: row.hash,
    hint: row.hint,
    previous: hash === null || until === null ? null : { hash, until },
    owner: row.owner,
    roles: JSON.parse(row.roles) as string[],
    permissions: row.permissions === null ? null : (JSON.parse(row.permissions) as string[]),
    status: row.status,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  });
}
