/**
 * Users in their tables: read as one statement, so that roles and names always fit the user.
 */

import type { UserPage, UserQuery, UserRecord } from '@doorward/core';
import { AuthError } from '@doorward/core';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { type Database, first } from '../database.ts';
import type { Tables } from '../schema/tables.ts';
import { insertInto, orOverwrite, where } from '../statement.ts';
import { assertIdentitiesFree, putIdentities, readIdentities, selectIdentities } from './identity-rows.ts';
import { assertStorable, isStorable } from './storable.ts';

type Row = Tables['users'];
/** The lists are JSON. */
type UserRow = Row & Readonly<Record<'identifiers' | 'identities' | 'roles', string>>;

export async function findUser(db: Database, id: string): Promise<UserRecord | null> {
  if (!isStorable(id)) return null;
  return findOne(db, sql`where users.id = ${id}`);
}

export async function findUserBy(db: Database, identifier: string): Promise<UserRecord | null> {
  if (!isStorable(identifier)) return null;
  const { user_identifiers } = db.dialect.tables;
  return findOne(
    db,
    sql`inner join ${user_identifiers} as named on named.user_id = users.id where named.identifier = ${identifier}`,
  );
}

export async function findUserByIdentity(db: Database, source: string, subject: string): Promise<UserRecord | null> {
  if (!isStorable(source + subject)) return null;
  const { user_identities } = db.dialect.tables;
  return findOne(
    db,
    sql`inner join ${user_identities} as linked on linked.user_id = users.id
      where linked.source = ${source} and linked.subject = ${subject}`,
  );
}

/** `which`: the rest of the statement. */
async function findOne(db: Database, which: Sql): Promise<UserRecord | null> {
  const row = await first<UserRow>(db, sql`${selectUsers(db)} ${which}`);
  return row === undefined ? null : userOf(row);
}

export async function listUsers(db: Database, query: UserQuery): Promise<UserPage> {
  const { offset = 0, limit = 50, search = '', role = '' } = query;
  if (!isStorable(search) || !isStorable(role)) return { total: 0, users: [] };
  const conditions = where(conditionsOf(db, query));
  const rows = await db.all<UserRow & { readonly total: number }>(sql`
    ${selectUsers(db, sql`, count(*) over () as total`)} ${conditions}
    order by users.username, users.id limit ${limit} offset ${offset}`);
  const [one] = rows;
  if (one !== undefined) return { total: one.total, users: rows.map(userOf) };
  return { total: await count(db, conditions), users: [] };
}

export async function countUsers(db: Database, having: Pick<UserQuery, 'role' | 'status'>): Promise<number> {
  return count(db, where(conditionsOf(db, having)));
}

async function count(db: Database, conditions: Sql): Promise<number> {
  const counted = await first<Counted>(db, sql`select count(*) as count from ${db.dialect.tables.users} ${conditions}`);
  return counted?.count ?? 0;
}

interface Counted {
  readonly count: number;
}

/** Only under the lock of all writers: else another one could take a name in between. */
export async function putUser(db: Database, user: UserRecord): Promise<void> {
  const { tables } = db.dialect;
  const { id } = user;
  const identifiers = [...new Set(user.identifiers)];
  const known = user.identities.flatMap(({ source, subject, name }) => [source, subject, name]);
  assertStorable([id, user.username, user.email, user.displayName, ...identifiers, ...known, ...user.roles]);
  await assertNamesFree(db, id, identifiers);
  await assertIdentitiesFree(db, id, user.identities);
  const { id: _id, ...columns } = rowOf(user);
  await db.run(sql`${insertInto(tables.users, [{ id, ...columns }])} ${orOverwrite(['id'], columns)}`);
  await db.run(sql`delete from ${tables.user_identifiers} where user_id = ${id}`);
  await db.run(sql`delete from ${tables.user_roles} where user_id = ${id}`);
  await putIdentities(db, id, user.identities);
  const names = identifiers.map((identifier, position) => ({ identifier, user_id: id, position }));
  const roles = user.roles.map((role, position) => ({ user_id: id, role, position }));
  if (names.length > 0) await db.run(insertInto(tables.user_identifiers, names));
  if (roles.length > 0) await db.run(insertInto(tables.user_roles, roles));
}

