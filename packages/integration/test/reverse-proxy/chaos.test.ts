/**
 * A reverse proxy behind the guard, and an upstream in every kind of trouble: the guard changes nothing about what the
 * proxy makes of it, and holds nothing back.
 */

import { type IncomingMessage, request, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createApp, createAuth, type Doorward } from '@doorward/auth';
import { rawRequest, TOKEN } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SILENT } from '../guarded-server.ts';
import { OUTER, portOf, stop } from '../outer-servers.ts';
import { until } from '../store/failing.ts';
import { type ChaosUpstream, PACKED, STREAM_BYTES, startChaosUpstream } from './chaos-upstream.ts';
import { type PipingApp, pipeTo } from './piping-app.ts';

const MEMBER = { authorization: `Bearer ${TOKEN}` };
/** What buffers on the way may hold, those of the system's sockets included. */
const ON_THE_WAY = 50 * 1024 * 1024;

describe.each(OUTER.filter(({ prefix }) => prefix === ''))('a reverse proxy below $name, whose upstream', (outer) => {
  let auth: Doorward;
  let server: Server;
  let upstream: ChaosUpstream;
  let proxy: PipingApp;

  beforeEach(async () => {
    auth = await createAuth({ token: TOKEN, log: SILENT }, {});
    upstream = await startChaosUpstream();
    proxy = pipeTo(upstream.port);
    const site = createApp({ auth, log: SILENT }).withApp('/app', proxy.handle, { upgrade: proxy.upgrade }).build();
    server = await outer.serve(site);
    if (outer.name !== 'its own server') site.attach(server);
  });
  afterEach(async () => {
    await stop(server);
    proxy.close();
    await upstream.close();
    await auth.close();
  });

  function ask(path: string, headers: Record<string, string> = MEMBER, method = 'GET') {
    const place = { host: '127.0.0.1', port: portOf(server), path: `/app${path}` };
    const asked = request({ ...place, method, headers, agent: false });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      asked.on('response', resolve);
      asked.on('error', reject);
    });
    answered.catch(() => undefined);
    return { asked, answered };
  }

  async function get(path: string, headers?: Record<string, string>) {
    const { asked, answered } = ask(path, headers);
    asked.end();
    const response = await answered;
    const body = await buffer(response).catch(() => null);
    return { status: response.statusCode, headers: response.headers, trailers: response.trailers, body };
  }

  /** All is as before, and nothing stayed open. */
  async function assertWell(): Promise<void> {
    expect(String((await get('/plain')).body)).toBe('plain');
    await until(() => upstream.open() === 0);
    await until(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count === 0))));
  }

  it('is down, resets or talks nonsense is 502 for members, and 401 for strangers as ever (F39)', async () => {
    for (const path of ['/resets', '/nonsense']) expect([path, (await get(path)).status]).toEqual([path, 502]);
    await assertWell();
    await upstream.close();
    expect((await get('/plain')).status).toBe(502);
    expect((await get('/plain', {})).status).toBe(401);
    upstream = await startChaosUpstream();
  });

  it('breaks off in a body ends the connection, so that nobody takes half for all (F39)', async () => {
    for (const path of ['/resets-in-body', '/ends-in-chunk']) {
      expect([path, (await get(path)).body]).toEqual([path, null]);
    }
    await assertWell();
  });

  it('hangs keeps nobody else waiting, and hears that the client has gone (F39)', async () => {
    const { asked } = ask('/hangs');
    asked.end();
    await until(() => upstream.asked.includes('/hangs'));
    expect((await get('/plain')).status).toBe(200);
    asked.destroy();
    await assertWell();
  });

  it('sends early hints, packed bytes and trailers is passed on as it is (F39)', async () => {
    const { asked, answered } = ask('/hints');
    const hints: number[] = [];
    asked.on('information', ({ statusCode }) => hints.push(statusCode));
    asked.end();
    expect([String(await buffer(await answered)), hints]).toEqual(['hints', [103]]);
    const packed = await get('/packed');
    expect([packed.headers['content-encoding'], packed.body?.equals(PACKED)]).toEqual(['gzip', true]);
    expect((await get('/trailers')).trailers).toEqual({ 'x-sum': '42' });
    await assertWell();
  });

  it('is sent a body that was asked for first by members, and never by strangers (F39)', async () => {
    const send = async (headers: Record<string, string>) => {
      const { asked, answered } = ask('/continues', { ...headers, expect: '100-continue', 'content-length': '5' });
      let isAsked = false;
      asked.on('continue', () => {
        isAsked = true;
        asked.end('hello');
      });
      asked.flushHeaders();
      const { statusCode } = await answered;
      asked.destroy();
      return [statusCode, isAsked];
    };
    expect(await send({})).toEqual([401, false]);
    expect(upstream.asked).toEqual([]);
    expect(await send(MEMBER)).toEqual([200, true]);
    await assertWell();
  });

  it('sends more than memory holds is read as fast as the client reads (F39)', async () => {
    const { asked, answered } = ask('/stream');
    asked.end();
    const response = await answered;
    for (let count = 0; count < 20; count += 1) await get('/plain');
    expect(upstream.bytes.sent).toBeLessThan(ON_THE_WAY);
    let [read, most] = [0, 0];
    for await (const piece of response) {
      read += piece.length;
      most = Math.max(most, upstream.bytes.sent - read);
    }
    expect(read).toBe(STREAM_BYTES);
    expect(most).toBeLessThan(ON_THE_WAY);
    await assertWell();
  }, 60_000);

  it('takes nothing of a body slows down who sends it (F39)', async () => {
    const { asked } = ask('/uploads', { ...MEMBER, 'transfer-encoding': 'chunked' }, 'POST');
    const piece = Buffer.alloc(256 * 1024, 'x');
    let sent = 0;
    while (sent < STREAM_BYTES && asked.write(piece)) sent += piece.length;
    asked.on('drain', () => {
      while (sent < STREAM_BYTES && asked.write(piece)) sent += piece.length;
    });
    await until(() => upstream.asked.includes('/uploads'));
    for (let count = 0; count < 20; count += 1) await get('/plain');
    expect(sent).toBeLessThan(ON_THE_WAY);
    asked.destroy();
  }, 60_000);

  it('refuses to switch protocols says so itself, and one that hangs ends with its client (F39)', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'echo' };
    const lines = ['Connection: Upgrade', 'Upgrade: echo', `Authorization: ${MEMBER.authorization}`];
    const refused = await rawRequest(portOf(server), { target: '/app/refuses', headers: lines });
    expect([refused.status, refused.body]).toEqual([403, 'no']);
    expect((await get('/refuses', upgrade)).status).toBe(401);
    const { asked } = ask('/hangs', { ...MEMBER, ...upgrade });
    asked.end();
    await until(() => upstream.asked.includes('/hangs'));
    asked.destroy();
    const switching = ask('/switches', { ...MEMBER, ...upgrade }).asked;
    const switched = new Promise<string>((resolve) =>
      switching.on('upgrade', (_response, socket, head) => {
        const end = (piece: Buffer): void => {
          socket.destroy();
          resolve(String(piece));
        };
        if (head.length > 0) end(head);
        else socket.once('data', end);
      }),
    );
    switching.end();
    expect(await switched).toBe('hello');
    await assertWell();
  });
});
