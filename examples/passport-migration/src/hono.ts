/**
 * The app after, on Hono.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/hono';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { auth } from './auth.ts';
import { homePage, reportsPage } from './pages.ts';
import { serve } from './serve.ts';

const app = new Hono();
app.use(doorward(auth));

app.get('/', (c) => c.html(homePage(getAuth(c).principal?.name ?? '', '/auth/logout')));
app.get('/reports', requirePermission('reports:read'), (c) => c.html(reportsPage));

const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
auth.attach(server);
serve(server, auth.close);
