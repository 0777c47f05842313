/**
 * Rows that are over. Nothing is timed here: how long a sweep holds the event loop follows from where its statements
 * run, and from how many rows one of them takes.
 */

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createSqlStores } from '../../src/sql-stores.ts';
import { loadLibsql, type SqliteSession } from '../../src/sqlite/connection.ts';
import { createDiskSync, openWal } from '../../src/sqlite/disk-sync.ts';
import { createSqliteEngine } from '../../src/sqlite/sqlite-engine.ts';
import { openSqliteFile } from '../../src/sqlite/sqlite-file.ts';
import { storeFolder } from '../../src/sqlite/store-folder.ts';
import { sweep } from '../../src/store/sweep.ts';
import { newFolder, open, raw } from '../fixture/folder.ts';

let time = 1_000_000;
const now = (): number => time;
const LONG_MS = 600_000;
const onError = (error: unknown): void => {
  throw error;
};

/** An engine of its own on the file, as another process has it, and how many rows its writer changes with each statement. */
async function openEngine(folder: string, hasBackground: boolean) {
  const place = storeFolder(folder);
  const file = await openSqliteFile(place, await loadLibsql());
  const changes: number[] = [];
  const run: SqliteSession['run'] = (sql, parameters) => {
    const changed = file.writer.run(sql, parameters);
    changes.push(changed);
    return changed;
  };
  const counted = { ...file, writer: { ...file.writer, run } };
  const disk = createDiskSync(place.file, await openWal(place.file));
  return { engine: createSqliteEngine(counted, place.file, { now, onError, hasBackground, disk }), changes };
}

const COUNTS = ['records', 'counters', 'changes'].map((table) => `(select count(*) from ${table}) as ${table}`);
const countsOf = (folder: string): unknown => raw(folder, `select ${COUNTS.join(', ')}`)[0];

function addRecords(folder: string, count: number): void {
  raw(
    folder,
    `insert into records (kind, key, owner, value, expires_at)
     with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${count})
     select 'session', 'old' || i, 'ada', '1', ${time} from numbers returning 1`,
  );
}

afterEach(() => {
  time = 1_000_000;
  jest.useRealTimers();
});

describe.each([
  ['the default driver', true],
  ['a driver of its own', false],
])('a sweep with %s', (_, hasBackground) => {
  it('takes out what is long over, batch after batch, and tells nobody (F30)', async () => {
    const folder = newFolder();
    const { expiring } = await open(folder, { now });
    for (let i = 0; i < 450; i += 1) {
      await expiring.create('session', `s${i}`, { value: 1, owner: 'ada', expiresAt: time + 1000 });
      await expiring.increment(`c${i}`, 1000);
    }
    await expiring.create('session', 'lives', { value: 1, owner: 'ada', expiresAt: time + 900_000 });
    await expiring.increment('lives', 900_000);
    for (let i = 0; i < 5; i += 1) {
      await expiring.create('ticket', `t${i}`, { value: 1, owner: 'ada', expiresAt: time + 1000 });
      await expiring.claim('ticket', `t${i}`);
    }
    const { engine } = await openEngine(folder, hasBackground);
    const told: unknown[] = [];
    expiring.subscribe((change) => told.push(change));

    time += 30_000;
    await sweep(engine, now);
    // Another process may have moved the end of a session a moment ago.
    expect(countsOf(folder)).toEqual({ records: 451, counters: 1, changes: 5 });
    time += LONG_MS;
    await sweep(engine, now);
    expect(countsOf(folder)).toEqual({ records: 1, counters: 1, changes: 1 });
    expect(await expiring.get('session', 'lives')).not.toBeNull();
    expect(told).toEqual([]);
    await engine.close();
  });

  it('takes each row out once, beside another sweep and a process that writes', async () => {
    const folder = newFolder();
    const { expiring } = await open(folder, { now });
    addRecords(folder, 3000);
    time += LONG_MS;
    const engines = await Promise.all([openEngine(folder, hasBackground), openEngine(folder, hasBackground)]);
    const sweeps = Promise.all(engines.map(({ engine }) => sweep(engine, now)));
    for (let i = 0; i < 20; i += 1)
      await expiring.create('session', `new${i}`, { value: i, owner: 'bob', expiresAt: time + 1000 });
    await sweeps;
    expect(countsOf(folder)).toEqual({ records: 20, counters: 0, changes: 0 });
    expect(await expiring.list('session', 'bob')).toHaveLength(20);
    for (const { engine } of engines) await engine.close();
  });

  it('ends with the store, and leaves the rest to the next one', async () => {
    const folder = newFolder();
    await (await open(folder, { now })).close();
    addRecords(folder, 3000);
    time += LONG_MS;
    const { engine } = await openEngine(folder, hasBackground);
    const stop = new AbortController();
    const run = engine.disposal.run;
    const disposal = {
      ...engine.disposal,
      run: async (statement: Parameters<typeof run>[0]) => {
        await run(statement);
        stop.abort();
      },
    };
    await sweep({ ...engine, disposal }, now, stop.signal);
    expect(countsOf(folder)).toMatchObject({ records: 3000 - engine.disposal.batch });
    await engine.close();
  });
});

describe('a sweep of an SQLite file', () => {
  it('deletes beside the event loop: its own connection of the loop changes no row (F30)', async () => {
    const folder = newFolder();
    await (await open(folder, { now })).close();
    addRecords(folder, 1000);
    time += LONG_MS;
    const { engine, changes } = await openEngine(folder, true);
    await sweep(engine, now);
    expect(countsOf(folder)).toMatchObject({ records: 0 });
    expect(changes).toEqual([]);
    await engine.close();
  });

  it('deletes few rows in a turn of the event loop where the driver knows nothing else (F30)', async () => {
    const folder = newFolder();
    await (await open(folder, { now })).close();
    addRecords(folder, 101);
    time += LONG_MS;
    const { engine, changes } = await openEngine(folder, false);
    let turns = 0;
    const turn = setInterval(() => {
      turns += 1;
    }, 0);
    await sweep(engine, now);
    clearInterval(turn);
    expect(changes).toEqual([20, 20, 20, 20, 20, 1]);
    expect(turns).toBeGreaterThanOrEqual(changes.length - 1);
    await engine.close();
  });

  it('is not begun again while it is under way', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] });
    const folder = newFolder();
    await (await open(folder, { now })).close();
    addRecords(folder, 10);
    time += LONG_MS;
    const { engine } = await openEngine(folder, true);
    let begun = 0;
    let letGo = (): void => undefined;
    const run = (): Promise<void> => {
      begun += 1;
      return new Promise((resolve) => {
        letGo = resolve;
      });
    };
    const stores = createSqlStores({ ...engine, disposal: { batch: 10, run } }, { now, onError });
    await jest.advanceTimersByTimeAsync(200_000);
    expect(begun).toBe(1);
    const closed = stores.close();
    letGo();
    await closed;
  });
});
