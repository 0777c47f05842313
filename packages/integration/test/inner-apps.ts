/**
 * One app of every kind that can be mounted, each telling what it sees of a request.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { getAuth as getExpressAuth } from '@doorward/express';
import { getAuth as getHonoAuth } from '@doorward/hono';
import { getAuth as getKoaAuth } from '@doorward/koa';
import type { MountableApp } from '@doorward/node';
import { requestState } from '@doorward/node';
import express from 'express';
import { Hono } from 'hono';
import Koa from 'koa';

/** What a mounted app answers to every request. */
export interface Seen {
  readonly kind: string;
  readonly name: string | null;
  readonly rootPath: string | null;
  readonly settings: string | null;
  /** Path and query below the prefix. */
  readonly url: string;
  /** The prefix in the framework's own way, where there is one. */
  readonly ownPrefix: string | null;
}

export const INNER: Readonly<Record<string, () => MountableApp>> = {
  express() {
    const app = express();
    app.get('/fail', () => {
      throw new Error('inner failed');
    });
    app.use((req, res) => {
      const auth = getExpressAuth(req);
      res.json({
        kind: 'express',
        name: auth.principal?.name ?? null,
        rootPath: auth.rootPath,
        settings: auth.link('/settings'),
        url: req.url,
        ownPrefix: req.baseUrl,
      });
    });
    return app;
  },
  koa() {
    const app = new Koa();
    app.silent = true;
    app.use((ctx) => {
      if (ctx.path === '/fail') throw new Error('inner failed');
      const auth = getKoaAuth(ctx);
      const mountPath = (ctx as { mountPath?: string }).mountPath ?? '';
      ctx.body = {
        kind: 'koa',
        name: auth.principal?.name ?? null,
        rootPath: auth.rootPath,
        settings: auth.link('/settings'),
        url: ctx.url,
        ownPrefix: mountPath,
      };
    });
    return app as unknown as MountableApp;
  },
  hono() {
    const app = new Hono();
    app.get('/fail', () => {
      throw new Error('inner failed');
    });
    app.onError((_error, c) => c.text('failed', 500));
    app.all('*', (c) => {
      const auth = getHonoAuth(c);
      const url = new URL(c.req.url);
      return c.json({
        kind: 'hono',
        name: auth.principal?.name ?? null,
        rootPath: auth.rootPath,
        settings: auth.link('/settings'),
        url: url.pathname + url.search,
        ownPrefix: null,
      });
    });
    return app;
  },
  node() {
    return (req: IncomingMessage, res: ServerResponse) => {
      if (req.url === '/fail') throw new Error('inner failed');
      const auth = requestState(req)?.request;
      res.setHeader('content-type', 'application/json');
      res.end(
        JSON.stringify({
          kind: 'node',
          name: auth?.principal?.name ?? null,
          rootPath: auth?.rootPath,
          settings: auth?.link('/settings'),
          url: req.url,
          ownPrefix: (req as { baseUrl?: string }).baseUrl,
        }),
      );
    };
  },
  fetch() {
    return {
      fetch(request: Request) {
        const url = new URL(request.url);
        if (url.pathname === '/fail') throw new Error('inner failed');
        return Response.json({
          kind: 'fetch',
          name: null,
          rootPath: null,
          settings: null,
          url: url.pathname + url.search,
          ownPrefix: null,
        });
      },
    };
  },
};
