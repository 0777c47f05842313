import { afterEach, expect, it } from '@jest/globals';
import type { Framework } from '../test/many-apps/example-process.ts';
import { type LivePage, openLivePage } from '../test/many-apps/live-page.ts';
import { answeredBy, failuresOf, startLoad } from '../test/many-apps/load.ts';
import { describeWithAll, startThree, type ThreeInstances } from '../test/many-apps/three-instances.ts';
import { until } from '../test/store/failing.ts';

const PEOPLE = 10;
const PATHS = ['/', '/dashboard/', '/sales/', '/live/'];

describeWithAll('three instances of many-apps', (programs) => {
  let three: ThreeInstances;
  let pages: readonly LivePage[] = [];
  afterEach(async () => {
    for (const page of pages) page.close();
    await three?.close();
  });

  it.each<[string, readonly [Framework, Framework, Framework]]>([
    ['on Express', ['express', 'express', 'express']],
    ['on Express, Koa and Hono', ['express', 'koa', 'hono']],
  ])(
    '%s are restarted one after the other: nobody is signed out, no request fails, and sockets come back (F25)',
    async (_on, frameworks) => {
      three = await startThree(programs, frameworks);
      await three.makeUser('ada');
      const cookies: string[] = [];
      for (let at = 0; at < PEOPLE; at += 1) {
        cookies.push(await three.signIn('ada', three.instances[at % 3]?.port));
      }
      pages = cookies.map((cookie) => openLivePage(three.port, cookie));
      await until(() => pages.every((page) => page.isConnected()));
      const requests = cookies.flatMap((cookie) => PATHS.map((path) => ({ path, cookie })));
      const load = startLoad({ port: three.port, requests, perSecond: 80 });
      for (const instance of three.instances) {
        expect(await instance.stop()).toBe(0);
        await instance.start();
        await until(() => pages.every((page) => page.isConnected()));
      }
      await until(() => answeredBy(load) >= 500);
      await load.stop();

      expect(failuresOf(load)).toEqual({});
      // Closed as a server does that ends, and never as for somebody who is signed out.
      expect([...new Set(pages.flatMap((page) => page.codes))]).toEqual([1001]);
      expect(pages.some((page) => page.connections() > 1)).toBe(true);
      for (const { port } of three.instances) {
        for (const cookie of cookies) await three.http(port).get('/').set({ cookie }).expect(200);
      }
    },
  );
});
