import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { RecordChange } from '@doorward/core';
import { openPostgres, openStores, type SqlStores } from '@doorward/sql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { describeWithPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';
import { KEY, USER } from './records.ts';

/** Ten times what is promised: a machine that runs other tests meanwhile is slow, and what hangs would not end. */
const NOT_FOR_EVER_MS = 20_000;

const record = { value: 1, owner: 'ada', expiresAt: Date.now() + 600_000 };

/** Asks until it holds, and answers how long that took. */
async function until(holds: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > limitMs) throw new Error(`It did not come to hold within ${limitMs} ms.`);
    await delay(10);
  }
  return performance.now() - began;
}

/** What a call is rejected with, and after how long. */
async function failure(
  call: () => Promise<unknown> | unknown,
): Promise<{ code: unknown; tookMs: number; text: string }> {
  const began = performance.now();
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => ({ code: 'none' }),
      (reason: { code: unknown }) => reason,
    );
  return { code: error.code, tookMs: performance.now() - began, text: inspect(error, { depth: 10 }) };
}

describeWithPostgres('the stores on PostgreSQL', (bin) => {
  let server: PostgresServer;
  let url = '';
  let stores: SqlStores;
  let errors: unknown[];
  let heard: RecordChange[];

  beforeAll(async () => {
    server = await startPostgres(bin);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    url = await server.createDatabase();
    errors = [];
    heard = [];
    stores = await openPostgres({ url, onError: (error) => errors.push(error) });
    stores.expiring.subscribe((change) => heard.push(change));
    await stores.expiring.create('session', 'k', record);
  });
  afterEach(() => stores.close());

  const works = (): Promise<boolean> =>
    Promise.resolve(stores.expiring.get('session', 'k')).then(
      (found) => found !== null,
      () => false,
    );

  it('fail while the server is down, and go on by themselves when it is back (F7)', async () => {
    expect(stores.expiring.mayCache()).toBe(true);
    await server.stop();
    await until(() => !stores.expiring.mayCache(), 300);
    for (const call of [
      () => stores.expiring.get('session', 'k'),
      () => stores.expiring.delete('session', 'k'),
      () => stores.durable.users(),
      () => stores.durable.write((writer) => writer.putSetting('a', '1')),
    ]) {
      const { code, tookMs, text } = await failure(call);
      expect(code).toBe('sql/unreachable');
      expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
      expect(text).not.toContain(server.password);
    }
    await server.start();
    expect(await until(works)).toBeLessThan(NOT_FOR_EVER_MS);
    expect(await until(() => stores.expiring.mayCache())).toBeLessThan(NOT_FOR_EVER_MS);
    expect(heard).toEqual([{ kind: 'all' }]);
    await stores.durable.write((writer) => writer.putSetting('a', '1'));
    await stores.expiring.delete('session', 'k');
    expect(heard).toEqual([{ kind: 'all' }, { kind: 'session', key: 'k' }]);
    expect(inspect(errors, { depth: 10 })).not.toContain(server.password);
    // A line for the link, and one for each idle connection; not one for each try.
    expect(errors.length).toBeLessThan(12);
  });

  it('go on when their connections are ended, also in the middle of a write', async () => {
    const end = (): Promise<unknown> =>
      server.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doorward'", url);
    const write = stores.durable.write(async (writer) => {
      await writer.putSetting('a', '1');
      await end();
      await delay(100);
      await writer.putSetting('b', '1');
    });
    await expect(write).rejects.toMatchObject({ code: 'sql/unreachable' });
    expect(await until(works)).toBeLessThan(NOT_FOR_EVER_MS);
    expect(await stores.durable.setting('a')).toBeNull();
    await until(() => stores.expiring.mayCache());
    expect(heard).toEqual([{ kind: 'all' }]);
  });

  it('fail within about 2 s while the server is frozen, and remember nothing meanwhile (F7)', async () => {
    await until(() => stores.expiring.mayCache());
    server.freeze();
    try {
      await until(() => !stores.expiring.mayCache(), 300);
      const failed = await Promise.all([
        ...Array.from({ length: 8 }, () => failure(() => stores.expiring.get('session', 'k'))),
        failure(() => stores.expiring.increment('x', 1000)),
        failure(() => stores.durable.write((writer) => writer.putSetting('a', '1'))),
      ]);
      for (const { code, tookMs } of failed) {
        expect(code).toBe('sql/unreachable');
        expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
      }
      expect(stores.expiring.mayCache()).toBe(false);
    } finally {
      server.thaw();
    }
    expect(await until(works)).toBeLessThan(NOT_FOR_EVER_MS);
    expect(await until(() => stores.expiring.mayCache())).toBeLessThan(NOT_FOR_EVER_MS);
    expect(heard).toContainEqual({ kind: 'all' });
  });

  it('say that they are busy when another program holds their lock', async () => {
    const lock = 'select pg_advisory_lock(1148153714, 1); select pg_sleep(3.2)';
    const held = server.query(lock, url);
    const isHeld = "select 1 from pg_locks where locktype = 'advisory' and classid = 1148153714 and granted";
    await until(async () => (await server.query(isHeld, url)).length > 0);
    const waiting = [1, 2, 3, 4, 5, 6].map((n) =>
      failure(() => stores.durable.write((writer) => writer.putSetting('a', `${n}`))),
    );
    for (const { code, tookMs } of await Promise.all(waiting)) {
      expect(code).toBe('sql/busy');
      expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
    }
    expect(await works()).toBe(true);
    await held;
    await stores.durable.write((writer) => writer.putSetting('a', '1'));
  });

  it('never acknowledge a write of which one statement failed, though its work went on', async () => {
    const user = { id: '1', username: '1', email: null, displayName: null, identifiers: ['1'], roles: [] };
    const rest = {
      identities: [],
      status: 'active',
      passwordHash: null,
      mustChangePassword: false,
      createdAt: 1,
      lastSignInAt: null,
    } as const;
    const write = stores.durable.write(async (writer) => {
      await writer.putSetting('a', '1');
      await Promise.resolve(writer.putUser({ ...user, ...rest, version: 1e30 })).catch(() => undefined);
    });
    await expect(write).rejects.toMatchObject({ code: 'sql/failed' });
    expect(await stores.durable.setting('a')).toBeNull();
  });

  it('go on with the connections that they have when the server takes no more, and with all of them later (F7)', async () => {
    const taken: pg.Client[] = [];
    for (let isFull = false; !isFull; ) {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      isFull = await client.connect().then(
        () => false,
        () => true,
      );
      if (!isFull) taken.push(client);
    }
    expect(await works()).toBe(true);
    expect(stores.expiring.mayCache()).toBe(true);
    const reads = await Promise.all(
      Array.from({ length: 30 }, () => failure(() => stores.expiring.get('session', 'k'))),
    );
    expect(new Set(reads.map(({ code }) => code))).toEqual(new Set(['none', 'sql/unreachable']));
    for (const { text } of reads) expect(text).not.toContain(server.password);
    await Promise.all(taken.map((client) => client.end()));
    await until(async () => (await Promise.all(Array.from({ length: 30 }, works))).every(Boolean));
  });

  it('keep nobody waiting for ever when all their connections are in use, and write no half (F7)', async () => {
    const blocker = new pg.Client({ connectionString: url });
    await blocker.connect();
    await blocker.query('begin; lock table doorward.users, doorward.records in access exclusive mode');
    const calls = [
      ...Array.from({ length: 30 }, () => failure(() => stores.expiring.get('session', 'k'))),
      failure(() =>
        stores.durable.write(async (writer) => {
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
    await until(works);
    expect([await stores.durable.setting('half'), await stores.durable.user('1')]).toEqual([null, null]);
  });

  it('say that the tables are gone, and never answer as if they were empty', async () => {
    await server.query('drop schema doorward cascade', url);
    expect((await failure(() => stores.expiring.get('session', 'k'))).code).toBe('sql/missing');
    expect((await failure(() => stores.durable.users())).code).toBe('sql/missing');
    expect((await failure(() => stores.durable.write((writer) => writer.deleteUser('1')))).code).toBe('sql/missing');
  });

  it('trust nothing when a change was too long to be told', async () => {
    const other = await openPostgres({ url });
    const key = 'k'.repeat(9000);
    await other.expiring.create('session', key, record);
    for (let i = 0; i < 300; i += 1)
      await other.expiring.create('session', `${i}-${'x'.repeat(60)}`, { ...record, owner: 'bob' });
    await other.expiring.delete('session', key);
    await other.expiring.deleteOwned('session', 'bob');
    await until(() => heard.length >= 301);
    expect(heard[0]).toEqual({ kind: 'all' });
    expect(heard).toHaveLength(301);
    await other.close();
  });

  it('order names by code point, whatever the language of the database', async () => {
    await stores.durable.write(async (writer) => {
      for (const username of ['zoe', 'Ábel', 'ada', 'Zoe', '_x', 'éa', 'eb']) {
        await writer.putUser({ ...USER, id: username, username, identifiers: [username] });
      }
    });
    const names = (await stores.durable.users()).users.map(({ username }) => username);
    expect(names).toEqual([...names].sort());
  });

  describe('at the start', () => {
    it('wait for a server that comes up within 10 s', async () => {
      await server.stop();
      const opening = openPostgres({ url });
      await delay(1500);
      await server.start();
      const opened = await opening;
      expect(await opened.expiring.get('session', 'k')).not.toBeNull();
      await opened.close();
    });

    it('give a server up that does not come, after about 10 s', async () => {
      const { code, tookMs, text } = await failure(() => openPostgres({ url: url.replace(`:${server.port}/`, ':1/') }));
      expect(code).toBe('sql/unreachable');
      expect(tookMs).toBeGreaterThan(9000);
      expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
      expect(text).toContain('127.0.0.1:1');
      expect(text).not.toContain(server.password);
    });

    it('stop at once when user, password or database are refused, and never say the password', async () => {
      for (const wrong of [url.replace(server.password, 'canary-wrong'), `${url}-missing`]) {
        const { code, tookMs, text } = await failure(() => openStores({ databaseUrl: wrong, dataFolder: '/nowhere' }));
        expect(code).toBe('sql/unreachable');
        expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
        expect(text).not.toContain(server.password);
        expect(text).not.toContain('canary-wrong');
      }
    });

    it('make one store when several begin at once, and one owner (F12)', async () => {
      const empty = await server.createDatabase();
      const opened = await Promise.all(Array.from({ length: 5 }, () => openPostgres({ url: empty })));
      const ids = await server.query("select value from doorward.meta where name = 'store'", empty);
      expect(ids).toHaveLength(1);
      const became = await Promise.all(
        opened.map(({ durable }) =>
          durable.write(async (writer) => {
            if ((await writer.setting('owner')) !== null) return false;
            await writer.putSetting('owner', '1');
            return true;
          }),
        ),
      );
      expect(became.filter(Boolean)).toHaveLength(1);
      await Promise.all(opened.map((each) => each.close()));
    });

    it('bring the tables of the first schema up to date, and keep what is in them (F35)', async () => {
      await stores.durable.write(async (writer) => {
        await writer.putUser({ ...USER, id: '1', identifiers: ['ada'], roles: ['owner'] });
        await writer.putSetting('a', '1');
      });
      const before = await stores.durable.user('1');
      await server.query(
        "drop table doorward.api_keys, doorward.user_identities; update doorward.meta set value = '1' where name = 'schema'",
        url,
      );
      const [opened, other] = await Promise.all([openPostgres({ url }), openPostgres({ url })]);
      expect(await server.query("select value from doorward.meta where name = 'schema'", url)).toEqual([
        { value: '3' },
      ]);
      expect(await opened.durable.userBy('ada')).toEqual(before);
      expect([await opened.durable.setting('a'), await works()]).toEqual(['1', true]);
      await opened.durable.write((writer) => writer.putKey({ ...KEY, owner: '1' }));
      expect(await other.durable.keyBy('hash')).toEqual({ ...KEY, owner: '1' });
      await opened.durable.write((writer) => writer.deleteUser('1'));
      expect(await other.durable.keyBy('hash')).toBeNull();
      await Promise.all([opened.close(), other.close()]);
    });

    it('leave the tables as they were when bringing them up to date is interrupted, and do it at the next try (F35)', async () => {
      await stores.durable.write((writer) => writer.putUser({ ...USER, id: '1', identifiers: ['ada'] }));
      await server.query(
        "drop table doorward.api_keys, doorward.user_identities; update doorward.meta set value = '1' where name = 'schema'",
        url,
      );
      const schema = () => server.query("select value from doorward.meta where name = 'schema'", url);
      const waiting = `select pid from pg_stat_activity
        where wait_event_type = 'Lock' and wait_event = 'relation' and application_name = 'doorward'`;
      // The new tables refer to this one.
      const blocker = new pg.Client({ connectionString: url });
      await blocker.connect();
      await blocker.query('begin; lock table doorward.users in access exclusive mode');
      const opening = openPostgres({ url });
      await until(async () => (await server.query(waiting, url)).length > 0);
      await server.query(`select pg_terminate_backend(pid) from (${waiting}) as found`, url);
      expect(await schema()).toEqual([{ value: '1' }]);
      await blocker.end();
      const opened = await opening;
      expect(await schema()).toEqual([{ value: '3' }]);
      expect(await opened.durable.userBy('ada')).toMatchObject({ id: '1' });
      await opened.close();
    });

    it('refuse a newer schema (F35, F36)', async () => {
      await server.query("update doorward.meta set value = '99' where name = 'schema'", url);
      expect((await failure(() => openPostgres({ url }))).code).toBe('sql/newer-schema');
    });

    it('refuse a user who may not write', async () => {
      const empty = await server.createDatabase();
      await server.query(`create role reader${Date.now()} login password 'reader'`, empty);
      const [role] = await server.query(
        "select rolname from pg_roles where rolname like 'reader%' order by 1 desc",
        empty,
      );
      const asReader = empty.replace(`doorward:${server.password}`, `${role?.['rolname']}:reader`);
      expect((await failure(() => openPostgres({ url: asReader }))).code).toBe('sql/read-only');
    });
  });
});
