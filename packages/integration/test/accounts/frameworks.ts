/**
 * The fixture app on each framework, with no more around it than the guard and its policies.
 */

import { createServer, type RequestListener, type Server } from 'node:http';
import {
  doorward as expressDoorward,
  getAuth as getExpressAuth,
  requirePermission as requireExpressPermission,
  requireRole as requireExpressRole,
} from '@doorward/express';
import {
  getAuth as getHonoAuth,
  doorward as honoDoorward,
  requirePermission as requireHonoPermission,
  requireRole as requireHonoRole,
} from '@doorward/hono';
import {
  getAuth as getKoaAuth,
  doorward as koaDoorward,
  requirePermission as requireKoaPermission,
  requireRole as requireKoaRole,
} from '@doorward/koa';
import { type AdapterHarness, answerFixture, type FixtureSetup } from '@doorward/testing';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import Koa from 'koa';
import { portOf, stop } from '../outer-servers.ts';

const noBody = async (): Promise<string> => '';

const LISTENERS: Readonly<Record<string, (setup: FixtureSetup) => RequestListener>> = {
  Express: ({ auth, observed }) => {
    const app = express();
    app.use(expressDoorward(auth));
    app.use('/role', requireExpressRole('admin'));
    app.use('/permission', requireExpressPermission('reports:read'));
    app.use(async (req, res) => {
      const request = { method: req.method, url: req.originalUrl, auth: getExpressAuth(req), body: noBody };
      const answer = await answerFixture(request, observed);
      res.status(answer.status).set(answer.headers).send(answer.body);
    });
    return app;
  },
  Koa: ({ auth, observed }) => {
    const app = new Koa();
    const role = requireKoaRole('admin');
    const permission = requireKoaPermission('reports:read');
    app.use(koaDoorward(auth));
    app.use((ctx, next) => (ctx.path === '/role' ? role(ctx, next) : next()));
    app.use((ctx, next) => (ctx.path === '/permission' ? permission(ctx, next) : next()));
    app.use(async (ctx) => {
      const request = { method: ctx.method, url: ctx.originalUrl, auth: getKoaAuth(ctx), body: noBody };
      const answer = await answerFixture(request, observed);
      ctx.status = answer.status;
      ctx.set({ ...answer.headers });
      ctx.body = answer.body;
    });
    const handle = app.callback();
    return (message, response) => void handle(message, response);
  },
  Hono: ({ auth, observed }) => {
    const app = new Hono();
    app.use(honoDoorward(auth));
    app.use('/role', requireHonoRole('admin'));
    app.use('/permission', requireHonoPermission('reports:read'));
    app.all('*', async (c) => {
      const { pathname, search } = new URL(c.req.url);
      const request = { method: c.req.method, url: pathname + search, auth: getHonoAuth(c), body: noBody };
      const { status, headers, body } = await answerFixture(request, observed);
      return new Response(body, { status, headers });
    });
    return getRequestListener(app.fetch, { overrideGlobalObjects: false });
  },
};

export const FRAMEWORKS: readonly AdapterHarness[] = Object.entries(LISTENERS).map(([name, listener]) => ({
  name,
  async start(setup) {
    const server: Server = createServer(listener(setup));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: portOf(server), close: () => stop(server) };
  },
}));
