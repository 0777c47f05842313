/**
 * The pipeline tool on Koa.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/koa';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import { answer, type Handler, notFound } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { routes } from './routes.ts';
import { serve } from './serve.ts';

const app = new Koa();
app.use(doorward(auth));

const router = new Router();
for (const { method, path, needs, handle } of routes) {
  router[method](basePath + path, ...(needs === null ? [] : [requirePermission(needs)]), respond(handle));
}
app.use(router.routes());
app.use(respond(notFound));

serve(createServer(app.callback()));

function respond(handle: Handler) {
  return async (ctx: Context & { params?: Record<string, string> }): Promise<void> => {
    const call = { message: ctx.req, auth: getAuth(ctx), params: ctx.params ?? {} };
    const { status, headers, body } = await answer(handle, call);
    ctx.set(headers as Record<string, string>);
    ctx.status = status;
    ctx.body = body;
  };
}
