/**
 * Who may remember what it read: each instance holds an advisory lock for as long, on the connection on which it hears of
 * changes. The lock goes with the connection, so nobody has to write anything to stay known, and nothing is left of one
 * that ends.
 *
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */

import sql, { raw } from 'sql-template-tag';
import type { Database } from '../database.ts';

/** Locks are numbers of the whole database: these have "Dooi" in front, and then the process of the connection. */
const HOLDER_CLASS = 0x446f6f69;

/** Asked on a connection before anything is remembered by it. Answers the `number` by which others know it. */
export const HOLD: string = `select pg_advisory_lock(${HOLDER_CLASS}, pg_backend_pid()), pg_backend_pid()::text as number`;

/** Servers before 14 have no such limit, and are not asked to. */
const limitSilence = (ms: number): string =>
  `select set_config(name, '${ms}', false) from pg_settings where name = 'idle_session_timeout'`;

/** From now on the server ends the connection, and the lock with it, after 5 s without a question: it is frozen. */
export const LIMIT_SILENCE: string = limitSilence(5000);
export const ALLOW_SILENCE: string = limitSilence(0);

/** The numbers of those that may remember something at this moment. */
export async function findHolders(db: Database): Promise<readonly string[]> {
  const rows = await db.all<{ number: string }>(sql`
    select objid::text as number from pg_locks
    where locktype = 'advisory' and classid = ${raw(`${HOLDER_CLASS}`)} and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())`);
  return rows.map(({ number }) => number);
}
