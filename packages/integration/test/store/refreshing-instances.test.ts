import type { DoorwardOptions } from '@doorward/auth';
import { givenPair, givenUser, PAGE, SCRIPT, setCookies } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { createBrowser } from '../oidc/browser.ts';
import { type CertifiedProvider, CLIENT, startCertifiedProvider } from '../oidc/certified-provider.ts';
import { until } from './failing.ts';
import { startKilledServer } from './killed-server.ts';
import { describeWithPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';
import { describeWithRedis, type RedisServer, startRedis } from './redis-server.ts';
import { APPS, type Instance, startServer } from './two-instances.ts';

const OWN = 'https://own.example';
/** Past the end of an access token, less the minute before it in which it is renewed. */
const TOKEN_OVER_MS = 541_000;
/** Longer than one that asks the provider keeps its turn. */
const TURN_OVER_MS = 31_000;

describeWithPostgres('three instances', (bin) => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres(bin);
  });
  afterAll(() => postgres.close());

  describe('on PostgreSQL alone', () =>
    describeRefreshing(async () => ({ databaseUrl: await postgres.createDatabase() }), true));

  describeWithRedis('on Redis and PostgreSQL', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await startRedis();
    });
    afterAll(() => redis.close());
    describeRefreshing(async () => {
      await redis.send('FLUSHALL');
      return { databaseUrl: await postgres.createDatabase(), redisUrl: redis.url };
    }, false);
  });
});

/** The cookies that a browser keeps of an answer. */
const keptOf = ({ headers }: supertest.Response): string =>
  setCookies(headers)
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');

function describeRefreshing(newStores: () => Promise<DoorwardOptions>, isPatient: boolean): void {
  let stores: DoorwardOptions;
  let instances: Instance[];
  let movedMs = 0;
  const start = (options: DoorwardOptions): Promise<Instance[]> => {
    const app = APPS['Express'] as (typeof APPS)[string];
    const now = (): number => Date.now() + movedMs;
    return Promise.all([1, 2, 3].map(() => startServer(app, { ...stores, ...options, now })));
  };
  const instanceAt = (i: number): Instance => instances[i % 3] as Instance;
  beforeEach(async () => {
    movedMs = 0;
    stores = await newStores();
  });
  afterEach(() => Promise.all(instances.map((instance) => instance.close())));

  it('give one pair of tokens for a hundred refreshes of one at a time, and nobody is signed out (F19)', async () => {
    instances = await start({ accounts: true, tokens: { passwordGrant: true } });
    await givenUser(instanceAt(0).auth, { username: 'ada' });
    const { refresh } = await givenPair(instanceAt(0).http, 'ada');
    const form = { grant_type: 'refresh_token', refresh_token: refresh };
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => instanceAt(i).http.post('/auth/token').type('form').send(form)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => `${body.access_token} ${body.refresh_token}`)).size).toBe(1);
  });

  describe('whose people an OpenID provider stands behind', () => {
    let idp: CertifiedProvider;
    let options: DoorwardOptions;
    beforeEach(async () => {
      idp = await startCertifiedProvider(OWN);
      const oidc = { name: 'Acme', issuer: idp.issuer, ...CLIENT, allowHttp: true };
      options = { publicUrl: OWN, oidc: [oidc] };
      instances = await start(options);
    });
    afterEach(() => idp.close());

    /** Begins at one instance, and comes back to another one. */
    async function signIn(): Promise<string> {
      const browser = createBrowser();
      const begun = await browser.ask(`${instanceAt(0).origin}/auth/sso/oidc`);
      const callback = await browser.follow(begun.headers['location'] ?? '', OWN);
      const { http } = instanceAt(1);
      const headers = { ...PAGE, 'sec-fetch-site': 'cross-site', cookie: keptOf(begun) };
      return keptOf(await http.get(callback.slice(OWN.length)).set(headers).redirects(0));
    }

    const statusAt = async (i: number, cookie: string): Promise<number> =>
      (
        await instanceAt(i)
          .http.get('/')
          .set({ ...SCRIPT, cookie })
      ).status;

    it('ask it once for each session, however many requests come at a time (F19, O-67)', async () => {
      const cookies = [await signIn(), await signIn(), await signIn()];
      movedMs += TOKEN_OVER_MS;
      const requests = cookies.flatMap((cookie) => Array.from({ length: 100 }, (_, i) => statusAt(i, cookie)));
      expect(new Set(await Promise.all(requests))).toEqual(new Set([200]));
      expect(idp.seen).toMatchObject({ refreshes: cookies.length, reuses: 0 });
    });

    /** One more instance asks the provider, and is killed before it hears an answer. */
    async function killWhileAsking(cookie: string, loses: 'question' | 'answer'): Promise<void> {
      const killed = await startKilledServer({ ...stores, ...options }, TOKEN_OVER_MS);
      idp.loses = loses;
      const asked = supertest(killed.origin)
        .get('/')
        .set({ ...SCRIPT, cookie });
      const failed = asked.then(
        () => false,
        () => true,
      );
      await until(() => idp.seen.lost === 1);
      await killed.kill();
      idp.loses = null;
      expect(await failed).toBe(true);
    }

    it('go on with the session of one that was killed while it asked, once its turn is over (F20)', async () => {
      const cookie = await signIn();
      await killWhileAsking(cookie, 'question');
      movedMs += TOKEN_OVER_MS;
      const waiting = [statusAt(0, cookie), statusAt(1, cookie)];
      movedMs += TURN_OVER_MS;
      expect(await Promise.all(waiting)).toEqual([200, 200]);
      expect(idp.seen).toMatchObject({ refreshes: 1, reuses: 0, lost: 1 });
    });

    // Ten seconds long, and the same on every store.
    if (isPatient)
      it('let nobody wait for ever behind one that was killed: the session goes on meanwhile (F20)', async () => {
        const cookie = await signIn();
        await killWhileAsking(cookie, 'question');
        movedMs += TOKEN_OVER_MS;
        expect(await statusAt(0, cookie)).toBe(200);
        expect(idp.seen).toMatchObject({ refreshes: 0, reuses: 0 });
      });

    it('end the session cleanly whose refresh token was used by one that was killed, and ask no more (F20)', async () => {
      const cookie = await signIn();
      await killWhileAsking(cookie, 'answer');
      movedMs += TOKEN_OVER_MS + TURN_OVER_MS;
      expect([await statusAt(0, cookie), await statusAt(1, cookie)]).toEqual([401, 401]);
      const { reuses } = idp.seen;
      expect(reuses).toBeGreaterThan(0);
      for (let i = 0; i < 6; i += 1) expect(await statusAt(i, cookie)).toBe(401);
      expect(idp.seen.reuses).toBe(reuses);
    });
  });
}
