/**
 * The assistant on Koa.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission, requireRole } from '@doorward/koa';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import { answer, type Demand, type Handler, notFound } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { routes } from './routes.ts';
import { serve } from './serve.ts';

const app = new Koa();
app.use(doorward(auth));

const router = new Router();
for (const { method, path, demand, handle } of routes) {
  router[method](basePath + path, ...guards(demand), respond(handle));
}
app.use(router.routes());
app.use(respond(notFound));

serve(createServer(app.callback()));

function guards(demand: Demand): readonly Middleware[] {
  if (demand === null) return [];
  return ['role' in demand ? requireRole(demand.role) : requirePermission(demand.permission)];
}

function respond(handle: Handler) {
  return async (ctx: Context & { params?: Record<string, string> }): Promise<void> => {
    const call = { message: ctx.req, auth: getAuth(ctx), params: ctx.params ?? {} };
    const { status, headers, body } = await answer(handle, call);
    ctx.set(headers);
    ctx.body = body;
    ctx.status = status;
  };
}
