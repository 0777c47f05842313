/**
 * An app that keeps the event loop to itself for most of the time: whoever waits longer for that is not taken for one
 * who guesses, and no store for one that is away.
 */

import { PAGE, SCRIPT, setCookies, TOKEN } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { WebSocket } from 'ws';
import { type GuardedProcess, startGuardedProcess } from '../test/guarded-process.ts';
import { closed, opened } from '../test/guarded-server.ts';
import { GUARDED } from '../test/stopping-server.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../test/store/redis-server.ts';
import { SECRET } from '../test/store/two-instances.ts';

/** Each time longer than a command of Redis may take. */
const BUSY = `
  import { WebSocketServer } from 'ws';
  import { onSessionEnd } from '@doorward/auth';
  new WebSocketServer({ server }).on('connection', (socket, request) => {
    onSessionEnd(request, () => socket.close(1008));
  });
  function spin() {
    const began = performance.now();
    while (performance.now() - began < 600);
    setTimeout(spin, 20);
  }
  spin();`;

/** One less than an address may have. */
const GUESSES = 19;

describeWithRedis('an app that is busy', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  describe.each(Object.entries(GUARDED))('on %s', (_name, guarded) => {
    let server: GuardedProcess;
    let http: ReturnType<typeof supertest>;

    beforeEach(async () => {
      await redis.send('FLUSHALL');
      const env = { DOORWARD_REDIS_URL: redis.url, DOORWARD_SECRET: SECRET };
      server = await startGuardedProcess(guarded, { env, more: BUSY });
      http = supertest(`http://127.0.0.1:${server.port}`);
    });
    afterEach(() => server.kill());

    const signIn = (password: string) =>
      http.post('/auth/login').set(PAGE).type('form').send({ password }).redirects(0);

    let guesses = 0;
    /** Each is another one: the same one twice is one guess. */
    const guess = () => {
      guesses += 1;
      return signIn(`wrong ${guesses}`);
    };

    /** As many as that at once. */
    async function statuses(count: number, ask: () => PromiseLike<{ readonly status: number }>): Promise<number[]> {
      const answers = await Promise.all(Array.from({ length: count }, ask));
      return [...new Set(answers.map(({ status }) => status))];
    }

    it('signs out nobody, locks out nobody, is ready all the time, and its limits count as ever (F27)', async () => {
      const cookie = setCookies((await signIn(TOKEN)).headers)[0]?.split(';')[0] ?? '';
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}`, {
        headers: { cookie, origin: `http://127.0.0.1:${server.port}` },
      });
      expect(await opened(socket)).toBe('open');
      const asked = [
        statuses(20, () => http.get('/').set({ ...SCRIPT, cookie })),
        statuses(5, () => http.get('/auth/ready')),
        statuses(5, () => http.get('/auth/live')),
      ];
      expect(await Promise.all(asked)).toEqual([[200], [200], [200]]);
      expect(await statuses(GUESSES, guess)).toEqual([401]);
      expect((await signIn(TOKEN)).status).toBe(303);
      await statuses(GUESSES + 1, guess);
      expect((await guess()).status).toBe(429);
      expect([socket.readyState, (await http.get('/').set({ ...SCRIPT, cookie })).status]).toEqual([
        WebSocket.OPEN,
        200,
      ]);
      const over = closed(socket);
      await http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' });
      expect(await over).toBe(1008);
      expect((await http.get('/').set({ ...SCRIPT, cookie })).status).toBe(401);
      expect([server.isRunning(), server.errors()]).toEqual([true, '']);
    }, 60_000);
  });
});
