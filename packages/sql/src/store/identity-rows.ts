/**
 * Whom users are known as elsewhere.
 */

import { AuthError, type LinkedIdentity } from '@doorward/core';
import sql, { type Sql } from 'sql-template-tag';
import { type Database, first } from '../database.ts';
import type { Tables } from '../schema/tables.ts';
import { insertInto } from '../statement.ts';

/** A JSON array of a user's, in their order: {@link readIdentities} reads it. */
export function selectIdentities({ dialect }: Database): Sql {
  const { jsonArray, jsonObject, tables } = dialect;
  const columns = {
    source: sql`known.source`,
    subject: sql`known.subject`,
    name: sql`known.name`,
    madeAccount: sql`known.made_account`,
    linkedAt: sql`known.linked_at`,
  };
  return sql`
    select ${jsonArray(jsonObject(columns))} from (
      select own.source, own.subject, own.name, own.made_account, own.linked_at
      from ${tables.user_identities} as own where own.user_id = users.id order by own.position
    ) as known`;
}

interface Read extends Omit<LinkedIdentity, 'madeAccount'> {
  readonly madeAccount: number;
}

export function readIdentities(json: string): readonly LinkedIdentity[] {
  return (JSON.parse(json) as Read[]).map((read) => ({ ...read, madeAccount: read.madeAccount !== 0 }));
}

/** Only under the lock of all writers, as for names. */
export async function assertIdentitiesFree(
  db: Database,
  id: string,
  identities: readonly LinkedIdentity[],
): Promise<void> {
  for (const { source, subject } of identities) {
    const taken = await first(
      db,
      sql`select user_id from ${db.dialect.tables.user_identities}
        where source = ${source} and subject = ${subject} and user_id != ${id}`,
    );
    if (taken) throw new AuthError('core/identity-taken', 'Another user signs in there as this person.');
  }
}

export async function putIdentities(db: Database, id: string, identities: readonly LinkedIdentity[]): Promise<void> {
  const { user_identities } = db.dialect.tables;
  await db.run(sql`delete from ${user_identities} where user_id = ${id}`);
  const rows = identities.map(
    ({ source, subject, name, madeAccount, linkedAt }, position): Tables['user_identities'] => ({
      source,
      subject,
      user_id: id,
      position,
      name,
      made_account: madeAccount ? 1 : 0,
      linked_at: linkedAt,
    }),
  );
  if (rows.length > 0) await db.run(insertInto(user_identities, rows));
}
