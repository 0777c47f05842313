import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { createApp, createAuth, type Doorward } from '@doorward/auth';
import { doorward, getAuth, onSessionEnd } from '@doorward/express';
import { getAuth as getHonoAuth, doorward as honoDoorward } from '@doorward/hono';
import { getAuth as getKoaAuth, doorward as koaDoorward } from '@doorward/koa';
import { requestState } from '@doorward/node';
import { rawRequest, setCookies, TOKEN } from '@doorward/testing';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { Hono } from 'hono';
import Koa from 'koa';
import { Server as SocketIo } from 'socket.io';
import { io } from 'socket.io-client';
import supertest from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { portOf, stop } from './outer-servers.ts';

const SILENT = { info: () => undefined, warn: () => undefined };

let auth: Doorward;
let server: Server | undefined;
let offset = 0;
const connections = new Set<Duplex>();

beforeEach(async () => {
  offset = 0;
  auth = await createAuth(
    {
      token: TOKEN,
      log: SILENT,
      public: ['/open/'],
      session: { idleSeconds: 60, absoluteSeconds: 600 },
      now: () => Date.now() + offset,
    },
    {},
  );
});

afterEach(async () => {
  for (const connection of connections) connection.destroy();
  connections.clear();
  if (server) await stop(server);
  server = undefined;
  await auth.close();
});

/** Every framework with the guard and an attached server; the socket's handler is `ws` on the same server. */
const SERVERS: Readonly<Record<string, () => Server>> = {
  Express: () => {
    const app = express();
    app.use(doorward(auth));
    app.use((_req, res) => {
      res.send('page');
    });
    return createServer(app);
  },
  Koa: () => {
    const app = new Koa();
    app.use(koaDoorward(auth));
    app.use((ctx) => {
      ctx.body = 'page';
    });
    return createServer(app.callback());
  },
  Hono: () => {
    const app = new Hono();
    app.use(honoDoorward(auth));
    app.all('*', (c) => c.text('page'));
    return createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  },
  createApp: () => {
    const site = createApp({ auth, log: SILENT })
      .withApp('/', (_req, res) => res.end('page'))
      .build();
    return createServer((req, res) => site.listener(req, res));
  },
};

async function start(make: () => Server): Promise<string> {
  server = make();
  // Upgraded connections are not the server's any more, and would keep it from closing.
  server.on('connection', (socket) => connections.add(socket));
  auth.attach(server);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${portOf(server)}`;
}

async function signIn(host: string): Promise<string> {
  const response = await supertest(`http://${host}`)
    .post('/auth/login')
    .type('form')
    .send({ password: TOKEN })
    .redirects(0);
  return setCookies(response.headers)[0]?.split(';')[0] ?? '';
}

async function signOut(host: string, cookie: string): Promise<void> {
  const response = await supertest(`http://${host}`)
    .post('/auth/logout')
    .set({ cookie, 'sec-fetch-site': 'same-origin' });
  expect(response.status).toBe(204);
}

/** Resolves to `open`, or the status that came in place of 101. */
function opened(socket: WebSocket): Promise<string | number> {
  return new Promise((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => resolve('error'));
  });
}

function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', (code) => resolve(code)));
}

