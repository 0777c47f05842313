/**
 * The assistant on Hono.
 */

import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { doorward, getAuth, requirePermission, requireRole } from '@doorward/hono';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { answer, type Demand, type Handler, notFound } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { routes } from './routes.ts';
import { serve } from './serve.ts';

type Env = { Bindings: HttpBindings };

const app = new Hono<Env>({ strict: false });
app.use(doorward(auth));

const assistant = app.basePath(basePath);
for (const { method, path, demand, handle } of routes) assistant[method](path, guard(demand), respond(handle));
app.notFound(respond(notFound));

serve(createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false })));

function guard(demand: Demand): MiddlewareHandler {
  if (demand === null) return (_c, next) => next();
  return 'role' in demand ? requireRole(demand.role) : requirePermission(demand.permission);
}

function respond(handle: Handler) {
  return async (c: Context<Env>): Promise<Response> => {
    const call = { message: c.env.incoming, auth: getAuth(c), params: c.req.param() };
    const { status, headers, body } = await answer(handle, call);
    const sent = typeof body === 'string' ? body || null : (Readable.toWeb(body) as ReadableStream);
    return new Response(sent, { status, headers });
  };
}
