import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type LivePage, openLivePage } from '../test/many-apps/live-page.ts';
import { answeredBy, startLoad } from '../test/many-apps/load.ts';
import { describeWithAll, startThree, type ThreeInstances } from '../test/many-apps/three-instances.ts';
import { until } from '../test/store/failing.ts';

const JSON_CLIENT = { accept: 'application/json' };

/** The promises are two seconds for an answer and five until all is as before; a machine that does much else gets more. */
const LIMIT_MS = 15_000;

describeWithAll('three instances of many-apps on Express, Koa and Hono', (programs) => {
  let three: ThreeInstances;
  const pages: LivePage[] = [];
  beforeAll(async () => {
    three = await startThree(programs, ['express', 'koa', 'hono']);
  }, 120_000);
  afterAll(async () => {
    for (const page of pages) page.close();
    await three?.close();
  });

  /** What each of the three answers to this cookie. */
  const statuses = (cookie: string): Promise<readonly number[]> =>
    Promise.all(
      three.instances.map(
        async ({ port }) =>
          (
            await three
              .http(port)
              .get('/dashboard/')
              .set({ cookie, ...JSON_CLIENT })
          ).status,
      ),
    );

  it('let nobody in any more whom one of them disabled, and close his sockets, at the very next request', async () => {
    const id = await three.makeUser('bob');
    await three.makeUser('carol');
    const cookies = await Promise.all(three.instances.map(({ port }) => three.signIn('bob', port)));
    const carol = await three.signIn('carol');
    const bobsPages = three.instances.flatMap(({ port }) => cookies.map((cookie) => openLivePage(port, cookie)));
    const carolsPage = openLivePage(three.port, carol);
    pages.push(...bobsPages, carolsPage);
    await until(() => pages.every((page) => page.isConnected()));
    for (const cookie of cookies) expect(await statuses(cookie)).toEqual([200, 200, 200]);
    await three.disable(id);
    for (const cookie of cookies) expect(await statuses(cookie)).toEqual([401, 401, 401]);
    await until(() => bobsPages.every((page) => page.isOver()));
    expect(await statuses(carol)).toEqual([200, 200, 200]);
    expect(carolsPage.codes).toEqual([]);
  });

  it('answer 503 while Redis is killed under load, sign nobody out, and go on by themselves when it is back (F1)', async () => {
    await three.makeUser('dave');
    const cookies = await Promise.all(three.instances.map(({ port }) => three.signIn('dave', port)));
    const requests = cookies.flatMap((cookie) => [{ path: '/', cookie }, { path: '/dashboard/', cookie }, PUBLIC]);
    const load = startLoad({ port: three.port, requests, perSecond: 60 });
    const isBack = async (): Promise<boolean> => (await Promise.all(cookies.map(statuses))).flat().every(isOk);
    await until(() => answeredBy(load) >= 100);
    await three.redis.kill();
    await until(async () => (await Promise.all(cookies.map(statuses))).flat().every((status) => status === 503));
    for (const cookie of cookies) {
      const away = await three.http().get('/sales/').set({ cookie, accept: 'text/html' });
      expect([away.status, away.headers['retry-after'], away.headers['set-cookie']]).toEqual([503, '5', undefined]);
    }
    const duringOutage = answeredBy(load);
    await until(() => answeredBy(load) >= duringOutage + 100);
    await three.redis.start();
    const back = performance.now();
    await until(isBack);
    const recoveredMs = performance.now() - back;
    await load.stop();

    const after = startLoad({ port: three.port, requests, perSecond: 60 });
    await until(() => answeredBy(after) >= 200);
    await after.stop();
    expect(kinds(after)).toEqual(['/ 200', '/dashboard/ 200', '/site.css 200']);
    expect(kinds(load)).toEqual(['/ 200', '/ 503', '/dashboard/ 200', '/dashboard/ 503', '/site.css 200']);
    expect([load.hasSetCookie(), after.hasSetCookie()]).toEqual([false, false]);
    expect(Math.max(load.slowestMs(), recoveredMs)).toBeLessThan(LIMIT_MS);
  });
});

/** It needs no sign-in. */
const PUBLIC = { path: '/site.css' };

const isOk = (status: number): boolean => status === 200;

const kinds = ({ answers }: { readonly answers: ReadonlyMap<string, number> }): readonly string[] =>
  [...answers.keys()].sort();
