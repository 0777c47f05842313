/**
 * SIGTERM under load, for a process on each framework.
 */

import { once } from 'node:events';
import { request } from 'node:http';
import { cookieOf, TOKEN } from '@doorward/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { WebSocket } from 'ws';
import { isReady } from './many-apps/example-process.ts';
import { answeredBy, failuresOf, startLoad } from './many-apps/load.ts';
import { GUARDED, type StoppingServer, startStoppingServer } from './stopping-server.ts';
import { until } from './store/failing.ts';

const SOCKETS = 200;
const UPLOADS = 5;
const HALF = Buffer.alloc(512 * 1024);

/** So long that a test which waits for it fails. */
const FOREVER_SECONDS = 600;

type Headers = Readonly<Record<'cookie' | 'origin', string>>;

describe.each(Object.entries(GUARDED))('a process on %s that is told to end', (_name, guarded) => {
  let server: StoppingServer;
  const sockets: WebSocket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await server.kill();
  });

  async function start(drainSeconds: number): Promise<Headers> {
    server = await startStoppingServer(guarded, { drainSeconds, graceSeconds: FOREVER_SECONDS });
    const origin = `http://127.0.0.1:${server.port}`;
    const signedIn = await supertest(origin).post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
    return { cookie: cookieOf(signedIn.headers), origin };
  }

  /** With which code it is closed. */
  function openSocket(headers: Headers): Promise<number> {
    const socket = new WebSocket(headers.origin.replace('http', 'ws'), { headers });
    sockets.push(socket);
    return once(socket, 'close').then(([code]) => code);
  }

  /** Half of it; `finish` sends the rest, and answers what was answered. */
  function startUpload(headers: Headers): { readonly finish: () => Promise<readonly [status: number, body: string]> } {
    const sent = request(`${headers.origin}/upload`, { method: 'POST', agent: false, headers });
    sent.on('error', () => undefined).write(HALF);
    const answered = once(sent, 'response');
    answered.catch(() => undefined);
    return {
      async finish() {
        sent.end(HALF);
        const [response] = await answered;
        let body = '';
        for await (const chunk of response) body += String(chunk);
        return [response.statusCode, body];
      },
    };
  }

  const areOpen = (): boolean => sockets.every(({ readyState }) => readyState === WebSocket.OPEN);

  it('says so first, answers what is under way and uploads to their end, closes its sockets with 1001, and ends (F24)', async () => {
    const headers = await start(5);
    const codes = Array.from({ length: SOCKETS }, () => openSocket(headers));
    await until(areOpen);
    const uploads = Array.from({ length: UPLOADS }, () => startUpload(headers));
    const { cookie } = headers;
    const load = startLoad({ port: server.port, requests: [{ path: '/', cookie }], perSecond: 200 });
    await until(() => answeredBy(load) >= 200);

    let hasNoticed = false;
    const noticedBefore = Promise.race(codes).then(() => hasNoticed);
    server.terminate();
    // As a balancer does, which sends nothing more from then on.
    await until(async () => !(await isReady(server.port)));
    hasNoticed = true;
    await load.stop();
    expect([failuresOf(load), await noticedBefore]).toEqual([{}, true]);
    expect([...new Set(await Promise.all(codes))]).toEqual([1001]);
    const whole = [200, String(2 * HALF.length)];
    expect(await Promise.all(uploads.map(({ finish }) => finish()))).toEqual(uploads.map(() => whole));
    expect(await server.ended).toBe(0);
  });

  it('ends at once when it is told a second time (F24)', async () => {
    const headers = await start(0);
    const code = openSocket(headers);
    await until(areOpen);
    const upload = startUpload(headers);
    server.terminate();
    expect(await code).toBe(1001);
    server.terminate();
    expect(await server.ended).toBe('SIGTERM');
    await expect(upload.finish()).rejects.toThrow();
  });
});