export async function noteSignIn(db: Database, id: string, at: number): Promise<void> {
  await db.run(sql`update ${db.dialect.tables.users} set last_sign_in_at = ${at} where id = ${id}`);
}

export async function deleteUser(db: Database, id: string): Promise<boolean> {
  if (!isStorable(id)) return false;
  return (await db.run(sql`delete from ${db.dialect.tables.users} where id = ${id}`)) > 0;
}

async function assertNamesFree(db: Database, id: string, identifiers: readonly string[]): Promise<void> {
  if (identifiers.length === 0) return;
  const taken = await first(
    db,
    sql`select user_id from ${db.dialect.tables.user_identifiers}
      where identifier in (${join(identifiers)}) and user_id != ${id} limit 1`,
  );
  if (taken) throw new AuthError('core/identifier-taken', 'Another user has this name or e-mail address.');
}

/** Each user with his lists; `more` are columns, each after a comma. */
function selectUsers(db: Database, more: Sql = empty): Sql {
  const { jsonArray, tables } = db.dialect;
  const names = sql`
    select ${jsonArray(sql`names.identifier`)} from (
      select own.identifier from ${tables.user_identifiers} as own where own.user_id = users.id order by own.position
    ) as names`;
  const roles = sql`
    select ${jsonArray(sql`held.role`)} from (
      select own.role from ${tables.user_roles} as own where own.user_id = users.id order by own.position
    ) as held`;
  return sql`
    select users.*, (${names}) as identifiers, (${selectIdentities(db)}) as identities, (${roles}) as roles${more}
    from ${tables.users}`;
}

function conditionsOf(db: Database, { search, role, status, rolesWithin }: UserQuery): Sql[] {
  const { tables, positionOf } = db.dialect;
  const roles = sql`select 1 from ${tables.user_roles} as held where held.user_id = users.id`;
  const conditions: Sql[] = [];
  if (status !== undefined) conditions.push(sql`users.status = ${status}`);
  if (role !== undefined) conditions.push(sql`exists (${roles} and held.role = ${role})`);
  if (rolesWithin !== undefined) {
    const allowed = rolesWithin.filter(isStorable);
    const others = allowed.length > 0 ? sql`${roles} and held.role not in (${join(allowed)})` : roles;
    conditions.push(sql`not exists (${others})`);
  }
  if (search !== undefined) {
    const names = sql`
      select 1 from ${tables.user_identifiers} as own
      where own.user_id = users.id and ${positionOf(sql`own.identifier`, search)} > 0`;
    conditions.push(sql`(${positionOf(sql`users.display_search`, search)} > 0 or exists (${names}))`);
  }
  return conditions;
}

function rowOf(user: UserRecord): Row {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    display_name: user.displayName,
    display_search: user.displayName?.toLowerCase() ?? '',
    status: user.status,
    password_hash: user.passwordHash,
    must_change_password: user.mustChangePassword ? 1 : 0,
    version: user.version,
    created_at: user.createdAt,
    last_sign_in_at: user.lastSignInAt,
  };
}

function userOf(row: UserRow): UserRecord {
  return Object.freeze({
    id: row.id,
    username: row.username,
    email: row.email,
    displayName: row.display_name,
    identifiers: JSON.parse(row.identifiers) as string[],
    identities: readIdentities(row.identities),
    roles: JSON.parse(row.roles) as string[],
    status: row.status,
    passwordHash: row.password_hash,
    mustChangePassword: row.must_change_password !== 0,
    version: row.version,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  });
}
