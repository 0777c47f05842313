/**
 * The studio on Hono.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/hono';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { answer, type Handler, notFound, type Route } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { isPublic, permissionOf, routes } from './routes.ts';
import { serve } from './serve.ts';

type Env = { Bindings: HttpBindings };

const app = new Hono<Env>({ strict: false });
app.use(doorward(auth));

const studio = app.basePath(basePath);
for (const route of routes) studio[route.method](route.path, guard(route), respond(route.handle));
app.notFound(respond(notFound));

serve(createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false })));

function guard(route: Route): MiddlewareHandler {
  if (isPublic(route)) return (_c, next) => next();
  return requirePermission((c) => permissionOf(route, c.req.param()));
}

function respond(handle: Handler) {
  return async (c: Context<Env>): Promise<Response> => {
    const call = { message: c.env.incoming, auth: getAuth(c), params: c.req.param() };
    const { status, headers, body } = await answer(handle, call);
    return new Response(body || null, { status, headers });
  };
}
