import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { openPostgres } from '@doorward/sql';
import { USER } from '@doorward/test-core';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { failure, until } from './failing.ts';
import { givenPostgres, NOT_FOR_EVER_MS, record } from './given-postgres.ts';
import { describeWithPostgres } from './postgres-server.ts';

describeWithPostgres('the stores on PostgreSQL', (bin) => {
  const given = givenPostgres(bin);

  it('fail while the server is down, and go on by themselves when it is back (F7)', async () => {
    expect(given.stores.expiring.mayCache()).toBe(true);
    await given.server.stop();
    await until(() => !given.stores.expiring.mayCache(), 300);
    for (const call of [
      () => given.stores.expiring.get('session', 'k'),
      () => given.stores.expiring.delete('session', 'k'),
      () => given.stores.durable.users(),
      () => given.stores.durable.write((writer) => writer.putSetting('a', '1')),
    ]) {
      const { code, tookMs, text } = await failure(call);
      expect(code).toBe('sql/unreachable');
      expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
      expect(text).not.toContain(given.server.password);
    }
    await given.server.start();
    expect(await until(given.works)).toBeLessThan(NOT_FOR_EVER_MS);
    expect(await until(() => given.stores.expiring.mayCache())).toBeLessThan(NOT_FOR_EVER_MS);
    expect(given.heard).toEqual([{ kind: 'all' }]);
    await given.stores.durable.write((writer) => writer.putSetting('a', '1'));
    await given.stores.expiring.delete('session', 'k');
    expect(given.heard).toEqual([{ kind: 'all' }, { kind: 'session', key: 'k' }]);
    expect(inspect(given.errors, { depth: 10 })).not.toContain(given.server.password);
    // A line for the link, and one for each idle connection; not one for each try.
    expect(given.errors.length).toBeLessThan(12);
  });

  it('go on when their connections are ended, also in the middle of a write', async () => {
    const end = (): Promise<unknown> =>
      given.server.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doorward'",
        given.url,
      );
    const write = given.stores.durable.write(async (writer) => {
      await writer.putSetting('a', '1');
      await end();
      await delay(100);
      await writer.putSetting('b', '1');
    });
    await expect(write).rejects.toMatchObject({ code: 'sql/unreachable' });
    expect(await until(given.works)).toBeLessThan(NOT_FOR_EVER_MS);
    expect(await given.stores.durable.setting('a')).toBeNull();
    await until(() => given.stores.expiring.mayCache());
    expect(given.heard).toEqual([{ kind: 'all' }]);
  });

  it('fail within about 2 s while the server is frozen, and remember nothing meanwhile (F7)', async () => {
    await until(() => given.stores.expiring.mayCache());
    given.server.freeze();
    try {
      await until(() => !given.stores.expiring.mayCache(), 300);
      const failed = await Promise.all([
        ...Array.from({ length: 8 }, () => failure(() => given.stores.expiring.get('session', 'k'))),
        failure(() => given.stores.expiring.increment('x', 1000)),
        failure(() => given.stores.durable.write((writer) => writer.putSetting('a', '1'))),
      ]);
      for (const { code, tookMs } of failed) {
        expect(code).toBe('sql/unreachable');
        expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
      }
      expect(given.stores.expiring.mayCache()).toBe(false);
    } finally {
      given.server.thaw();
    }
    expect(await until(given.works)).toBeLessThan(NOT_FOR_EVER_MS);
    expect(await until(() => given.stores.expiring.mayCache())).toBeLessThan(NOT_FOR_EVER_MS);
    expect(given.heard).toContainEqual({ kind: 'all' });
  });

  it('say that they are busy when another program holds their lock', async () => {
    const lock = 'select pg_advisory_lock(1148153714, 1); select pg_sleep(3.2)';
    const held = given.server.query(lock, given.url);
    const isHeld = "select 1 from pg_locks where locktype = 'advisory' and classid = 1148153714 and granted";
    await until(async () => (await given.server.query(isHeld, given.url)).length > 0);
    const waiting = [1, 2, 3, 4, 5, 6].map((n) =>
      failure(() => given.stores.durable.write((writer) => writer.putSetting('a', `${n}`))),
    );
    for (const { code, tookMs } of await Promise.all(waiting)) {
      expect(code).toBe('sql/busy');
      expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
    }
    expect(await given.works()).toBe(true);
    await held;
    await given.stores.durable.write((writer) => writer.putSetting('a', '1'));
  });

  it('never acknowledge a write of which one statement failed, though its work went on', async () => {
    const write = given.stores.durable.write(async (writer) => {
      await writer.putSetting('a', '1');
      await Promise.resolve(writer.putUser({ ...USER, version: 1e30 })).catch(() => undefined);
    });
    await expect(write).rejects.toMatchObject({ code: 'sql/failed' });
    expect(await given.stores.durable.setting('a')).toBeNull();
  });

  it('go on with the connections that they have when the server takes no more, and with all of them later (F7)', async () => {
    const taken: pg.Client[] = [];
    for (let isFull = false; !isFull; ) {
      const client = new pg.Client({ connectionString: given.url });
      client.on('error', () => undefined);
      isFull = await client.connect().then(
        () => false,
        () => true,
      );
      if (!isFull) taken.push(client);
    }
    expect(await given.works()).toBe(true);
    expect(given.stores.expiring.mayCache()).toBe(true);
    const reads = await Promise.all(
      Array.from({ length: 30 }, () => failure(() => given.stores.expiring.get('session', 'k'))),
    );
    expect(new Set(reads.map(({ code }) => code))).toEqual(new Set(['none', 'sql/unreachable']));
    for (const { text } of reads) expect(text).not.toContain(given.server.password);
    await Promise.all(taken.map((client) => client.end()));
    await until(async () => (await Promise.all(Array.from({ length: 30 }, given.works))).every(Boolean));
  });

  it('keep nobody waiting for ever when all their connections are in use, and write no half (F7)', async () => {
    const blocker = new pg.Client({ connectionString: given.url });
    await blocker.connect();
    await blocker.query('begin; lock table doorward.users, doorward.records in access exclusive mode');
    const calls = [
      ...Array.from({ length: 30 }, () => failure(() => given.stores.expiring.get('session', 'k'))),
      failure(() =>
        given.stores.durable.write(async (writer) => {
          await writer.putSetting('half', '1');
          await writer.putUser(USER);
        }),
      ),
    ];
    for (const { code, tookMs } of await Promise.all(calls)) {
      expect(['sql/busy', 'sql/unreachable']).toContain(code);
      expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
    }
    await blocker.end();
    await until(given.works);
    expect([await given.stores.durable.setting('half'), await given.stores.durable.user('1')]).toEqual([null, null]);
  });

  it('say that the tables are gone, and never answer as if they were empty', async () => {
    await given.server.query('drop schema doorward cascade', given.url);
    expect((await failure(() => given.stores.expiring.get('session', 'k'))).code).toBe('sql/missing');
    expect((await failure(() => given.stores.durable.users())).code).toBe('sql/missing');
    expect((await failure(() => given.stores.durable.write((writer) => writer.deleteUser('1')))).code).toBe(
      'sql/missing',
    );
  });

  it('trust nothing when a change was too long to be told', async () => {
    const other = await openPostgres({ url: given.url });
    const key = 'k'.repeat(9000);
    await other.expiring.create('session', key, record);
    for (let i = 0; i < 300; i += 1)
      await other.expiring.create('session', `${i}-${'x'.repeat(60)}`, { ...record, owner: 'bob' });
    await other.expiring.delete('session', key);
    await other.expiring.deleteOwned('session', 'bob');
    await until(() => given.heard.length >= 301);
    expect(given.heard[0]).toEqual({ kind: 'all' });
    expect(given.heard).toHaveLength(301);
    await other.close();
  });

  it('order names by code point, whatever the language of the database', async () => {
    await given.stores.durable.write(async (writer) => {
      for (const username of ['zoe', 'Ábel', 'ada', 'Zoe', '_x', 'éa', 'eb']) {
        await writer.putUser({ ...USER, id: username, username, identifiers: [username] });
      }
    });
    const names = (await given.stores.durable.users()).users.map(({ username }) => username);
    expect(names).toEqual([...names].sort());
  });
});
