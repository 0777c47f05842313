/**
 * The flow builder on Koa.
 */

import { createServer } from 'node:http';
import { doorward } from '@doorward/koa';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import { auth } from './auth.ts';
import { answer, type Route, routes } from './routes.ts';
import { serve } from './serve.ts';

const app = new Koa();
app.use(doorward(auth));

const reply = async (route: Route | null, ctx: Context, id = ''): Promise<void> => {
  const { status, headers, body } = await answer(ctx.req, route, id);
  ctx.set(headers);
  ctx.body = body;
  ctx.status = status;
};

const millrace = new Router({ prefix: auth.site('').arriving });
for (const route of routes) millrace[route.method](route.path, (ctx) => reply(route, ctx, ctx.params['id']));
app.use(millrace.routes());

app.use((ctx) => reply(null, ctx));

serve(createServer(app.callback()));
