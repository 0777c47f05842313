/**
 * The app after, on Koa.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/koa';
import Koa from 'koa';
import { auth } from './auth.ts';
import { homePage, reportsPage } from './pages.ts';
import { serve } from './serve.ts';

const app = new Koa();
app.use(doorward(auth));

const mayRead = requirePermission('reports:read');
app.use((ctx, next) => (ctx.path === '/reports' ? mayRead(ctx, next) : next()));
app.use((ctx) => {
  if (ctx.path === '/') ctx.body = homePage(getAuth(ctx).principal?.name ?? '', '/auth/logout');
  if (ctx.path === '/reports') ctx.body = reportsPage;
  if (ctx.body !== undefined) ctx.type = 'html';
});

const server = createServer(app.callback());
auth.attach(server);
serve(server, auth.close);
