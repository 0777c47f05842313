/**
 * Sockets and event streams behind the guard, and requests that ask before they send a body.
 */

import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { createAuth } from '@doorward/auth';
import { doorward, getAuth, onSessionEnd } from '@doorward/express';
import { getAuth as getHonoAuth } from '@doorward/hono';
import { getAuth as getKoaAuth } from '@doorward/koa';
import { requestState } from '@doorward/node';
import { rawRequest, TOKEN } from '@doorward/testing';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import supertest from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { closed, guardedServer, opened, type ServerKind } from './guarded-server.ts';
import { portOf, stop } from './outer-servers.ts';

const site = guardedServer();
const KINDS: readonly ServerKind[] = ['Express', 'Koa', 'Hono', 'createApp'];

describe.each(KINDS)('sockets on %s', (kind) => {
  const make = (): Server => site.kinds[kind]();

  it('are refused before 101 on every path, known or not (A56, V52, W1, W2)', async () => {
    let reached = 0;
    const host = await site.start(() => {
      const made = make();
      new WebSocketServer({ server: made, path: '/ws' });
      made.on('upgrade', () => (reached += 1));
      return made;
    });
    for (const target of ['/ws', '/', '/unknown', '/auth/login', '/terminal/ws', '//ws', '/open/../ws', '/%77s']) {
      for (const upgrade of ['websocket', 'WebSocket', 'h2c', 'x']) {
        const headers = [
          'Connection: keep-alive, Upgrade',
          `Upgrade: ${upgrade}`,
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        ];
        const response = await rawRequest(portOf(site.server), { target, headers });
        expect([target, upgrade, [400, 401].includes(response.status)]).toEqual([target, upgrade, true]);
        const posted = await rawRequest(portOf(site.server), { method: 'POST', target, headers });
        expect([400, 401]).toContain(posted.status);
      }
    }
    const absolute = await rawRequest(portOf(site.server), {
      target: 'http://evil.example/ws',
      headers: ['Connection: Upgrade', 'Upgrade: websocket'],
    });
    expect(absolute.status).toBe(400);
    expect(reached).toBe(0);
    expect(await opened(new WebSocket(`ws://${host}/ws`))).toBe(401);
    expect(
      await opened(new WebSocket(`ws://${host}/ws`, { headers: { cookie: 'x=1', authorization: 'Bearer wrong' } })),
    ).toBe(401);
  });

  it('open with cookie, query token or header, and know who came (A56)', async () => {
    const names: (string | undefined)[] = [];
    const urls: (string | undefined)[] = [];
    const host = await site.start(() => {
      const made = make();
      new WebSocketServer({ server: made }).on('connection', (_socket, request) => {
        names.push(requestState(request)?.request.principal?.name);
        urls.push(request.url);
      });
      return made;
    });
    const cookie = await site.signIn(host);
    const sockets = [
      new WebSocket(`ws://${host}/ws`, { headers: { cookie }, origin: `http://${host}` }),
      new WebSocket(`ws://${host}/ws?x=1&access_token=${TOKEN}`),
      new WebSocket(`ws://${host}/ws`, {
        headers: { authorization: `Basic ${Buffer.from(`ada:${TOKEN}`).toString('base64')}` },
      }),
    ];
    for (const socket of sockets) expect(await opened(socket)).toBe('open');
    expect(names).toEqual(['token', 'token', 'ada']);
    expect(urls).toEqual(['/ws', '/ws?x=1', '/ws']);
    for (const socket of sockets) socket.terminate();
  });

  it('are refused a cookie that a page of another origin sends (V52, W4, W5)', async () => {
    const host = await site.start(() => {
      const made = make();
      new WebSocketServer({ server: made });
      return made;
    });
    const cookie = await site.signIn(host);
    const origins = [
      'https://evil.example',
      'null',
      `http://${host}.evil.example`,
      `https://x@${host}`,
      `http://evil.example:${host.split(':')[1]}`,
      `ftp://${host}`,
    ];
    for (const origin of origins)
      expect([origin, await opened(new WebSocket(`ws://${host}/ws`, { headers: { cookie }, origin }))]).toEqual([
        origin,
        403,
      ]);
    expect(await opened(new WebSocket(`ws://${host}/ws`, { headers: { cookie } }))).toBe(403);
  });

  it('close when their session ends, with the code that the owner gives (V52, W3)', async () => {
    const host = await site.start(() => {
      const made = make();
      new WebSocketServer({ server: made }).on('connection', (socket, request) => {
        const name = [getAuth(request), getKoaAuth(request), getHonoAuth(request)].map((seen) => seen.principal?.name);
        expect(name).toEqual(['token', 'token', 'token']);
        if (request.url === '/polite') onSessionEnd(request, () => socket.close(1008, 'signed out'));
      });
      return made;
    });
    const cookie = await site.signIn(host);
    const other = await site.signIn(host);
    const origin = `http://${host}`;
    const polite = new WebSocket(`ws://${host}/polite`, { headers: { cookie }, origin });
    const plain = new WebSocket(`ws://${host}/plain`, { headers: { cookie }, origin });
    const stays = new WebSocket(`ws://${host}/polite`, { headers: { cookie: other }, origin });
    for (const socket of [polite, plain, stays]) expect(await opened(socket)).toBe('open');
    const codes = Promise.all([closed(polite), closed(plain)]);
    await site.signOut(host, cookie);
    expect(await codes).toEqual([1008, 1006]);
    expect(stays.readyState).toBe(WebSocket.OPEN);
    stays.terminate();
  });

  it('keep a session from going idle, and close at its absolute limit (decision 3)', async () => {
    const host = await site.start(() => {
      const made = make();
      new WebSocketServer({ server: made });
      return made;
    });
    const cookie = await site.signIn(host);
    const socket = new WebSocket(`ws://${host}/ws`, { headers: { cookie }, origin: `http://${host}` });
    expect(await opened(socket)).toBe('open');
    for (let i = 0; i < 3; i += 1) {
      site.advance(50_000);
      await new Promise((resolve) => setTimeout(resolve, 1_200));
    }
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect((await supertest(`http://${host}`).get('/').set('cookie', cookie)).status).toBe(200);
    const code = closed(socket);
    site.advance(600_000);
    expect(await code).toBe(1006);
  });
});

