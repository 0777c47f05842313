/**
 * The notebook server on Koa.
 */

import { createServer } from 'node:http';
import { doorward, getAuth } from '@doorward/koa';
import Router from '@koa/router';
import Koa from 'koa';
import { auth, basePath } from './auth.ts';
import { notebookPage } from './notebook-page.ts';
import { serve } from './serve.ts';
import { statusFor } from './status.ts';

const app = new Koa();
app.use(doorward(auth));

const notebook = new Router({ prefix: basePath });

notebook.get('/health', (ctx) => {
  ctx.body = { status: 'healthy' };
});

notebook.get('/', (ctx) => {
  ctx.body = notebookPage(getAuth(ctx));
});

notebook.get('/notebook', (ctx) => {
  ctx.body = notebookPage(getAuth(ctx), String(ctx.query['file'] ?? ''));
});

notebook.get('/api/status', (ctx) => {
  ctx.body = statusFor(getAuth(ctx));
});

notebook.get('/ws', (ctx) => {
  ctx.status = 426;
  ctx.set('upgrade', 'websocket');
  ctx.body = 'This is a socket. Connect with ws://\n';
});

app.use(notebook.routes());

serve(createServer(app.callback()));
