import { expect, it } from '@jest/globals';
import { loadLibsql } from '../../src/sqlite/connection.ts';
import { createSqliteEngine } from '../../src/sqlite/sqlite-engine.ts';
import { openSqliteFile } from '../../src/sqlite/sqlite-file.ts';
import { storeFolder } from '../../src/sqlite/store-folder.ts';
import { sweep } from '../../src/store/sweep.ts';
import { newFolder, open, raw } from '../fixture/folder.ts';

it('takes out what is long over, batch after batch, and tells nobody', async () => {
  const folder = newFolder();
  let time = 1_000_000;
  const now = (): number => time;
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
  const file = await openSqliteFile(storeFolder(folder), await loadLibsql());
  const engine = createSqliteEngine(file, 'the file', { now, onError: () => undefined });
  const told: unknown[] = [];
  expiring.subscribe((change) => told.push(change));
  const counts = (): unknown =>
    raw(
      folder,
      'select (select count(*) from records) as records, (select count(*) from counters) as counters, (select count(*) from changes) as changes',
    )[0];

  time += 30_000;
  await sweep(engine, now);
  // Another process may have moved the end of a session a moment ago.
  expect(counts()).toEqual({ records: 451, counters: 1, changes: 5 });
  time += 600_000;
  await sweep(engine, now);
  expect(counts()).toEqual({ records: 1, counters: 1, changes: 1 });
  expect(await expiring.get('session', 'lives')).not.toBeNull();
  expect(told).toEqual([]);
  await engine.close();
});
