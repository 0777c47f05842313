/**
 * The audit log, a row for each event.
 */

import type { AuthEvent, AuthEventType, EventQuery, StoredEvent } from '@doorward/core';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Database } from '../database.ts';
import type { Tables } from '../schema/tables.ts';
import { insertInto, where } from '../statement.ts';
import { assertStorable, isStorable } from './storable.ts';

type EventRow = Tables['events'];

/** Rows of one statement: databases bound its parameters. */
const INSERT_BATCH = 200;

export async function addEvents(db: Database, events: readonly AuthEvent[]): Promise<void> {
  const rows = events.map(rowOf);
  for (let start = 0; start < rows.length; start += INSERT_BATCH) {
    await db.run(insertInto(db.dialect.tables.events, rows.slice(start, start + INSERT_BATCH)));
  }
}

export async function listEvents(db: Database, query: EventQuery): Promise<readonly StoredEvent[]> {
  const { types, subject, limit = 50 } = query;
  if (types?.length === 0 || !isStorable(subject ?? '')) return [];
  const rows = await db.all<EventRow>(sql`
    select * from ${db.dialect.tables.events} ${where(conditionsOf(query))} order by number desc limit ${limit}`);
  return rows.map((row) => ({ number: row.number, event: eventOf(row) }));
}

function conditionsOf({ types, subject, from, until, before }: EventQuery): Sql[] {
  const conditions: Sql[] = [];
  if (types !== undefined) conditions.push(sql`type in (${join(types)})`);
  if (from !== undefined) conditions.push(sql`at >= ${from}`);
  if (until !== undefined) conditions.push(sql`at < ${until}`);
  if (before !== undefined) conditions.push(sql`number < ${before}`);
  if (subject !== undefined) conditions.push(sql`(subject = ${subject} or target = ${subject})`);
  return conditions;
}

/** Deletes up to `limit` events; answers how many. */
export async function deleteEvents(db: Database, before: number, limit: number): Promise<number> {
  const { events } = db.dialect.tables;
  return db.run(sql`
    delete from ${events} where number in (select number from ${events} where at < ${before} limit ${limit})`);
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
