/**
 * The app after, on Express.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/express';
import express from 'express';
import { auth } from './auth.ts';
import { homePage, reportsPage } from './pages.ts';
import { serve } from './serve.ts';

// #region routes
const app = express();
app.use(doorward(auth));

app.get('/', (req, res) => {
  res.type('html').send(homePage(getAuth(req).principal?.name ?? '', '/auth/logout'));
});
app.get('/reports', requirePermission('reports:read'), (_req, res) => {
  res.type('html').send(reportsPage);
});
// #endregion routes

const server = createServer(app);
auth.attach(server);
serve(server, auth.close);
