import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, givenUser, signInAs } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { until } from './failing.ts';
import { describeWithRedis, type RedisServer, startRedis } from './redis-server.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { APPS, type Instance, startServer } from './two-instances.ts';

describeWithRedis('an instance far from Redis', () => {
  let redis: RedisServer;
  let proxy: TcpProxy;
  let folder = '';
  let near: Instance;
  let far: Instance;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'doorward-'));
    proxy = await startTcpProxy(redis.port);
    const options = { accounts: true, dataFolder: folder };
    const app = APPS['Express'] as (typeof APPS)[string];
    near = await startServer(app, { ...options, redisUrl: redis.url });
    const redisUrl = redis.url.replace(`:${redis.port}`, `:${proxy.port}`);
    // Long, so that a machine with much else to do is not taken for a server that hangs.
    far = await startServer(app, { ...options, redisUrl, redis: { commandTimeoutMs: 10_000 } });
    await givenUser(near.auth, { username: 'ada' });
  });
  afterEach(async () => {
    await Promise.all([near.close(), far.close()]);
    await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** How often it waited for Redis meanwhile. */
  async function tripsOf(what: () => Promise<unknown>): Promise<number> {
    const before = proxy.trips();
    await what();
    return proxy.trips() - before;
  }

  const seen = (cookie: string) => far.http.get('/').set({ cookie, accept: 'application/json' });

  const signOut = (cookie: string, { http } = far) =>
    http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' }).expect(204);

  it('waits for it as often as the documentation says, and not at all for a session that it remembers (F5)', async () => {
    // Redis knows all scripts from now on.
    await signOut(await signInAs(near.http, { username: 'ada' }), near);
    proxy.latencyMs = 20;
    const cookie = await signInAs(near.http, { username: 'ada' });
    const other = await signInAs(near.http, { username: 'ada' });
    expect({
      signOut: await tripsOf(() => signOut(other)),
      unseen: await tripsOf(() => seen(cookie).expect(200)),
      stranger: await tripsOf(() => seen('').expect(401)),
      loginPage: await tripsOf(() => far.http.get('/auth/login').expect(200)),
      signIn: await tripsOf(() => signInAs(far.http, { username: 'ada' })),
      wrongPassword: await tripsOf(() => attempt(far.http, { username: 'ada', password: 'wrong' }).expect(401)),
    }).toEqual({ unseen: 1, stranger: 0, loginPage: 0, signIn: 5, wrongPassword: 4, signOut: 2 });
    await until(async () => (await tripsOf(() => seen(cookie).expect(200))) === 0);
  });

  it('signs in, lets in and signs out as ever while answers take long and some are late, with one wait at most for who is signed in (F5)', async () => {
    proxy.latencyMs = 200;
    proxy.lateEvery = 10;
    proxy.lateMs = 200;
    const cookie = await signInAs(far.http, { username: 'ada' });
    for (let asked = 0; asked < 20; asked += 1) {
      expect(await tripsOf(() => seen(cookie).expect(200))).toBeLessThanOrEqual(1);
    }
    await near.http.get('/').set({ cookie }).expect(200);
    await signOut(cookie);
    const refused = { cookie, accept: 'application/json' };
    expect([(await near.http.get('/').set(refused)).status, (await seen(cookie)).status]).toEqual([401, 401]);
    expect(far.warnings).toEqual([]);
  });
});
