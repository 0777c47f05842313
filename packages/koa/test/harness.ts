/**
 * The fixture app on Koa.
 */

import type { AddressInfo } from 'node:net';
import { type AdapterHarness, answerFixture, type FixtureSetup, objectPermission } from '@doorward/testing';
import { bodyParser } from '@koa/bodyparser';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import compress from 'koa-compress';
import mount from 'koa-mount';
import { doorward, getAuth, requireAuth, requirePermission, requireRole, setPrincipal } from '../src/index.ts';

export function koaHarness(name: string, Framework: typeof Koa): AdapterHarness {
  return {
    name,
    async start(setup) {
      const app = new Framework();
      // Koa's own error channel: the event, and its answer.
      app.on('error', () => undefined);
      app.use(async (_ctx, next) => {
        try {
          await next();
        } catch (error) {
          throw Object.assign(new Error(`handled by the framework: ${(error as Error).message}`), {
            status: 500,
            expose: true,
          });
        }
      });
      if (setup.mountedAt === undefined) fill(app, setup);
      else {
        const inner = new Framework();
        fill(inner, setup);
        app.use(mount(setup.mountedAt, inner));
      }
      const server = app.listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      return {
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      };
    },
  };
}

function fill(app: Koa, setup: FixtureSetup): void {
  const before: Record<string, () => Middleware> = {
    'body-parser': () => bodyParser() as Middleware,
    'cookie-parser': () => (_ctx, next) => next(),
    compression: () => compress({ threshold: 0 }) as Middleware,
  };
  for (const part of setup.before ?? []) app.use((before[part] as () => Middleware)());
  const { outerPrincipal } = setup;
  if (outerPrincipal !== undefined) {
    app.use((ctx, next) => {
      setPrincipal(ctx.req, outerPrincipal);
      return next();
    });
  }
  app.use(doorward(setup.auth));
  if (setup.guardedTwice) app.use(doorward(setup.auth));
  app.use(route('/role', requireRole('admin')));
  app.use(route('/permission', requirePermission('reports:read')));
  app.use(route('/any', requirePermission({ any: ['reports:write', 'reports:read:7'] })));
  const ofObject = requirePermission((ctx) => objectPermission(ctx.path));
  app.use((ctx, next) => (ctx.path.startsWith('/objects/') ? ofObject(ctx, next) : next()));
  app.use(route('/signed-in', requireAuth()));
  app.use(async (ctx, next) => {
    if (ctx.path !== '/stream') return next();
    ctx.respond = false;
    ctx.res.write('one ');
    setTimeout(() => ctx.res.write('two '), 20);
    setTimeout(() => ctx.res.end('three'), 40);
  });
  app.use(handler(setup));
}

function route(path: string, policy: Middleware): Middleware {
  return (ctx, next) => (ctx.path === path ? policy(ctx, next) : next());
}

function handler({ observed }: FixtureSetup): Middleware {
  return async (ctx) => {
    const parsed = (ctx.request as { body?: unknown }).body;
    const body = async (): Promise<string> => (parsed === undefined ? readAll(ctx.req) : JSON.stringify(parsed));
    const answer = await answerFixture(
      { method: ctx.method, url: ctx.originalUrl, auth: getAuth(ctx), body },
      observed,
    );
    ctx.status = answer.status;
    ctx.set(answer.headers);
    ctx.body = answer.body;
  };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
