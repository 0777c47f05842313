import { createServer, type Server } from 'node:http';
import { createAuth, type Doorward } from '@doorward/auth';
import { doorward } from '@doorward/express';
import { doorward as honoDoorward } from '@doorward/hono';
import { assertDenied, routesOf, TOKEN } from '@doorward/testing';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import { portOf, stop } from './outer-servers.ts';

let auth: Doorward;
let server: Server;

beforeEach(async () => {
  auth = await createAuth(
    { token: TOKEN, log: { info: () => undefined, warn: () => undefined }, public: ['/about'] },
    {},
  );
});

afterEach(async () => {
  await stop(server);
  await auth.close();
});

async function listen(made: Server): Promise<number> {
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return portOf(made);
}

function expressApp(guardFirst: boolean) {
  const app = express();
  app.get('/about', (_req, res) => void res.send('about'));
  if (!guardFirst) app.get('/leak/:id', (_req, res) => void res.send('leak'));
  app.use(doorward(auth));
  app.get('/page/:id', (_req, res) => void res.send('page'));
  app.post('/save', (_req, res) => void res.send('saved'));
  return app;
}

describe('assertDenied (L18)', () => {
  it('passes where all routes and sockets are behind the guard', async () => {
    const app = expressApp(true);
    const made = createServer(app);
    auth.attach(made);
    new WebSocketServer({ server: made });
    const port = await listen(made);
    expect(routesOf(app)).toContainEqual({ method: 'GET', path: '/page/x' });
    await assertDenied({ port, routes: [...routesOf(app), '/unknown'], sockets: ['/ws'], public: ['/about'] });
  });

  it('names a route that stands before the guard', async () => {
    const app = expressApp(false);
    const port = await listen(createServer(app));
    await expect(assertDenied({ port, routes: routesOf(app), public: ['/about'] })).rejects.toThrow(
      /GET \/leak\/x answered 200/,
    );
  });

  it('names a socket of a server that nobody attached (W1)', async () => {
    const app = expressApp(true);
    const made = createServer(app);
    new WebSocketServer({ server: made });
    const port = await listen(made);
    await expect(assertDenied({ port, routes: ['/'], sockets: ['/ws'] })).rejects.toThrow(/upgrade \/ws answered 101/);
  });

  it('lists the routes of Hono', async () => {
    const app = new Hono();
    app.use(honoDoorward(auth));
    app.get('/page/:id', (c) => c.text('page'));
    const port = await listen(createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server);
    expect(routesOf(app)).toEqual([{ method: 'GET', path: '/page/x' }]);
    await assertDenied({ port, routes: routesOf(app) });
  });

  it('does not pass with nothing to ask', async () => {
    const port = await listen(createServer());
    await expect(assertDenied({ port, routes: [] })).rejects.toThrow(/no route to ask/);
    expect(() => routesOf({})).toThrow(/no routes found/);
  });
});
