/**
 * Stopping a server that is busy, on each framework.
 */

import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createAuth, type Doorward } from '@doorward/auth';
import { doorward as expressDoorward } from '@doorward/express';
import { doorward as honoDoorward } from '@doorward/hono';
import { doorward as koaDoorward } from '@doorward/koa';
import { onSessionEnd } from '@doorward/node';
import { cookieOf, TOKEN } from '@doorward/testing';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { Hono } from 'hono';
import Koa from 'koa';
import supertest from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { portOf, stop } from './outer-servers.ts';

/** Answers `/slow` when it is told to, everything else at once. */
type Slow = () => Promise<void>;

const LISTENERS: Readonly<Record<string, (auth: Doorward, slow: Slow) => RequestListener>> = {
  Express(auth, slow) {
    const app = express();
    app.use(expressDoorward(auth));
    app.use(async (req, res) => {
      if (req.path === '/slow') await slow();
      res.send('done');
    });
    return app;
  },
  Koa(auth, slow) {
    const app = new Koa();
    app.use(koaDoorward(auth));
    app.use(async (ctx) => {
      if (ctx.path === '/slow') await slow();
      ctx.body = 'done';
    });
    const handle = app.callback();
    return (message, response) => void handle(message, response);
  },
  Hono(auth, slow) {
    const app = new Hono();
    app.use(honoDoorward(auth));
    app.all('*', async (c) => {
      if (c.req.path === '/slow') await slow();
      return c.text('done');
    });
    return getRequestListener(app.fetch, { overrideGlobalObjects: false });
  },
};

const running: { readonly auth: Doorward; readonly server: Server }[] = [];

afterEach(async () => {
  for (const { auth, server } of running.splice(0)) {
    await stop(server);
    await auth.close();
  }
});

async function given(listener: (auth: Doorward, slow: Slow) => RequestListener) {
  const auth = await createAuth({ token: TOKEN, log: { info: () => undefined, warn: () => undefined } }, {});
  let [arrived, finish] = [() => {}, () => {}];
  const isSlow = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const mayEnd = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const server = createServer(
    listener(auth, () => {
      arrived();
      return mayEnd;
    }),
  );
  auth.attach(server);
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) =>
    sockets.handleUpgrade(message, socket, head, (opened) => {
      onSessionEnd(message, (reason) => opened.close(reason === 'server-closing' ? 1001 : 1008));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({ auth, server });
  const origin = `http://127.0.0.1:${portOf(server)}`;
  const signedIn = await supertest(origin).post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
  const cookie = cookieOf(signedIn.headers);
  const ask = (path: string) => fetch(origin + path, { headers: { cookie, connection: 'close' } });
  return { auth, server, origin, cookie, ask, isSlow, finish };
}

describe.each(Object.entries(LISTENERS))('a server on %s that stops', (_name, listener) => {
  it('answers what is under way, closes its sockets with 1001, and takes nothing new (F24)', async () => {
    const { auth, origin, cookie, ask, isSlow, finish } = await given(listener);
    const socket = new WebSocket(origin.replace('http', 'ws'), { origin, headers: { cookie } });
    const code = new Promise<number>((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    const slow = ask('/slow').then(async (answer) => [answer.status, await answer.text()]);
    await isSlow;
    const stopped = auth.shutdown();
    expect(await code).toBe(1001);
    await expect(ask('/')).rejects.toThrow();
    finish();
    expect(await slow).toEqual([200, 'done']);
    await stopped;
    await auth.shutdown();
  });

  it('is not ready first, and goes on answering while balancers notice (F24)', async () => {
    const { auth, ask } = await given(listener);
    expect((await ask('/auth/ready')).status).toBe(200);
    const stopped = auth.shutdown({ drainSeconds: 1 });
    expect([(await ask('/auth/ready')).status, (await ask('/auth/live')).status, (await ask('/')).status]).toEqual([
      503, 200, 200,
    ]);
    await stopped;
    await expect(ask('/')).rejects.toThrow();
  });

  it('waits no longer than it is told for a request that does not end (F24)', async () => {
    const { auth, ask, isSlow } = await given(listener);
    const slow = ask('/slow').then(
      () => 'answered',
      () => 'closed',
    );
    await isSlow;
    await auth.shutdown({ graceSeconds: 1 });
    expect(await slow).toBe('closed');
  });
});
