/**
 * Users in their tables: read as one statement, so that roles and names always fit the user.
 */

import type { UserPage, UserQuery, UserRecord } from '@doorward/core';
import { AuthError } from '@doorward/core';
import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely';
import type { SqlDialect } from '../schema/dialect.ts';
import type { Tables } from '../schema/tables.ts';
import { assertIdentitiesFree, putIdentities, readIdentities, selectIdentities } from './identity-rows.ts';
import { assertStorable, isStorable } from './storable.ts';

type Db = Kysely<Tables>;
type UserExpressions = ExpressionBuilder<Tables, 'users'>;
/** The lists are JSON. */
type UserRow = Selectable<Tables['users']> & Readonly<Record<'identifiers' | 'identities' | 'roles', string>>;

export async function findUser(db: Db, dialect: SqlDialect, id: string): Promise<UserRecord | null> {
  if (!isStorable(id)) return null;
  const row = await selectUsers(db, dialect).where('users.id', '=', id).executeTakeFirst();
  return row === undefined ? null : userOf(row);
}

export async function findUserBy(db: Db, dialect: SqlDialect, identifier: string): Promise<UserRecord | null> {
  if (!isStorable(identifier)) return null;
  const row = await selectUsers(db, dialect)
    .innerJoin('user_identifiers', 'user_identifiers.user_id', 'users.id')
    .where('user_identifiers.identifier', '=', identifier)
    .executeTakeFirst();
  return row === undefined ? null : userOf(row);
}

export async function findUserByIdentity(
  db: Db,
  dialect: SqlDialect,
  source: string,
  subject: string,
): Promise<UserRecord | null> {
  if (!isStorable(source + subject)) return null;
  const row = await selectUsers(db, dialect)
    .innerJoin('user_identities', 'user_identities.user_id', 'users.id')
    .where('user_identities.source', '=', source)
    .where('user_identities.subject', '=', subject)
    .executeTakeFirst();
  return row === undefined ? null : userOf(row);
}

export async function listUsers(db: Db, dialect: SqlDialect, query: UserQuery): Promise<UserPage> {
  const { offset = 0, limit = 50, search = '', role = '' } = query;
  if (!isStorable(search) || !isStorable(role)) return { total: 0, users: [] };
  const where = (users: UserExpressions) => users.and(conditionsOf(users, dialect, query));
  const rows = await selectUsers(db, dialect)
    .select(sql<number>`count(*) over ()`.as('total'))
    .where(where)
    .orderBy('users.username')
    .orderBy('users.id')
    .offset(offset)
    .limit(limit)
    .execute();
  const [first] = rows;
  if (first !== undefined) return { total: Number(first.total), users: rows.map(userOf) };
  const counted = await db.selectFrom('users').select(countAll.as('count')).where(where).executeTakeFirst();
  return { total: Number(counted?.count ?? 0), users: [] };
}

export async function countUsers(db: Db, { role, status }: Pick<UserQuery, 'role' | 'status'>): Promise<number> {
  let query = db.selectFrom('users').select(countAll.as('count'));
  if (status !== undefined) query = query.where('users.status', '=', status);
  if (role !== undefined)
    query = query.where((users) => users.exists(rolesOf(users).select('role').where('role', '=', role)));
  return Number((await query.executeTakeFirst())?.count ?? 0);
}

/** Only under the lock of all writers: else another one could take a name in between. */
export async function putUser(db: Db, user: UserRecord): Promise<void> {
  const identifiers = [...new Set(user.identifiers)];
  const known = user.identities.flatMap(({ source, subject, name }) => [source, subject, name]);
  assertStorable([user.id, user.username, user.email, user.displayName, ...identifiers, ...known, ...user.roles]);
  await assertNamesFree(db, user.id, identifiers);
  await assertIdentitiesFree(db, user.id, user.identities);
  const { id, ...columns } = rowOf(user);
  await db
    .insertInto('users')
    .values({ id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
  await db.deleteFrom('user_identifiers').where('user_id', '=', id).execute();
  await db.deleteFrom('user_roles').where('user_id', '=', id).execute();
  const names = identifiers.map((identifier, position) => ({ identifier, user_id: id, position }));
  await putIdentities(db, id, user.identities);
  const roles = user.roles.map((role, position) => ({ user_id: id, role, position }));
  if (names.length > 0) await db.insertInto('user_identifiers').values(names).execute();
  if (roles.length > 0) await db.insertInto('user_roles').values(roles).execute();
}

export async function deleteUser(db: Db, id: string): Promise<boolean> {
  if (!isStorable(id)) return false;
  const { numDeletedRows } = await db.deleteFrom('users').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

const countAll: RawBuilder<number> = sql<number>`count(*)`;

async function assertNamesFree(db: Db, id: string, identifiers: readonly string[]): Promise<void> {
  if (identifiers.length === 0) return;
  const taken = await db
    .selectFrom('user_identifiers')
    .select('user_id')
    .where('identifier', 'in', identifiers)
    .where('user_id', '!=', id)
    .executeTakeFirst();
  if (taken) throw new AuthError('core/identifier-taken', 'Another user has this name or e-mail address.');
}

function selectUsers(db: Db, dialect: SqlDialect) {
  const { jsonArray } = dialect;
  return db
    .selectFrom('users')
    .selectAll('users')
    .select((users) => [
      users
        .selectFrom(
          users
            .selectFrom('user_identifiers as own')
            .select('own.identifier')
            .whereRef('own.user_id', '=', 'users.id')
            .orderBy('own.position')
            .as('names'),
        )
        .select((names) => jsonArray(names.ref('names.identifier')).as('list'))
        .$asScalar()
        .$notNull()
        .as('identifiers'),
      selectIdentities(users, dialect).as('identities'),
      users
        .selectFrom(rolesOf(users).select('role').orderBy('position').as('held'))
        .select((held) => jsonArray(held.ref('held.role')).as('list'))
        .$asScalar()
        .$notNull()
        .as('roles'),
    ]);
}

const rolesOf = (users: UserExpressions) =>
  users.selectFrom('user_roles').whereRef('user_roles.user_id', '=', 'users.id');

function conditionsOf(users: UserExpressions, { positionOf }: SqlDialect, query: UserQuery): Expression<SqlBool>[] {
  const { search, role, status, rolesWithin } = query;
  const conditions: Expression<SqlBool>[] = [];
  if (status !== undefined) conditions.push(users('users.status', '=', status));
  if (role !== undefined) conditions.push(users.exists(rolesOf(users).select('role').where('role', '=', role)));
  if (rolesWithin !== undefined) {
    const others = rolesOf(users).select('role');
    const allowed = rolesWithin.filter(isStorable);
    conditions.push(users.not(users.exists(allowed.length > 0 ? others.where('role', 'not in', allowed) : others)));
  }
  if (search !== undefined) {
    const names = users
      .selectFrom('user_identifiers')
      .select('identifier')
      .whereRef('user_identifiers.user_id', '=', 'users.id')
      .where((name) => users(positionOf(name.ref('identifier'), search), '>', 0));
    conditions.push(
      users.or([users(positionOf(users.ref('users.display_search'), search), '>', 0), users.exists(names)]),
    );
  }
  return conditions;
}

function rowOf(user: UserRecord): Selectable<Tables['users']> {
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
