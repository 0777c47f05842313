import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openAccounts } from '@doorward/auth';
import { accountsOf, attempt, givenUser, MACHINE, OTHER_PASSWORD, setCookies, signInAs } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from './failing.ts';
import { describeWithPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';
import { describeWithRedis, type RedisServer, startRedis } from './redis-server.ts';
import { startTcpProxy } from './tcp-proxy.ts';
import { APPS, type Instance, startServer } from './two-instances.ts';

const CLOSED = 3;

describeWithRedis('two instances', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
  });
  afterAll(() => redis.close());

  let folder = '';
  beforeEach(async () => {
    await redis.send('FLUSHALL');
    folder = mkdtempSync(join(tmpdir(), 'doorward-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(Object.entries(APPS))('on %s, with one Redis and one SQLite file', (_name, app) => {
    let one: Instance;
    let two: Instance;
    beforeEach(async () => {
      const options = { accounts: true, dataFolder: folder, redisUrl: redis.url };
      one = await startServer(app, options);
      two = await startServer(app, options);
      await givenUser(one.auth, { username: 'ada' });
    });
    afterEach(async () => {
      redis.thaw();
      await Promise.all([one.close(), two.close()]);
    });

    /** Status of a script's request. */
    const seen = async ({ http }: Instance, cookie: string): Promise<number> =>
      (await http.get('/').set({ cookie, accept: 'application/json' })).status;

    it('know whom the other one signed in, and forget him at the very next request once he signed out there (A23, F41)', async () => {
      const cookie = await signInAs(one.http, { username: 'ada' });
      expect([await seen(one, cookie), await seen(two, cookie)]).toEqual([200, 200]);
      const socket = await two.open(cookie);
      // Remembered there by now.
      expect(await seen(two, cookie)).toBe(200);
      const out = await one.http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' });
      expect([out.status, await seen(two, cookie)]).toEqual([204, 401]);
      await until(() => socket.readyState === CLOSED);
    });

    it('let nobody in any more whom the other one disabled, gave a new password, or deleted', async () => {
      for (const change of [
        (id: string) => accountsOf(one.auth).users.update(MACHINE, id, { status: 'disabled' }),
        (id: string) => accountsOf(one.auth).users.update(MACHINE, id, { password: OTHER_PASSWORD }),
        (id: string) => accountsOf(one.auth).users.delete(MACHINE, id),
      ]) {
        const { id, username } = await givenUser(one.auth, { username: `bob${Math.random().toString(36).slice(2)}` });
        const cookie = await signInAs(two.http, { username });
        const socket = await two.open(cookie);
        expect([await seen(two, cookie), await seen(one, cookie)]).toEqual([200, 200]);
        await change(id);
        expect([await seen(two, cookie), await seen(one, cookie)]).toEqual([401, 401]);
        await until(() => socket.readyState === CLOSED);
      }
    });

    it('count guesses together', async () => {
      const status = async (instance: Instance): Promise<number> =>
        (await attempt(instance.http, { username: 'ada', password: 'wrong' })).status;
      const answers: number[] = [];
      for (let i = 0; i < 30 && !answers.includes(429); i += 1) answers.push(await status(i % 2 === 0 ? one : two));
      expect(answers).toContain(429);
      expect([await status(one), await status(two)]).toEqual([429, 429]);
    });

    it('answer 503 while Redis is frozen or down, clear no cookie, and know everybody when it is back (F1, F2)', async () => {
      const cookie = await signInAs(one.http, { username: 'ada' });
      for (const [fail, restore] of [
        [redis.freeze, redis.thaw],
        [redis.kill, redis.start],
      ] as const) {
        expect(await seen(two, cookie)).toBe(200);
        await fail();
        await until(async () => (await seen(two, cookie)) === 503);
        for (const accept of ['text/html', 'application/json']) {
          const away = await two.http.get('/').set({ cookie, accept });
          expect([away.status, away.headers['retry-after'], setCookies(away.headers)]).toEqual([503, '5', []]);
        }
        const login = await attempt(two.http, { username: 'ada' });
        expect([login.status, setCookies(login.headers)]).toEqual([503, []]);
        await restore();
        await until(async () => (await seen(two, cookie)) === 200);
        await until(async () => (await seen(one, cookie)) === 200);
      }
      expect(two.warnings.join('\n')).toContain('redis/unreachable');
      expect(two.warnings.join('\n')).not.toContain(redis.password);
    });
  });

  it('hear of what the command line does on their stores, before it ends', async () => {
    const app = APPS['Express'] as (typeof APPS)[string];
    const one = await startServer(app, { accounts: true, dataFolder: folder, redisUrl: redis.url });
    const { id } = await givenUser(one.auth, { username: 'ada' });
    const cookie = await signInAs(one.http, { username: 'ada' });
    const opened = await openAccounts({ dataFolder: folder }, { DOORWARD_REDIS_URL: redis.url });
    await opened.accounts.users.update(MACHINE, id, { status: 'disabled' });
    expect((await one.http.get('/').set({ cookie, accept: 'application/json' })).status).toBe(401);
    await opened.close();
    await one.close();
  });

  it('need the same secret, and are told when Redis may throw sessions away', async () => {
    const app = APPS['Express'] as (typeof APPS)[string];
    await redis.send('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      const instance = await startServer(app, { redisUrl: redis.url, token: 'a-token-of-this-test' });
      expect(instance.warnings.join('\n')).toContain('maxmemory-policy is allkeys-lru');
      await instance.close();
    } finally {
      await redis.send('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    }
    await expect(startServer(app, { redisUrl: redis.url, secret: undefined })).rejects.toMatchObject({
      code: 'auth/options-invalid',
      option: 'secret',
    });
  });

  describeWithPostgres('with one Redis and one PostgreSQL', (bin) => {
    let postgres: PostgresServer;
    beforeAll(async () => {
      postgres = await startPostgres(bin);
    });
    afterAll(() => postgres.close());

    it('see the same people, and end what one of them ended', async () => {
      const options = { accounts: true, databaseUrl: await postgres.createDatabase(), redisUrl: redis.url };
      const app = APPS['Express'] as (typeof APPS)[string];
      const [one, two] = await Promise.all([startServer(app, options), startServer(app, options)]);
      const { id } = await givenUser(one.auth, { username: 'ada' });
      const cookie = await signInAs(two.http, { username: 'ada' });
      const seen = async ({ http }: Instance): Promise<number> =>
        (await http.get('/').set({ cookie, accept: 'application/json' })).status;
      expect([await seen(one), await seen(two)]).toEqual([200, 200]);
      await accountsOf(one.auth).users.update(MACHINE, id, { status: 'disabled' });
      expect([await seen(two), await seen(one)]).toEqual([401, 401]);
      expect(await postgres.query('select count(*)::int as n from doorward.records')).toEqual([{ n: 0 }]);
      await Promise.all([one.close(), two.close()]);
    });

    it('refuse a key that the other one deleted, at the very next request (F41)', async () => {
      const databaseUrl = await postgres.createDatabase();
      const options = { accounts: true, apiKeys: true, databaseUrl, redisUrl: redis.url };
      const app = APPS['Express'] as (typeof APPS)[string];
      const [one, two] = await Promise.all([startServer(app, options), startServer(app, options)]);
      const { keys } = accountsOf(one.auth);
      const answer = async (secret: string): Promise<number> =>
        (await two.http.get('/').set({ 'x-api-key': secret, accept: 'application/json' })).status;
      for (let i = 0; i < 5; i += 1) {
        const issued = await keys?.createService(MACHINE, { name: `build ${i}`, roles: ['viewer'] });
        const secret = issued?.secret ?? '';
        expect([await answer(secret), await answer(secret)]).toEqual([200, 200]);
        await keys?.delete(MACHINE, issued?.key.id ?? '');
        expect(await answer(secret)).toBe(401);
      }
      await Promise.all([one.close(), two.close()]);
    });

    it('remember no key while the database cannot tell of its end, though Redis is there', async () => {
      const databaseUrl = await postgres.createDatabase();
      const proxy = await startTcpProxy(postgres.port);
      const throughProxy = databaseUrl.replace(`:${postgres.port}/`, `:${proxy.port}/`);
      const options = { accounts: true, apiKeys: true, redisUrl: redis.url };
      const app = APPS['Express'] as (typeof APPS)[string];
      const one = await startServer(app, { ...options, databaseUrl });
      const two = await startServer(app, { ...options, databaseUrl: throughProxy });
      const { keys } = accountsOf(one.auth);
      const issued = await keys?.createService(MACHINE, { name: 'build', roles: ['viewer'] });
      const answer = async (): Promise<number> =>
        (await two.http.get('/').set({ 'x-api-key': issued?.secret ?? '', accept: 'application/json' })).status;
      // When the news of the key has passed, it is remembered.
      await delay(1000);
      expect([await answer(), await answer()]).toEqual([200, 200]);
      proxy.silence();
      await keys?.delete(MACHINE, issued?.key.id ?? '');
      await until(async () => (await answer()) === 503);
      proxy.restore();
      await until(async () => (await answer()) === 401);
      await Promise.all([one.close(), two.close()]);
      await proxy.close();
    });
  });
});
