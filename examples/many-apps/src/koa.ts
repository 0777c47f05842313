/**
 * The site inside a server on Koa.
 */

import { createServer } from 'node:http';
import { mount } from '@doorward/koa';
import Router from '@koa/router';
import Koa from 'koa';
import { serve } from './serve.ts';
import { site } from './site.ts';

const app = new Koa();

// What stands before the site stays outside of its login.
const router = new Router();
router.get('/health', (ctx) => {
  ctx.body = { status: 'healthy' };
});
app.use(router.routes());

app.use(mount(site));

const server = createServer(app.callback());
site.attach(server);
serve(server);