describe.each(Object.entries(SERVERS))('sockets on %s', (_name, make) => {
  it('are refused before 101 on every path, known or not (A56, W1, W2)', async () => {
    let reached = 0;
    const host = await start(() => {
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
        const response = await rawRequest(portOf(server as Server), { target, headers });
        expect([target, upgrade, [400, 401].includes(response.status)]).toEqual([target, upgrade, true]);
        const posted = await rawRequest(portOf(server as Server), { method: 'POST', target, headers });
        expect([400, 401]).toContain(posted.status);
      }
    }
    const absolute = await rawRequest(portOf(server as Server), {
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
    const host = await start(() => {
      const made = make();
      new WebSocketServer({ server: made }).on('connection', (_socket, request) => {
        names.push(requestState(request)?.request.principal?.name);
        urls.push(request.url);
      });
      return made;
    });
    const cookie = await signIn(host);
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

  it('are refused a cookie that a page of another origin sends (W4, W5)', async () => {
    const host = await start(() => {
      const made = make();
      new WebSocketServer({ server: made });
      return made;
    });
    const cookie = await signIn(host);
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

  it('close when their session ends, with the code that the owner gives (W3)', async () => {
    const host = await start(() => {
      const made = make();
      new WebSocketServer({ server: made }).on('connection', (socket, request) => {
        const name = [getAuth(request), getKoaAuth(request), getHonoAuth(request)].map((seen) => seen.principal?.name);
        expect(name).toEqual(['token', 'token', 'token']);
        if (request.url === '/polite') onSessionEnd(request, () => socket.close(1008, 'signed out'));
      });
      return made;
    });
    const cookie = await signIn(host);
    const other = await signIn(host);
    const origin = `http://${host}`;
    const polite = new WebSocket(`ws://${host}/polite`, { headers: { cookie }, origin });
    const plain = new WebSocket(`ws://${host}/plain`, { headers: { cookie }, origin });
    const stays = new WebSocket(`ws://${host}/polite`, { headers: { cookie: other }, origin });
    for (const socket of [polite, plain, stays]) expect(await opened(socket)).toBe('open');
    const codes = Promise.all([closed(polite), closed(plain)]);
    await signOut(host, cookie);
    expect(await codes).toEqual([1008, 1006]);
    expect(stays.readyState).toBe(WebSocket.OPEN);
    stays.terminate();
  });

  it('keep a session from going idle, and close at its absolute limit (decision 3)', async () => {
    const host = await start(() => {
      const made = make();
      new WebSocketServer({ server: made });
      return made;
    });
    const cookie = await signIn(host);
    const socket = new WebSocket(`ws://${host}/ws`, { headers: { cookie }, origin: `http://${host}` });
    expect(await opened(socket)).toBe('open');
    for (let i = 0; i < 3; i += 1) {
      offset += 50_000;
      await new Promise((resolve) => setTimeout(resolve, 1_200));
    }
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect((await supertest(`http://${host}`).get('/').set('cookie', cookie)).status).toBe(200);
    const code = closed(socket);
    offset += 600_000;
    expect(await code).toBe(1006);
  });
});

describe('socket.io', () => {
  it('connects for members only, by polling and by socket, and disconnects with the session', async () => {
    const app = express();
    app.use(doorward(auth));
    const names: (string | undefined)[] = [];
    const host = await start(() => {
      const made = createServer(app);
      // Its own listener answers /socket.io/ beside Express, so that the guard has to stand before both.
      const sockets = new SocketIo({ transports: ['websocket'] });
      sockets.attach(made);
      sockets.on('connection', (socket) => names.push(requestState(socket.request)?.request.principal?.name));
      return made;
    });
    const stranger = io(`http://${host}`, { transports: ['websocket'], reconnection: false });
    await new Promise((resolve) => stranger.on('connect_error', resolve));
    expect(names).toEqual([]);
    const cookie = await signIn(host);
    const member = io(`http://${host}`, {
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { cookie, origin: `http://${host}` },
    });
    await new Promise((resolve) => member.on('connect', () => resolve(undefined)));
    expect(names).toEqual(['token']);
    const gone = new Promise((resolve) => member.on('disconnect', resolve));
    await signOut(host, cookie);
    await gone;
    stranger.close();
    member.close();
  });
});

describe('a site with sockets of its own', () => {
  it('gives each app its upgrades, and 404 where there are none', async () => {
    const echo = new WebSocketServer({ noServer: true });
    const urls: (string | undefined)[] = [];
    const site = createApp({ auth, log: SILENT })
      .withApp('/', (_req, res) => res.end('home'))
      .withApp('/live', (_req, res) => res.end('live'), {
        upgrade: (request, socket, head) => {
          urls.push(request.url);
          echo.handleUpgrade(request, socket as never, head, (ws) =>
            ws.send(requestState(request)?.request.rootPath ?? ''),
          );
        },
      })
      .build();
    server = await site.listen(0);
    const host = `127.0.0.1:${portOf(server)}`;
    const headers = { authorization: `Bearer ${TOKEN}` };
    const socket = new WebSocket(`ws://${host}/live/ws?x=1`, { headers });
    const message = await new Promise((resolve) => socket.on('message', (data) => resolve(String(data))));
    expect(message).toBe('/live');
    expect(urls).toEqual(['/ws?x=1']);
    expect(await opened(new WebSocket(`ws://${host}/other`, { headers }))).toBe(404);
    expect(await opened(new WebSocket(`ws://${host}/live/ws`))).toBe(401);
    socket.terminate();
  });
});

describe('an event stream', () => {
  it('ends with its session (decision 1)', async () => {
    const app = express();
    app.use(doorward(auth));
    app.get('/events', (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('data: one\n\n');
    });
    const host = await start(() => createServer(app));
    const cookie = await signIn(host);
    expect((await supertest(`http://${host}`).get('/events')).status).toBe(401);
    const stream = await fetch(`http://${host}/events`, { headers: { cookie } });
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: one\n\n');
    const rest = reader.read().then(
      ({ done }) => done,
      () => true,
    );
    await signOut(host, cookie);
    expect(await rest).toBe(true);
  });
});

describe('Expect: 100-continue', () => {
  it.each(Object.entries(SERVERS))(
    'asks a member for the body, and not a stranger, on %s (L16)',
    async (_name, make) => {
      const host = await start(make);
      const port = Number(host.split(':')[1]);
      const head = (extra: string): string =>
        `POST /x HTTP/1.1\r\nHost: ${host}\r\nExpect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n${extra}\r\n`;
      expect(await firstLine(port, head(''))).toBe('HTTP/1.1 401 Unauthorized');
      expect(await firstLine(port, head(`Authorization: Bearer ${TOKEN}\r\n`))).toBe('HTTP/1.1 100 Continue');
    },
  );
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

describe('an app that misbehaves (F43)', () => {
  it('changes nothing about the decision by removing listeners', async () => {
    const host = await start(() => {
      const made = (SERVERS['Express'] as () => Server)();
      made.removeAllListeners('upgrade');
      return made;
    });
    server?.removeAllListeners('upgrade');
    server?.on('upgrade', (_request: IncomingMessage, socket: Duplex) =>
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    );
    const response = await rawRequest(Number(host.split(':')[1]), {
      target: '/ws',
      headers: ['Connection: Upgrade', 'Upgrade: websocket'],
    });
    expect(response.status).toBe(401);
  });

  it('harms neither the others nor itself for others: throw, reject, hang, late headers, next twice, changed url', async () => {
    const twice = express();
    twice.use((_req, _res, next) => {
      next();
      next();
    });
    twice.get('/x', (_req, res) => void res.send('twice'));
    const apps: Readonly<Record<string, (req: IncomingMessage, res: ServerResponse) => unknown>> = {
      throws: (_req, _res) => {
        throw new Error('thrown');
      },
      rejects: async (_req, _res) => Promise.reject(new Error('rejected')),
      hangs: (_req, _res) => undefined,
      late: (_req, res) => {
        res.end('early');
        setImmediate(() => {
          try {
            res.setHeader('x-late', '1');
          } catch {
            // As Node says: headers were sent.
          }
        });
      },
      changes: (req, res) => {
        req.url = '/admin';
        req.headers.authorization = `Bearer ${TOKEN}`;
        res.end('changed');
      },
      half: (_req, res) => {
        res.writeHead(200);
        res.write('half');
        throw new Error('in the middle');
      },
    };
    let builder = createApp({ auth, log: SILENT })
      .withApp('/', (_req, res) => res.end('home'))
      .withApp('/twice', twice as never);
    for (const [name, app] of Object.entries(apps)) builder = builder.withApp(`/${name}`, app);
    server = await builder.build().listen(0);
    const http = supertest(`http://127.0.0.1:${portOf(server)}`);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const hanging = http.get('/hangs/x').set(headers).timeout(300);
    const answers = await Promise.allSettled([
      hanging,
      ...['throws', 'rejects', 'late', 'changes', 'half', 'twice'].map((name) => http.get(`/${name}/x`).set(headers)),
    ]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 'failed'))).toEqual([
      'failed',
      500,
      500,
      200,
      200,
      'failed',
      200,
    ]);
    expect((await http.get('/').set(headers)).text).toBe('home');
    for (const name of [...Object.keys(apps), 'twice']) expect((await http.get(`/${name}/x`)).status).toBe(401);
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
