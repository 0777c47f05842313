/**
 * Two instances of one server: each with its own Doorward, on one Redis and one database.
 */

import { createServer, type RequestListener, type Server } from 'node:http';
import { createAuth, type Doorward, type DoorwardOptions } from '@doorward/auth';
import { doorward as expressDoorward } from '@doorward/express';
import { doorward as honoDoorward } from '@doorward/hono';
import { doorward as koaDoorward } from '@doorward/koa';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import Koa from 'koa';
import supertest from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { portOf, stop } from '../outer-servers.ts';

export const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

export const APPS: Readonly<Record<string, (auth: Doorward) => RequestListener>> = {
  Express: (auth) => {
    const app = express();
    app.use(expressDoorward(auth));
    app.use((_req, res) => void res.send('page'));
    return app;
  },
  Koa: (auth) => {
    const app = new Koa();
    app.use(koaDoorward(auth));
    app.use((ctx) => {
      ctx.body = 'page';
    });
    const handle = app.callback();
    return (message, response) => void handle(message, response);
  },
  Hono: (auth) => {
    const app = new Hono();
    app.use(honoDoorward(auth));
    app.all('*', (c) => c.text('page'));
    return getRequestListener(app.fetch, { overrideGlobalObjects: false });
  },
};

export interface Instance {
  readonly origin: string;
  readonly auth: Doorward;
  readonly http: ReturnType<typeof supertest>;
  /** Lines of the log, warnings alone. */
  readonly warnings: readonly string[];
  /** A socket that this session holds open. */
  open(cookie: string): Promise<WebSocket>;
  close(): Promise<void>;
}

export async function startServer(
  app: (auth: Doorward) => RequestListener,
  options: DoorwardOptions,
): Promise<Instance> {
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
  const auth = await createAuth({ secret: SECRET, log, ...options }, {});
  const server: Server = createServer(app(auth));
  const sockets: WebSocket[] = [];
  new WebSocketServer({ server }).on('connection', (socket) => socket.send('hello'));
  auth.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${portOf(server)}`;
  return {
    origin,
    auth,
    warnings,
    http: supertest(origin),
    async open(cookie) {
      const socket = new WebSocket(origin.replace('http', 'ws'), { headers: { cookie, origin } });
      sockets.push(socket);
      await new Promise((resolve, reject) => {
        socket.once('message', resolve);
        socket.once('error', reject);
      });
      return socket;
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      await stop(server);
      await auth.close();
    },
  };
}
