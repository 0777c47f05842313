/**
 * The audit log, a row for each event.
 */

import type { AuthEvent, AuthEventType, EventQuery, StoredEvent } from '@doorward/core';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { assertStorable, isStorable } from './storable.ts';

type Db = Kysely<Tables>;
type EventRow = Selectable<Tables['events']>;

/** Rows of one statement: databases bound its parameters. */
const INSERT_BATCH = 200;

export async function addEvents(db: Db, events: readonly AuthEvent[]): Promise<void> {
  const rows = events.map(rowOf);
  for (let start = 0; start < rows.length; start += INSERT_BATCH) {
    await db
      .insertInto('events')
      .values(rows.slice(start, start + INSERT_BATCH))
      .execute();
  }
}

export async function listEvents(db: Db, query: EventQuery): Promise<readonly StoredEvent[]> {
  const { types, subject, from, until, before, limit = 50 } = query;
  if (types?.length === 0 || !isStorable(subject ?? '')) return [];
  let found = db.selectFrom('events').selectAll().orderBy('number', 'desc').limit(limit);
  if (types !== undefined) found = found.where('type', 'in', types);
  if (from !== undefined) found = found.where('at', '>=', from);
  if (until !== undefined) found = found.where('at', '<', until);
  if (before !== undefined) found = found.where('number', '<', before);
  if (subject !== undefined) {
    found = found.where((event) => event.or([event('subject', '=', subject), event('target', '=', subject)]));
  }
  return (await found.execute()).map((row) => ({ number: row.number, event: eventOf(row) }));
}

/** Deletes up to `limit` events; answers how many. */
export async function deleteEvents(db: Db, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('events')
    .where('number', 'in', (old) => old.selectFrom('events').select('number').where('at', '<', before).limit(limit))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function rowOf(event: AuthEvent): Omit<EventRow, 'number'> {
  const row = {
    type: event.type,
    time: event.time,
    at: Date.parse(event.time),
    subject: event.subject,
    name: event.name,
    target: event.target,
    target_name: event.targetName,
    method: event.method,
    client_address: event.clientAddress,
    reason: event.reason,
    detail: event.detail,
  };
  assertStorable(Object.values(row).filter((value) => typeof value === 'string'));
  return row;
}

function eventOf(row: EventRow): AuthEvent {
  return Object.freeze({
    type: row.type as AuthEventType,
    time: row.time,
    subject: row.subject,
    name: row.name,
    target: row.target,
    targetName: row.target_name,
    method: row.method,
    clientAddress: row.client_address,
    reason: row.reason,
    detail: row.detail,
  });
}
