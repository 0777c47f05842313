import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenUser, signInAs } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { until } from '../test/store/failing.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../test/store/redis-server.ts';
import { APPS, type Instance, startServer } from '../test/store/two-instances.ts';

const CLIENTS = 20;

describeWithRedis('two instances under load', () => {
  let redis: RedisServer;
  let folder = '';
  let instances: readonly Instance[] = [];
  beforeAll(async () => {
    redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
  });
  afterAll(() => redis.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'doorward-'));
    const options = { accounts: true, dataFolder: folder, redisUrl: redis.url, public: ['GET /public'] };
    const app = APPS['Express'] as (typeof APPS)[string];
    instances = await Promise.all([startServer(app, options), startServer(app, options)]);
    await givenUser((instances[0] as Instance).auth, { username: 'ada' });
  });
  afterEach(async () => {
    redis.thaw();
    await Promise.all(instances.map((instance) => instance.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  const status = async (instance: Instance, path: string, cookie: string): Promise<number> =>
    (await instance.http.get(path).set({ cookie, accept: 'application/json' })).status;

  it.each([
    ['killed and started again', () => redis.kill(), () => redis.start()],
    ['frozen', async () => redis.freeze(), async () => redis.thaw()],
  ])(
    'lose no session, sign nobody out, and serve what is public while Redis is %s (F1, F2)',
    async (_what, fail, restore) => {
      const cookies: string[] = [];
      for (let i = 0; i < CLIENTS; i += 1) {
        cookies.push(await signInAs((instances[i % 2] as Instance).http, { username: 'ada' }));
      }
      const seen = new Map<string, number>();
      const counted = (what: string): number => seen.get(what) ?? 0;
      const rounds = cookies.map(() => 0);
      const roundsOfAll = (count: number): Promise<number> => {
        const before = [...rounds];
        return until(() => rounds.every((round, client) => round >= (before[client] ?? 0) + count));
      };
      let isOver = false;
      const ask = async (cookie: string, client: number): Promise<void> => {
        while (!isOver) {
          const instance = instances[randomBytes(1).readUInt8() % 2] as Instance;
          for (const path of ['/', '/public']) {
            const what = `${path} ${await status(instance, path, path === '/' ? cookie : '')}`;
            seen.set(what, counted(what) + 1);
          }
          rounds[client] = (rounds[client] ?? 0) + 1;
        }
      };
      const load = cookies.map(ask);
      await until(() => counted('/ 200') >= 200);
      await fail();
      await until(() => counted('/ 503') >= 200);
      await restore();
      await until(async () =>
        (await Promise.all(instances.map((each) => status(each, '/', cookies[0] ?? '')))).every((code) => code === 200),
      );
      // What was asked before it was back may still fail, and nothing after that.
      await roundsOfAll(1);
      const away = counted('/ 503');
      await roundsOfAll(10);
      expect(counted('/ 503')).toBe(away);
      isOver = true;
      await Promise.all(load);
      expect([...seen.keys()].sort()).toEqual(['/ 200', '/ 503', '/public 200']);
    },
  );
});