describe('an event stream', () => {
  it('ends with its session (decision 1)', async () => {
    const app = express();
    app.use(doorward(site.auth));
    app.get('/events', (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('data: one\n\n');
    });
    const host = await site.start(() => createServer(app));
    const cookie = await site.signIn(host);
    expect((await supertest(`http://${host}`).get('/events')).status).toBe(401);
    const stream = await fetch(`http://${host}/events`, { headers: { cookie } });
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: one\n\n');
    const rest = reader.read().then(
      ({ done }) => done,
      () => true,
    );
    await site.signOut(host, cookie);
    expect(await rest).toBe(true);
  });
});

describe('Expect: 100-continue', () => {
  it.each(KINDS)('asks a member for the body, and not a stranger, on %s (L16)', async (kind) => {
    const host = await site.start(site.kinds[kind]);
    const port = Number(host.split(':')[1]);
    const head = (extra: string): string =>
      `POST /x HTTP/1.1\r\nHost: ${host}\r\nExpect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n${extra}\r\n`;
    expect(await firstLine(port, head(''))).toBe('HTTP/1.1 401 Unauthorized');
    expect(await firstLine(port, head(`Authorization: Bearer ${TOKEN}\r\n`))).toBe('HTTP/1.1 100 Continue');
  });
});

describe('a server with sockets that nobody attached', () => {
  it('is warned of, and one that is attached is not', async () => {
    const warnings: string[] = [];
    const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
    for (const isAttached of [false, true]) {
      const made = await createAuth({ token: TOKEN, log }, {});
      const bare = createServer();
      new WebSocketServer({ server: bare });
      if (isAttached) made.attach(bare);
      await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      await stop(bare);
      await made.close();
    }
    expect(warnings).toEqual([expect.stringContaining('Call auth.attach(server)')]);
  });
});

function firstLine(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.once('data', (chunk) => {
      socket.destroy();
      resolve(chunk.toString('latin1').split('\r\n')[0] ?? '');
    });
    socket.on('error', reject);
  });
}

it('getAuth names the remedy where no guard was (node/guard-missing)', () => {
  expect(() => getAuth({} as never)).toThrow(expect.objectContaining({ code: 'node/guard-missing' }));
});
