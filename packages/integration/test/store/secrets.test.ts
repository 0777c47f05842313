import type { DoorwardOptions } from '@doorward/auth';
import { openRedis } from '@doorward/redis';
import { openPostgres } from '@doorward/sql';
import { givenKey, givenPair, givenUser, signInAs } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { failure } from './failing.ts';
import { describeWithPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';
import { describeWithRedis, type RedisServer, startRedis } from './redis-server.ts';
import { APPS, type Instance, SECRET, startServer } from './two-instances.ts';

const NEXT = 'Zz3kU0pQ7wE5rT1yI9oA6sD2fG8hJ4kL';
const FOREIGN = 'pL5vB8nM2cX4zQ7wE1rT6yU9iO3aS0dF';

describeWithRedis('instances on one store', () => {
  describeWithPostgres('and their secrets', (bin) => {
    let postgres: PostgresServer;
    let redis: RedisServer;
    beforeAll(async () => {
      [postgres, redis] = await Promise.all([startPostgres(bin), startRedis()]);
    });
    afterAll(() => Promise.all([postgres.close(), redis.close()]));

    const running = new Set<Instance>();
    let databaseUrl = '';
    beforeEach(async () => {
      await redis.send('FLUSHALL');
      databaseUrl = await postgres.createDatabase();
    });
    afterEach(async () => {
      await Promise.all([...running].map((instance) => instance.close()));
      running.clear();
    });

    describe.each([
      ['Redis and PostgreSQL', () => ({ databaseUrl, redisUrl: redis.url }), () => openRedis({ url: redis.url })],
      [
        'PostgreSQL alone',
        () => ({ databaseUrl }),
        async () => {
          const { expiring, close } = await openPostgres({ url: databaseUrl });
          return { ...expiring, close };
        },
      ],
    ])('with %s', (_name, stores, open) => {
      const start = async (
        secret: string | readonly string[],
        app = 'Koa',
        options: DoorwardOptions = {},
      ): Promise<Instance> => {
        const instance = await startServer(APPS[app] as (typeof APPS)[string], {
          accounts: true,
          apiKeys: true,
          tokens: { passwordGrant: true },
          secret,
          ...stores(),
          ...options,
        });
        running.add(instance);
        return instance;
      };
      const stop = async (instance: Instance): Promise<void> => {
        running.delete(instance);
        await instance.close();
      };
      const status = async ({ http }: Instance, headers: Readonly<Record<string, string>>): Promise<number> =>
        (await http.get('/').set({ accept: 'application/json', ...headers })).status;

      it('have one in common, or the second one does not start and leaves the first as it is (F34)', async () => {
        const first = await start(SECRET);
        await givenUser(first.auth, { username: 'ada' });
        const cookie = await signInAs(first.http, { username: 'ada' });
        for (const secret of [FOREIGN, [FOREIGN, NEXT]]) {
          const { code, text } = await failure(() => start(secret));
          expect([code, text.includes(SECRET) || text.includes(FOREIGN)]).toEqual(['auth/secret-differs', false]);
        }
        expect(await status(first, { cookie })).toBe(200);
        // One that was refused has left nothing behind that would stop the right one.
        expect(await status(await start([NEXT, SECRET]), { cookie })).toBe(200);
      });

      it('are told apart also when both start at the same moment, and beside a record that is none (F6, F34)', async () => {
        const started = await Promise.all([SECRET, FOREIGN].map((secret) => failure(() => start(secret))));
        expect(started.map(({ code }) => code)).toContain('auth/secret-differs');
        for (const instance of [...running]) await stop(instance);
        const store = await open();
        const expiresAt = Date.now() + 60_000;
        for (const [key, value] of Object.entries({ nothing: null, text: 'junk', other: { secrets: 'junk' } }))
          await store.create('ticket', key, { value, owner: 'doorward instances', expiresAt });
        await store.close();
        await start(SECRET);
      });

      it('may all be replaced at once, when nobody is left who has another (F34)', async () => {
        await stop(await start(SECRET));
        const other = await start(FOREIGN);
        await expect(start(SECRET)).rejects.toMatchObject({ code: 'auth/secret-differs', option: 'secret' });
        await stop(other);
        await start(SECRET);
      });

      it.each([
        ['a session', {}],
        ['a pair of cookies', { tokens: { cookies: true, accessSeconds: 60 } }],
      ])(
        'leave %s to a browser that goes to and fro between instances while they are replaced (F33)',
        async (_what, options) => {
          const rings = [[SECRET], [SECRET, NEXT], [NEXT, SECRET], [NEXT]];
          let old = await start(SECRET, 'Koa', options);
          await givenUser(old.auth, { username: 'ada' });
          let cookie = await signInAs(old.http, { username: 'ada' });
          for (const ring of rings.slice(1)) {
            const next = await start(ring, 'Koa', options);
            for (const instance of [old, next, old, next]) {
              expect(await status(instance, { cookie })).toBe(200);
            }
            await stop(old);
            old = next;
            // By now the newest names are in use, which the last step knows too.
            if (ring[0] === NEXT && ring.length > 1) cookie = await signInAs(next.http, { username: 'ada', cookie });
          }
          expect(await status(old, { cookie })).toBe(200);
        },
      );

      it('are replaced one after the other without a sign-out, and what the old one made ends with it (F33)', async () => {
        const frameworks = Object.keys(APPS);
        const instances = await Promise.all(frameworks.map((app) => start(SECRET, app)));
        const [first] = instances as [Instance];
        await givenUser(first.auth, { username: 'ada' });
        const { key } = await givenKey(first.http, { cookie: await signInAs(first.http, { username: 'ada' }) });
        const made: { readonly by: string; readonly headers: Readonly<Record<string, string>> }[] = [];
        const signIn = async (instance: Instance, by: string): Promise<void> => {
          made.push({ by, headers: { cookie: await signInAs(instance.http, { username: 'ada' }) } });
          const { access } = await givenPair(instance.http, 'ada');
          made.push({ by, headers: { authorization: `Bearer ${access}` } });
        };
        const refusedAt = async (instance: Instance): Promise<readonly string[]> => {
          const refused = new Set<string>();
          for (const { by, headers } of made) if ((await status(instance, headers)) !== 200) refused.add(by);
          return [...refused];
        };
        await signIn(first, 'the old one');
        for (const [ring, by] of [
          [[SECRET, NEXT], 'the old one'],
          [[NEXT, SECRET], 'the new one'],
        ] as const) {
          for (const [index, app] of frameworks.entries()) {
            await stop(instances[index] as Instance);
            instances[index] = await start(ring, app);
            await signIn(instances[index] as Instance, by);
            for (const instance of instances) {
              expect(await refusedAt(instance)).toEqual([]);
              expect(await status(instance, { 'x-api-key': key })).toBe(200);
            }
          }
        }
        for (const [index, app] of frameworks.entries()) {
          await stop(instances[index] as Instance);
          instances[index] = await start(NEXT, app);
          expect(await refusedAt(instances[index] as Instance)).toEqual(['the old one']);
          expect(await status(instances[index] as Instance, { 'x-api-key': key })).toBe(200);
        }
      });
    });
  });
});
