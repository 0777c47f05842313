/**
 * Brings a database to today's schema, within the transaction that it is given: whole, or not at all.
 */

import { randomBytes } from 'node:crypto';
import { AuthError } from '@doorward/core';
import type { Kysely } from 'kysely';
import type { SqlDialect } from './dialect.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';
import type { Tables } from './tables.ts';

export interface Migrated {
  /** The store's id, made with it. */
  readonly id: string;
  /** True when there was no store before. */
  readonly created: boolean;
}

export interface MigrateOptions {
  readonly dialect: SqlDialect;
  /** What messages call the database. */
  readonly place: string;
  readonly migrations?: readonly Migration[];
}

/** @throws AuthError `sql/newer-schema` when a newer version of Doorward wrote the database. */
export async function migrate(db: Kysely<Tables>, options: MigrateOptions): Promise<Migrated> {
  const { dialect, place, migrations = MIGRATIONS } = options;
  await db.schema
    .createTable('meta')
    .ifNotExists()
    .addColumn('name', dialect.text, (column) => column.primaryKey().notNull())
    .addColumn('value', dialect.text, (column) => column.notNull())
    .execute();
  const meta = new Map((await db.selectFrom('meta').selectAll().execute()).map(({ name, value }) => [name, value]));
  const version = Number(meta.get('schema') ?? 0);
  if (version > migrations.length) {
    throw new AuthError(
      'sql/newer-schema',
      `${place} has schema ${version}, and this version of Doorward knows schema ${migrations.length}. ` +
        'Start a version at least as new as the one that ran last, or restore a backup from before it.',
    );
  }
  for (const migration of migrations.slice(version)) await migration(db, dialect);
  const id = meta.get('store') ?? randomBytes(16).toString('hex');
  if (version < migrations.length) await putMeta(db, 'schema', String(migrations.length));
  if (!meta.has('store')) await putMeta(db, 'store', id);
  return { id, created: !meta.has('store') };
}

async function putMeta(db: Kysely<Tables>, name: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
