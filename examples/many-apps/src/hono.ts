/**
 * The site inside a server on Hono.
 */

import { createServer } from 'node:http';
import { mount } from '@doorward/hono';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { serve } from './serve.ts';
import { site } from './site.ts';

const app = new Hono();

// What stands before the site stays outside of its login.
app.get('/health', (c) => {
  return c.json({ status: 'healthy' });
});

app.use(mount(site));

const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
site.attach(server);
serve(server);
