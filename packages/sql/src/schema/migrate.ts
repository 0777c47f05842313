/**
 * Brings a database to today's schema, within the transaction that it is given: whole, or not at all.
 */

import { randomBytes } from 'node:crypto';
import { AuthError } from '@doorward/core';
import sql from 'sql-template-tag';
import type { Database } from '../database.ts';
import { insertInto, orOverwrite } from '../statement.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';
import type { Tables } from './tables.ts';

export interface Migrated {
  /** The store's id, made with it. */
  readonly id: string;
  /** True when there was no store before. */
  readonly created: boolean;
}

export interface MigrateOptions {
  /** What messages call the database. */
  readonly place: string;
  readonly migrations?: readonly Migration[];
}

/** @throws AuthError `sql/newer-schema` when a newer version of Doorward wrote the database. */
export async function migrate(db: Database, options: MigrateOptions): Promise<Migrated> {
  const { place, migrations = MIGRATIONS } = options;
  const { text, tables } = db.dialect;
  await db.run(
    sql`create table if not exists ${tables.meta} ("name" ${text} not null primary key, "value" ${text} not null)`,
  );
  const rows = await db.all<Tables['meta']>(sql`select name, value from ${tables.meta}`);
  const meta = new Map(rows.map(({ name, value }) => [name, value]));
  const version = Number(meta.get('schema') ?? 0);
  if (version > migrations.length) {
    throw new AuthError(
      'sql/newer-schema',
      `${place} has schema ${version}, and this version of Doorward knows schema ${migrations.length}. ` +
        'Start a version at least as new as the one that ran last, or restore a backup from before it.',
    );
  }
  for (const migration of migrations.slice(version)) await migration(db);
  const id = meta.get('store') ?? randomBytes(16).toString('hex');
  if (version < migrations.length) await putMeta(db, 'schema', String(migrations.length));
  if (!meta.has('store')) await putMeta(db, 'store', id);
  return { id, created: !meta.has('store') };
}

async function putMeta(db: Database, name: string, value: string): Promise<void> {
  const row: Tables['meta'] = { name, value };
  await db.run(sql`${insertInto(db.dialect.tables.meta, [row])} ${orOverwrite(['name'], { value })}`);
}
