/**
 * The flow builder on Hono.
 */

import { createServer } from 'node:http';
import { doorward } from '@doorward/hono';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { auth } from './auth.ts';
import { answer, type Route, routes } from './routes.ts';
import { serve } from './serve.ts';

type Env = { Bindings: HttpBindings };

const app = new Hono<Env>({ strict: false });
app.use(doorward(auth));

const reply = async (route: Route | null, c: Context<Env>): Promise<Response> => {
  const { status, headers, body } = await answer(c.env.incoming, route, c.req.param('id'));
  return c.body(body, status as ContentfulStatusCode, headers);
};

const millrace = app.basePath(auth.site('').arriving);
for (const route of routes) millrace[route.method](route.path, (c) => reply(route, c));

app.notFound((c) => reply(null, c));

serve(createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false })));
