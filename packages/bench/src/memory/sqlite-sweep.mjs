/**
 * The process that sweeps ended sessions out of an SQLite file: `sqlite-sweep.mjs <count>`.
 */

import { closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { slowTimers } from './slow-timers.mjs';

const { openSqlite } = await import('@doorward/sql');
const { default: Database } = await import('libsql');
const { temporaryFolder } = await import('../temporary-folder.mjs');
const { clientOf, personOf } = await import('./people.mjs');
const { longestGap } = await import('./event-loop.mjs');

const count = Number(process.argv[2]);
const folder = temporaryFolder();
/** As long at rest as during the sweep: the longest of many gaps is longer than that of few. */
const WATCHED_MS = 5_000;

/** The schema is the store's own, and so is every row but for its number. */
async function fill() {
  const { expiring, close } = await openSqlite({ folder });
  const value = {
    principal: personOf(1),
    version: 1,
    obligation: null,
    client: clientOf(1),
    createdAt: 1,
    expiresAt: 2,
  };
  await expiring.create('session', 'template', { value, owner: 'nobody', expiresAt: 1 });
  await close();
  const database = new Database(join(folder, 'doorward.db'));
  database.exec('pragma synchronous = off');
  database.exec(
    `insert into records (kind, key, owner, value, expires_at)
     with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${count})
     select kind, lower(hex(randomblob(21))), 'u_' || (i / 2), value, i from numbers, records where key = 'template'`,
  );
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
  // Else the first write of the store waits until all of it is on the disk.
  const file = openSync(join(folder, 'doorward.db'), 'r+');
  fsyncSync(file);
  closeSync(file);
}

function rowsLeft() {
  const database = new Database(join(folder, 'doorward.db'));
  const { rows } = database.prepare('select count(*) as rows from records').get();
  database.close();
  return rows;
}

async function sweep() {
  await fill();
  const before = rowsLeft();
  /** @type {unknown[]} */
  const errors = [];
  const stores = await openSqlite({ folder, onError: (error) => errors.push(error) });
  const quietMs = await longestGap(WATCHED_MS);
  for (const sweep of slowTimers) sweep();
  const sweepMs = await longestGap(WATCHED_MS);
  await stores.close();
  if (errors.length > 0) throw errors[0];
  const removed = before - rowsLeft();
  if (removed < 1) throw new Error('the sweep removed nothing');
  return { quietMs, sweepMs, perSecond: (removed / WATCHED_MS) * 1000 };
}

process.on('disconnect', () => process.exit(0));
process.on('message', async () => {
  try {
    process.send?.(await sweep());
  } catch (error) {
    process.send?.({ error: error.message });
  }
});
process.send?.('ready');
