/**
 * Whom users are known as elsewhere.
 */

import { AuthError, type LinkedIdentity } from '@doorward/core';
import type { ExpressionBuilder, ExpressionWrapper, Kysely } from 'kysely';
import type { SqlDialect } from '../schema/dialect.ts';
import type { Tables } from '../schema/tables.ts';

type Db = Kysely<Tables>;

/** A JSON array of a user's, in their order: {@link readIdentities} reads it. */
export function selectIdentities(
  users: ExpressionBuilder<Tables, 'users'>,
  { jsonArray, jsonObject }: SqlDialect,
): ExpressionWrapper<Tables, 'users', string> {
  return users
    .selectFrom(
      users
        .selectFrom('user_identities')
        .select(['source', 'subject', 'name', 'made_account', 'linked_at'])
        .whereRef('user_identities.user_id', '=', 'users.id')
        .orderBy('position')
        .as('known'),
    )
    .select(({ ref }) => {
      const columns = {
        source: ref('known.source'),
        subject: ref('known.subject'),
        name: ref('known.name'),
        madeAccount: ref('known.made_account'),
        linkedAt: ref('known.linked_at'),
      };
      return jsonArray(jsonObject(columns)).as('list');
    })
    .$asScalar()
    .$notNull();
}

interface Read extends Omit<LinkedIdentity, 'madeAccount'> {
  readonly madeAccount: number;
}

export function readIdentities(json: string): readonly LinkedIdentity[] {
  return (JSON.parse(json) as Read[]).map((read) => ({ ...read, madeAccount: read.madeAccount !== 0 }));
}

/** Only under the lock of all writers, as for names. */
export async function assertIdentitiesFree(db: Db, id: string, identities: readonly LinkedIdentity[]): Promise<void> {
  for (const { source, subject } of identities) {
    const taken = await db
      .selectFrom('user_identities')
      .select('user_id')
      .where('source', '=', source)
      .where('subject', '=', subject)
      .where('user_id', '!=', id)
      .executeTakeFirst();
    if (taken) throw new AuthError('core/identity-taken', 'Another user signs in there as this person.');
  }
}

export async function putIdentities(db: Db, id: string, identities: readonly LinkedIdentity[]): Promise<void> {
  await db.deleteFrom('user_identities').where('user_id', '=', id).execute();
  const rows = identities.map(({ source, subject, name, madeAccount, linkedAt }, position) => ({
    source,
    subject,
    user_id: id,
    position,
    name,
    made_account: madeAccount ? 1 : 0,
    linked_at: linkedAt,
  }));
  if (rows.length > 0) await db.insertInto('user_identities').values(rows).execute();
}
