/**
 * The steps from an empty database to today's schema. Steps are added at the end and never changed.
 */

import sql, { raw } from 'sql-template-tag';
import type { Database } from '../database.ts';

export type Migration = (db: Database) => Promise<void>;

export const MIGRATIONS: readonly Migration[] = [
  async (db) => {
    await createUsers(db);
    await createUserLists(db);
    await createEvents(db);
    await createRecords(db);
    if (db.dialect.name === 'sqlite') await createChanges(db);
  },
  createKeys,
  createIdentities,
];

async function createUsers(db: Database): Promise<void> {
  const { text, integer, tables } = db.dialect;
  await db.run(
    sql`create table ${tables.users} (
      "id" ${text} not null primary key,
      "username" ${text} not null,
      "email" ${text},
      "display_name" ${text},
      "display_search" ${text} not null,
      "status" ${text} not null,
      "password_hash" ${text},
      "must_change_password" ${integer} not null,
      "version" ${integer} not null,
      "created_at" ${integer} not null,
      "last_sign_in_at" ${integer})`,
  );
  await db.run(sql`create index "users_by_name" on ${tables.users} ("username", "id")`);
  await db.run(sql`create table ${tables.settings} ("name" ${text} not null primary key, "value" ${text} not null)`);
}

async function createUserLists(db: Database): Promise<void> {
  const { text, integer, tables } = db.dialect;
  await db.run(
    sql`create table ${tables.user_identifiers} (
      "identifier" ${text} not null primary key,
      "user_id" ${text} not null references ${tables.users} ("id") on delete cascade,
      "position" ${integer} not null)`,
  );
  await db.run(sql`create index "user_identifiers_by_user" on ${tables.user_identifiers} ("user_id")`);
  await db.run(
    sql`create table ${tables.user_roles} (
      "user_id" ${text} not null references ${tables.users} ("id") on delete cascade,
      "role" ${text} not null,
      "position" ${integer} not null,
      constraint "user_roles_key" primary key ("user_id", "position"))`,
  );
  await db.run(sql`create index "user_roles_by_role" on ${tables.user_roles} ("role", "user_id")`);
}

async function createEvents(db: Database): Promise<void> {
  const { text, integer, serial, tables } = db.dialect;
  await db.run(
    sql`create table ${tables.events} (
      "number" ${serial},
      "type" ${text} not null,
      "time" ${text} not null,
      "at" ${integer} not null,
      "subject" ${text},
      "name" ${text},
      "target" ${text},
      "target_name" ${text},
      "method" ${text},
      "client_address" ${text} not null,
      "reason" ${text},
      "detail" ${text})`,
  );
  for (const column of ['at', 'type', 'subject', 'target']) {
    await db.run(
      sql`create index ${raw(`"events_by_${column}"`)} on ${tables.events} (${raw(`"${column}"`)}, "number")`,
    );
  }
}

async function createRecords(db: Database): Promise<void> {
  const { text, integer, tables } = db.dialect;
  await db.run(
    sql`create table ${tables.records} (
      "kind" ${text} not null,
      "key" ${text} not null,
      "owner" ${text} not null,
      "value" ${text} not null,
      "expires_at" ${integer} not null,
      constraint "records_key" primary key ("kind", "key"))`,
  );
  await db.run(sql`create index "records_by_owner" on ${tables.records} ("kind", "owner")`);
  await db.run(sql`create index "records_by_end" on ${tables.records} ("expires_at")`);
  await db.run(
    sql`create table ${tables.counters} (
      "key" ${text} not null primary key,
      "count" ${integer} not null,
      "resets_at" ${integer} not null)`,
  );
  await db.run(sql`create index "counters_by_end" on ${tables.counters} ("resets_at")`);
}

async function createChanges(db: Database): Promise<void> {
  const { text, integer, serial, tables } = db.dialect;
  await db.run(
    sql`create table ${tables.changes} (
      "sequence" ${serial},
      "at" ${integer} not null,
      "instance" ${text} not null,
      "kind" ${text} not null,
      "key" ${text} not null)`,
  );
  await db.run(sql`create index "changes_by_time" on ${tables.changes} ("at")`);
}

async function createKeys(db: Database): Promise<void> {
  const { text, integer, tables } = db.dialect;
  await db.run(
    sql`create table ${tables.api_keys} (
      "id" ${text} not null primary key,
      "name" ${text} not null,
      "hash" ${text} not null unique,
      "hint" ${text} not null,
      "previous_hash" ${text},
      "previous_until" ${integer},
      "owner" ${text} references ${tables.users} ("id") on delete cascade,
      "roles" ${text} not null,
      "permissions" ${text},
      "status" ${text} not null,
      "created_at" ${integer} not null,
      "created_by" ${text} not null,
      "expires_at" ${integer},
      "last_used_at" ${integer})`,
  );
  await db.run(sql`create index "api_keys_by_previous" on ${tables.api_keys} ("previous_hash")`);
  await db.run(sql`create index "api_keys_by_owner" on ${tables.api_keys} ("owner", "created_at", "id")`);
}

async function createIdentities(db: Database): Promise<void> {
  const { text, integer, tables } = db.dialect;
  await db.run(
    sql`create table ${tables.user_identities} (
      "source" ${text} not null,
      "subject" ${text} not null,
      "user_id" ${text} not null references ${tables.users} ("id") on delete cascade,
      "position" ${integer} not null,
      "name" ${text},
      "made_account" ${integer} not null,
      "linked_at" ${integer} not null,
      constraint "user_identities_key" primary key ("source", "subject"))`,
  );
  await db.run(sql`create index "user_identities_by_user" on ${tables.user_identities} ("user_id")`);
}
