/**
 * Routes that ask whom a request acts as, on Hono.
 */

import { serve } from '@hono/node-server';
import { serverOptions } from './server-options.ts';

// What the docs show:

// #region get-auth
import { type AuthEnv, doorward, getAuth, requirePermission, requireRole } from '@doorward/hono';
import { Hono } from 'hono';

const app = new Hono<AuthEnv>();
app.use(doorward({ public: ['/'] }));

app.get('/', (c) => {
  const { principal } = getAuth(c); // null for a stranger on a public path
  return c.json({ name: principal?.name ?? 'stranger' });
});
// #endregion get-auth

// #region require
app.get('/admin', requireRole('admin', 'owner'), (c) => {
  return c.json({ for: 'people with one of these roles' });
});

app.post('/reports', requirePermission('reports:write'), (c) => {
  return c.json({ made: true }, 201);
});

app.get('/me', (c) => c.json(c.var.auth.principal));
// #endregion require

serve({ fetch: app.fetch, ...serverOptions });
