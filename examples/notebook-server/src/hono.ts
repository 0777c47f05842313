/**
 * The notebook server on Hono.
 */

import { createServer } from 'node:http';
import { doorward, getAuth } from '@doorward/hono';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { auth, basePath } from './auth.ts';
import { notebookPage } from './notebook-page.ts';
import { serve } from './serve.ts';
import { statusFor } from './status.ts';

const app = new Hono({ strict: false });
app.use(doorward(auth));

const notebook = app.basePath(basePath);

notebook.get('/health', (c) => {
  return c.json({ status: 'healthy' });
});

notebook.get('/', (c) => {
  return c.html(notebookPage(getAuth(c)));
});

notebook.get('/notebook', (c) => {
  return c.html(notebookPage(getAuth(c), c.req.query('file') ?? ''));
});

notebook.get('/api/status', (c) => {
  return c.json(statusFor(getAuth(c)));
});

notebook.get('/ws', (c) => {
  return c.text('This is a socket. Connect with ws://\n', 426, { upgrade: 'websocket' });
});

serve(createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false })));
