/**
 * The pipeline tool on Hono.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/hono';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { answer, type Handler, notFound } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { routes } from './routes.ts';
import { serve } from './serve.ts';

type Env = { Bindings: HttpBindings };

const app = new Hono<Env>({ strict: false });
app.use(doorward(auth));

const tool = app.basePath(basePath);
for (const { method, path, needs, handle } of routes) {
  const guard: MiddlewareHandler = needs === null ? (_c, next) => next() : requirePermission(needs);
  tool[method](path, guard, respond(handle));
}
app.notFound(respond(notFound));

serve(createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false })));

function respond(handle: Handler) {
  return async (c: Context<Env>): Promise<Response> => {
    const call = { message: c.env.incoming, auth: getAuth(c), params: c.req.param() };
    const { status, headers, body } = await answer(handle, call);
    return c.body(body, status as ContentfulStatusCode, { ...headers });
  };
}
