/**
 * The fixture app on Express.
 */

import type { AddressInfo } from 'node:net';
import { type AdapterHarness, answerFixture, type FixtureSetup, objectPermission } from '@doorward/testing';
import compression from 'compression';
import cookieParser from 'cookie-parser';
import type express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { doorward, getAuth, requireAuth, requirePermission, requireRole, setPrincipal } from '../src/index.ts';

export function expressHarness(name: string, create: typeof express): AdapterHarness {
  return {
    name,
    async start(setup) {
      const app = create();
      if (setup.mountedAt === undefined) fill(app, create, setup);
      else {
        const inner = create.Router();
        fill(inner as Express, create, setup);
        app.use(setup.mountedAt, inner);
      }
      app.use(handleError);
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

function fill(app: Express, create: typeof express, setup: FixtureSetup): void {
  const before: Record<string, () => readonly RequestHandler[]> = {
    'body-parser': () => [create.urlencoded({ extended: false }), create.json()],
    'cookie-parser': () => [cookieParser()],
    compression: () => [compression({ threshold: 0 }) as RequestHandler],
  };
  for (const part of setup.before ?? []) for (const handler of before[part]?.() ?? []) app.use(handler);
  const { outerPrincipal } = setup;
  if (outerPrincipal !== undefined) {
    app.use((req, _res, next) => {
      setPrincipal(req, outerPrincipal);
      next();
    });
  }
  app.use(doorward(setup.auth));
  if (setup.guardedTwice) app.use(doorward(setup.auth));
  app.get('/role', requireRole('admin'), handler(setup));
  app.get('/permission', requirePermission('reports:read'), handler(setup));
  app.get('/any', requirePermission({ any: ['reports:write', 'reports:read:7'] }), handler(setup));
  app.get(
    '/objects/:id',
    requirePermission((req) => objectPermission(req.path)),
    handler(setup),
  );
  app.get('/signed-in', requireAuth(), handler(setup));
  app.get('/stream', (_req, res) => {
    res.write('one ');
    setTimeout(() => res.write('two '), 20);
    setTimeout(() => res.end('three'), 40);
  });
  const sub = create.Router();
  sub.use(handler(setup));
  app.use('/sub', sub);
  app.use(handler(setup));
}

function handler({ observed }: FixtureSetup): RequestHandler {
  return (req, res, next) => {
    const body = async (): Promise<string> =>
      req.body === undefined || isUntouched(req.body) ? readAll(req) : JSON.stringify(req.body);
    answerFixture({ method: req.method, url: req.originalUrl, auth: getAuth(req), body }, observed).then((answer) => {
      res.status(answer.status).set(answer.headers).send(answer.body);
    }, next);
  };
}

/** Express 4's parsers leave `{}` for bodies that they do not read. */
function isUntouched(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length === 0;
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const handleError: ErrorRequestHandler = (error: Error, _req, res, _next) => {
  res.status(500).type('text').send(`handled by the framework: ${error.message}`);
};
