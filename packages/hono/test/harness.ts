/**
 * The fixture app on Hono and @hono/node-server.
 */

import type { AddressInfo } from 'node:net';
import { type AdapterHarness, answerFixture, type FixtureSetup, objectPermission } from '@doorward/testing';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono, MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { stream } from 'hono/streaming';
import { doorward, getAuth, requireAuth, requirePermission, requireRole, setPrincipal } from '../src/index.ts';

/** `overrideGlobalObjects` is what `serve()` does unless told otherwise: it replaces Request and Response. */
export function honoHarness(name: string, Framework: typeof Hono, overrideGlobalObjects = false): AdapterHarness {
  return {
    name,
    async start(setup) {
      const app = new Framework();
      if (setup.mountedAt === undefined) fill(app, setup);
      else {
        const inner = new Framework();
        fill(inner, setup);
        app.route(setup.mountedAt, inner);
      }
      app.onError((error, c) => c.text(`handled by the framework: ${error.message}`, 500));
      const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
      return {
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      };
    },
  };
}

function fill(app: Hono, setup: FixtureSetup): void {
  const before: Record<string, () => MiddlewareHandler> = {
    'body-parser': () => async (c, next) => {
      await c.req.parseBody().catch(() => undefined);
      await next();
    },
    'cookie-parser': () => (_c, next) => next(),
    compression: () => compress({ threshold: 0 }),
  };
  for (const part of setup.before ?? []) app.use((before[part] as () => MiddlewareHandler)());
  const { outerPrincipal } = setup;
  if (outerPrincipal !== undefined) {
    app.use((c, next) => {
      setPrincipal((c.env as { incoming: Parameters<typeof setPrincipal>[0] }).incoming, outerPrincipal);
      return next();
    });
  }
  app.use(doorward(setup.auth));
  if (setup.guardedTwice) app.use(doorward(setup.auth));
  const answer = handler(setup);
  app.get('/role', requireRole('admin'), answer);
  app.get('/permission', requirePermission('reports:read'), answer);
  app.get('/any', requirePermission({ any: ['reports:write', 'reports:read:7'] }), answer);
  app.get(
    '/objects/:id',
    requirePermission(async (c) => objectPermission(c.req.path)),
    answer,
  );
  app.get('/signed-in', requireAuth(), answer);
  app.get('/stream', (c) =>
    stream(c, async (out) => {
      await out.write('one ');
      await out.sleep(20);
      await out.write('two ');
      await out.write('three');
    }),
  );
  app.all('*', answer);
}

function handler({ observed }: FixtureSetup): MiddlewareHandler {
  return async (c) => {
    const url = c.req.url.replace(/^http:\/\/[^/]*/, '');
    const answer = await answerFixture(
      { method: c.req.method, url, auth: getAuth(c), body: () => c.req.text() },
      observed,
    );
    return new Response(c.req.method === 'HEAD' ? null : answer.body, answer);
  };
}
