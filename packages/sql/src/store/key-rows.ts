/**
 * API keys, a row for each: their hashes, never the keys themselves.
 */

import type { KeyPage, KeyQuery, KeyRecord } from '@doorward/core';
import { type Expression, type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { assertStorable, isStorable } from './storable.ts';

type Db = Kysely<Tables>;
type KeyExpressions = ExpressionBuilder<Tables, 'api_keys'>;
type KeyRow = Selectable<Tables['api_keys']>;

/** Keys noted in one statement: databases bound its parameters. */
const USED_BATCH = 200;

export async function findKey(db: Db, id: string): Promise<KeyRecord | null> {
  if (!isStorable(id)) return null;
  const row = await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : keyOf(row);
}

/** By the hash of a key, else by the one that it had before. */
export async function findKeyBy(db: Db, hash: string): Promise<KeyRecord | null> {
  if (!isStorable(hash)) return null;
  const row = await db
    .selectFrom('api_keys')
    .selectAll()
    .where((key) => key.or([key('hash', '=', hash), key('previous_hash', '=', hash)]))
    .orderBy(({ eb }) => eb.case().when('hash', '=', hash).then(0).else(1).end())
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : keyOf(row);
}

export async function listKeys(db: Db, { owner, offset = 0, limit = 50 }: KeyQuery): Promise<KeyPage> {
  if (!isStorable(owner ?? '')) return { total: 0, keys: [] };
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .select(sql<number>`count(*) over ()`.as('total'))
    .where(ownedBy(owner))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .offset(offset)
    .limit(limit)
    .execute();
  const [first] = rows;
  if (first !== undefined) return { total: Number(first.total), keys: rows.map(keyOf) };
  return { total: await countKeys(db, owner), keys: [] };
}

/** Keys of this user; `null`: service keys; `undefined`: all. */
export async function countKeys(db: Db, owner: string | null | undefined): Promise<number> {
  if (!isStorable(owner ?? '')) return 0;
  const counted = await db
    .selectFrom('api_keys')
    .select(sql<number>`count(*)`.as('count'))
    .where(ownedBy(owner))
    .executeTakeFirst();
  return Number(counted?.count ?? 0);
}

/** The table refuses an owner who is not there, and a hash that another key has. */
export async function putKey(db: Db, key: KeyRecord): Promise<void> {
  const { id, ...columns } = rowOf(key);
  await db
    .insertInto('api_keys')
    .values({ id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}

export async function deleteKey(db: Db, id: string): Promise<boolean> {
  if (!isStorable(id)) return false;
  const { numDeletedRows } = await db.deleteFrom('api_keys').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Notes when keys were last used; never moves a time back. */
export async function noteKeysUsed(db: Db, used: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...used]
    .filter(([id]) => isStorable(id))
    .map(([id, at]) => sql`(cast(${id} as text), cast(${at} as bigint))`);
  for (let start = 0; start < rows.length; start += USED_BATCH) {
    const batch = rows.slice(start, start + USED_BATCH);
    await db
      .with('used(id, used_at)', () => sql<{ id: string; used_at: number }>`(values ${sql.join(batch)})`)
      .updateTable('api_keys')
      .from('used')
      .set((row) => ({ last_used_at: row.ref('used.used_at') }))
      .whereRef('api_keys.id', '=', 'used.id')
      .where(({ or, eb, ref }) =>
        or([eb('api_keys.last_used_at', 'is', null), eb('api_keys.last_used_at', '<', ref('used.used_at'))]),
      )
      .execute();
  }
}

const ownedBy =
  (owner: string | null | undefined) =>
  (key: KeyExpressions): Expression<SqlBool> => {
    if (owner === undefined) return key.lit(true);
    return owner === null ? key('owner', 'is', null) : key('owner', '=', owner);
  };

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
