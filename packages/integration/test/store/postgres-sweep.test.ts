/**
 * Rows that are over, on PostgreSQL. What SQLite does is tested in `packages/sql`.
 */

import { openPostgres, type SqlStores } from '@doorward/sql';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { until } from './failing.ts';
import { describeWithPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';

const SWEEP_INTERVAL_MS = 60_000;
const LONG_MS = 600_000;

/** Opens the stores, and answers what they do each minute as well. */
async function openWithSweep(options: Parameters<typeof openPostgres>[0]): Promise<[SqlStores, () => void]> {
  const timers = jest.spyOn(globalThis, 'setInterval');
  try {
    const stores = await openPostgres(options);
    const sweep = timers.mock.calls.find(([, ms]) => ms === SWEEP_INTERVAL_MS)?.[0];
    if (sweep === undefined) throw new Error('nothing is done each minute');
    return [stores, sweep];
  } finally {
    timers.mockRestore();
  }
}

describeWithPostgres('a sweep of PostgreSQL', (bin) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(bin);
  });
  afterAll(() => server.close());

  it('takes out what is long over, batch after batch, beside that of another process (F30)', async () => {
    let time = 1_000_000;
    const errors: unknown[] = [];
    const url = await server.createDatabase();
    const options = { url, now: () => time, onError: (error: unknown) => errors.push(error) };
    const opened = [await openWithSweep(options), await openWithSweep(options)];
    const [[{ expiring }]] = opened as [[SqlStores, () => void]];
    await server.query(
      `insert into doorward.records (kind, key, owner, value, expires_at)
       select 'session', 'old' || i, 'ada', '1', ${time} from generate_series(1, 1001) i;
       insert into doorward.counters (key, count, resets_at) select 'c' || i, 1, ${time} from generate_series(1, 401) i`,
      url,
    );
    await expiring.create('session', 'lives', { value: 1, owner: 'ada', expiresAt: time + 2 * LONG_MS });
    await expiring.increment('lives', 2 * LONG_MS);
    time += LONG_MS;
    for (const [, sweep] of opened) sweep();
    const counts = 'select (select count(*) from doorward.records) r, (select count(*) from doorward.counters) c';
    await until(async () => Object.values((await server.query(counts, url))[0] ?? {}).join() === '1,1');
    expect(await expiring.get('session', 'lives')).not.toBeNull();
    for (const [stores] of opened) await stores.close();
    expect(errors).toEqual([]);
  }, 120_000);
});
