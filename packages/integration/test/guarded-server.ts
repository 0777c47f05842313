/**
 * Servers of every framework with the guard, one for each test, and who signs in to them.
 */

import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createApp, createAuth, type Doorward } from '@doorward/auth';
import { doorward } from '@doorward/express';
import { doorward as honoDoorward } from '@doorward/hono';
import { doorward as koaDoorward } from '@doorward/koa';
import { setCookies, TOKEN } from '@doorward/testing';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, beforeEach, expect } from '@jest/globals';
import express from 'express';
import { Hono } from 'hono';
import Koa from 'koa';
import supertest from 'supertest';
import type { WebSocket } from 'ws';
import { portOf, stop } from './outer-servers.ts';

export const SILENT = { info: () => undefined, warn: () => undefined };

/** The frameworks, and `createApp` for several apps. */
export type ServerKind = 'Express' | 'Koa' | 'Hono' | 'createApp';

export interface GuardedServer {
  /** A new one for each test, which lets in who has the token. */
  readonly auth: Doorward;
  /** What runs now; it is stopped after the test. */
  server: Server;
  /** Makes one for the guard that runs now. */
  readonly kinds: Readonly<Record<ServerKind, () => Server>>;
  /** Attaches what `make` makes, and answers where it listens, as `host:port`. */
  start(make: () => Server): Promise<string>;
  /** Moves the clock of the guard. */
  advance(milliseconds: number): void;
  /** Answers the cookie of a new session. */
  signIn(host: string): Promise<string>;
  signOut(host: string, cookie: string): Promise<void>;
}

/** For the tests of the file that calls it. */
export function guardedServer(): GuardedServer {
  let auth: Doorward;
  let server: Server | undefined;
  let offset = 0;
  const connections = new Set<Duplex>();

  beforeEach(async () => {
    offset = 0;
    const session = { idleSeconds: 60, absoluteSeconds: 600 };
    const now = (): number => Date.now() + offset;
    auth = await createAuth({ token: TOKEN, log: SILENT, public: ['/open/'], session, now }, {});
  });
  afterEach(async () => {
    for (const connection of connections) connection.destroy();
    connections.clear();
    if (server) await stop(server);
    server = undefined;
    await auth.close();
  });

  return {
    get auth() {
      return auth;
    },
    get server() {
      if (server === undefined) throw new Error('No server runs.');
      return server;
    },
    set server(started) {
      server = started;
    },
    kinds: serversOf(() => auth),
    async start(make) {
      const made = make();
      server = made;
      // Upgraded connections are not the server's any more, and would keep it from closing.
      made.on('connection', (socket) => connections.add(socket));
      auth.attach(made);
      await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
      return `127.0.0.1:${portOf(made)}`;
    },
    advance(milliseconds) {
      offset += milliseconds;
    },
    signIn,
    signOut,
  };
}

/** The handler of sockets is a listener of the same server. */
function serversOf(auth: () => Doorward): Readonly<Record<ServerKind, () => Server>> {
  return {
    Express: () => {
      const app = express();
      app.use(doorward(auth()));
      app.use((_req, res) => {
        res.send('page');
      });
      return createServer(app);
    },
    Koa: () => {
      const app = new Koa();
      app.use(koaDoorward(auth()));
      app.use((ctx) => {
        ctx.body = 'page';
      });
      return createServer(app.callback());
    },
    Hono: () => {
      const app = new Hono();
      app.use(honoDoorward(auth()));
      app.all('*', (c) => c.text('page'));
      return createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
    },
    createApp: () => {
      const site = createApp({ auth: auth(), log: SILENT })
        .withApp('/', (_req, res) => res.end('page'))
        .build();
      return createServer((req, res) => site.listener(req, res));
    },
  };
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
export function opened(socket: WebSocket): Promise<string | number> {
  return new Promise((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => resolve('error'));
  });
}

export function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', (code) => resolve(code)));
}
