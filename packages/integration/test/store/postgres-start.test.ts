import { setTimeout as delay } from 'node:timers/promises';
import { openPostgres, openStores } from '@doorward/sql';
import { KEY, USER } from '@doorward/test-core';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { failure, until } from './failing.ts';
import { givenPostgres, NOT_FOR_EVER_MS } from './given-postgres.ts';
import { describeWithPostgres } from './postgres-server.ts';

describeWithPostgres('the stores on PostgreSQL, at the start', (bin) => {
  const given = givenPostgres(bin);

  it('wait for a server that comes up within 10 s', async () => {
    await given.server.stop();
    const opening = openPostgres({ url: given.url });
    await delay(1500);
    await given.server.start();
    const opened = await opening;
    expect(await opened.expiring.get('session', 'k')).not.toBeNull();
    await opened.close();
  });

  it('give a server up that does not come, after about 10 s', async () => {
    const { code, tookMs, text } = await failure(() =>
      openPostgres({ url: given.url.replace(`:${given.server.port}/`, ':1/') }),
    );
    expect(code).toBe('sql/unreachable');
    expect(tookMs).toBeGreaterThan(9000);
    expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
    expect(text).toContain('127.0.0.1:1');
    expect(text).not.toContain(given.server.password);
  });

  it('stop at once when user, password or database are refused, and never say the password', async () => {
    for (const wrong of [given.url.replace(given.server.password, 'canary-wrong'), `${given.url}-missing`]) {
      const { code, tookMs, text } = await failure(() => openStores({ databaseUrl: wrong, dataFolder: '/nowhere' }));
      expect(code).toBe('sql/unreachable');
      expect(tookMs).toBeLessThan(NOT_FOR_EVER_MS);
      expect(text).not.toContain(given.server.password);
      expect(text).not.toContain('canary-wrong');
    }
  });

  it('make one store when several begin at once, and one owner (F12)', async () => {
    const empty = await given.server.createDatabase();
    const opened = await Promise.all(Array.from({ length: 5 }, () => openPostgres({ url: empty })));
    const ids = await given.server.query("select value from doorward.meta where name = 'store'", empty);
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
    await given.stores.durable.write(async (writer) => {
      await writer.putUser({ ...USER, id: '1', identifiers: ['ada'], roles: ['owner'] });
      await writer.putSetting('a', '1');
    });
    const before = await given.stores.durable.user('1');
    await given.server.query(
      "drop table doorward.api_keys, doorward.user_identities; update doorward.meta set value = '1' where name = 'schema'",
      given.url,
    );
    const [opened, other] = await Promise.all([openPostgres({ url: given.url }), openPostgres({ url: given.url })]);
    expect(await given.server.query("select value from doorward.meta where name = 'schema'", given.url)).toEqual([
      { value: '3' },
    ]);
    expect(await opened.durable.userBy('ada')).toEqual(before);
    expect([await opened.durable.setting('a'), await given.works()]).toEqual(['1', true]);
    await opened.durable.write((writer) => writer.putKey({ ...KEY, owner: '1' }));
    expect(await other.durable.keyBy('hash')).toEqual({ ...KEY, owner: '1' });
    await opened.durable.write((writer) => writer.deleteUser('1'));
    expect(await other.durable.keyBy('hash')).toBeNull();
    await Promise.all([opened.close(), other.close()]);
  });

  it('leave the tables as they were when bringing them up to date is interrupted, and do it at the next try (F35)', async () => {
    await given.stores.durable.write((writer) => writer.putUser({ ...USER, id: '1', identifiers: ['ada'] }));
    await given.server.query(
      "drop table doorward.api_keys, doorward.user_identities; update doorward.meta set value = '1' where name = 'schema'",
      given.url,
    );
    const schema = () => given.server.query("select value from doorward.meta where name = 'schema'", given.url);
    const waiting = `select pid from pg_stat_activity
      where wait_event_type = 'Lock' and wait_event = 'relation' and application_name = 'doorward'`;
    // The new tables refer to this one.
    const blocker = new pg.Client({ connectionString: given.url });
    await blocker.connect();
    await blocker.query('begin; lock table doorward.users in access exclusive mode');
    const opening = openPostgres({ url: given.url });
    await until(async () => (await given.server.query(waiting, given.url)).length > 0);
    await given.server.query(`select pg_terminate_backend(pid) from (${waiting}) as found`, given.url);
    expect(await schema()).toEqual([{ value: '1' }]);
    await blocker.end();
    const opened = await opening;
    expect(await schema()).toEqual([{ value: '3' }]);
    expect(await opened.durable.userBy('ada')).toMatchObject({ id: '1' });
    await opened.close();
  });

  it('refuse a newer schema (F35, F36)', async () => {
    await given.server.query("update doorward.meta set value = '99' where name = 'schema'", given.url);
    expect((await failure(() => openPostgres({ url: given.url }))).code).toBe('sql/newer-schema');
  });

  it('refuse a user who may not write', async () => {
    const empty = await given.server.createDatabase();
    await given.server.query(`create role reader${Date.now()} login password 'reader'`, empty);
    const [role] = await given.server.query(
      "select rolname from pg_roles where rolname like 'reader%' order by 1 desc",
      empty,
    );
    const asReader = empty.replace(`doorward:${given.server.password}`, `${role?.['rolname']}:reader`);
    expect((await failure(() => openPostgres({ url: asReader }))).code).toBe('sql/read-only');
  });
});
