/**
 * Routes that ask whom a request acts as, on Express.
 */

import { serverOptions } from './server-options.ts';

// What the docs show:

// #region get-auth
import { doorward, getAuth, requireAuth, requirePermission, requireRole, type WithAuth } from '@doorward/express';
import express, { type Request } from 'express';

const app = express();
app.use(doorward({ public: ['/'] }));

app.get('/', (req, res) => {
  const { principal } = getAuth(req); // null for a stranger on a public path
  res.json({ name: principal?.name ?? 'stranger' });
});
// #endregion get-auth

// #region require
app.get('/me', requireAuth(), (req, res) => {
  res.json(getAuth(req).principal);
});

app.get('/admin', requireRole('admin', 'owner'), (_req, res) => {
  res.json({ for: 'people with one of these roles' });
});

app.post('/reports', requirePermission('reports:write'), (_req, res) => {
  res.status(201).json({ made: true });
});

app.get('/reports/:id', (req, res) => {
  if (!getAuth(req).can(`reports:read:${req.params.id}`)) return res.sendStatus(404);
  return res.json({ id: req.params.id });
});
// #endregion require

// #region typed
app.get('/session', (req: Request & Partial<WithAuth>, res) => {
  const session = req.auth?.session; // null when a header authenticated this request alone
  res.json({ endsAt: session ? new Date(session.expiresAt).toISOString() : null });
});
// #endregion typed

app.listen(serverOptions);
