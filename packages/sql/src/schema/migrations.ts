/**
 * The steps from an empty database to today's schema. Steps are added at the end and never changed.
 */

import type { Kysely } from 'kysely';
import type { SqlDialect } from './dialect.ts';
import type { Tables } from './tables.ts';

export type Migration = (db: Kysely<Tables>, dialect: SqlDialect) => Promise<void>;

export const MIGRATIONS: readonly Migration[] = [
  async (db, dialect) => {
    await createUsers(db, dialect);
    await createEvents(db, dialect);
    await createRecords(db, dialect);
    if (dialect.name === 'sqlite') await createChanges(db, dialect);
  },
  createKeys,
  createIdentities,
];

async function createUsers(db: Kysely<Tables>, { text, integer }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('username', text, (column) => column.notNull())
    .addColumn('email', text)
    .addColumn('display_name', text)
    .addColumn('display_search', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('password_hash', text)
    .addColumn('must_change_password', integer, (column) => column.notNull())
    .addColumn('version', integer, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_sign_in_at', integer)
    .execute();
  await db.schema.createIndex('users_by_name').on('users').columns(['username', 'id']).execute();
  await db.schema
    .createTable('user_identifiers')
    .addColumn('identifier', text, (column) => column.primaryKey().notNull())
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('position', integer, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('user_identifiers_by_user').on('user_identifiers').column('user_id').execute();
  await db.schema
    .createTable('user_roles')
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('role', text, (column) => column.notNull())
    .addColumn('position', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('user_roles_key', ['user_id', 'position'])
    .execute();
  await db.schema.createIndex('user_roles_by_role').on('user_roles').columns(['role', 'user_id']).execute();
  await db.schema
    .createTable('settings')
    .addColumn('name', text, (column) => column.primaryKey().notNull())
    .addColumn('value', text, (column) => column.notNull())
    .execute();
}

async function createEvents(db: Kysely<Tables>, { text, integer, serial }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('number', serial)
    .addColumn('type', text, (column) => column.notNull())
    .addColumn('time', text, (column) => column.notNull())
    .addColumn('at', integer, (column) => column.notNull())
    .addColumn('subject', text)
    .addColumn('name', text)
    .addColumn('target', text)
    .addColumn('target_name', text)
    .addColumn('method', text)
    .addColumn('client_address', text, (column) => column.notNull())
    .addColumn('reason', text)
    .addColumn('detail', text)
    .execute();
  for (const column of ['at', 'type', 'subject', 'target']) {
    await db.schema.createIndex(`events_by_${column}`).on('events').columns([column, 'number']).execute();
  }
}

async function createRecords(db: Kysely<Tables>, { text, integer }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('records')
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull())
    .addColumn('owner', text, (column) => column.notNull())
    .addColumn('value', text, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('records_key', ['kind', 'key'])
    .execute();
  await db.schema.createIndex('records_by_owner').on('records').columns(['kind', 'owner']).execute();
  await db.schema.createIndex('records_by_end').on('records').column('expires_at').execute();
  await db.schema
    .createTable('counters')
    .addColumn('key', text, (column) => column.primaryKey().notNull())
    .addColumn('count', integer, (column) => column.notNull())
    .addColumn('resets_at', integer, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('counters_by_end').on('counters').column('resets_at').execute();
}

async function createChanges(db: Kysely<Tables>, { text, integer, serial }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('changes')
    .addColumn('sequence', serial)
    .addColumn('at', integer, (column) => column.notNull())
    .addColumn('instance', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('changes_by_time').on('changes').column('at').execute();
}

async function createKeys(db: Kysely<Tables>, { text, integer }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull().unique())
    .addColumn('hint', text, (column) => column.notNull())
    .addColumn('previous_hash', text)
    .addColumn('previous_until', integer)
    .addColumn('owner', text, (column) => column.references('users.id').onDelete('cascade'))
    .addColumn('roles', text, (column) => column.notNull())
    .addColumn('permissions', text)
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('created_by', text, (column) => column.notNull())
    .addColumn('expires_at', integer)
    .addColumn('last_used_at', integer)
    .execute();
  await db.schema.createIndex('api_keys_by_previous').on('api_keys').column('previous_hash').execute();
  await db.schema.createIndex('api_keys_by_owner').on('api_keys').columns(['owner', 'created_at', 'id']).execute();
}

async function createIdentities(db: Kysely<Tables>, { text, integer }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('user_identities')
    .addColumn('source', text, (column) => column.notNull())
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('position', integer, (column) => column.notNull())
    .addColumn('name', text)
    .addColumn('made_account', integer, (column) => column.notNull())
    .addColumn('linked_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('user_identities_key', ['source', 'subject'])
    .execute();
  await db.schema.createIndex('user_identities_by_user').on('user_identities').column('user_id').execute();
}
