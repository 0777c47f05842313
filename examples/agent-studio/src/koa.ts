/**
 * The studio on Koa.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/koa';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import { answer, type Handler, notFound, type Params, type Route } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { isPublic, permissionOf, routes } from './routes.ts';
import { serve } from './serve.ts';

const app = new Koa();
app.use(doorward(auth));

const router = new Router();
for (const route of routes) router[route.method](basePath + route.path, ...guards(route), respond(route.handle));
app.use(router.routes());
app.use(respond(notFound));

serve(createServer(app.callback()));

function guards(route: Route): readonly Middleware[] {
  return isPublic(route) ? [] : [requirePermission((ctx) => permissionOf(route, paramsOf(ctx)))];
}

function respond(handle: Handler) {
  return async (ctx: Context): Promise<void> => {
    const { status, headers, body } = await answer(handle, {
      message: ctx.req,
      auth: getAuth(ctx),
      params: paramsOf(ctx),
    });
    ctx.set(headers);
    ctx.body = body;
    ctx.status = status;
  };
}

/** As the router read them. */
function paramsOf(ctx: Context): Params {
  return (ctx as { params?: Params }).params ?? {};
}
