/**
 * An app as its tests see it: made by a function that is given a Doorward.
 */

// #region app
import { type Doorward, doorward, getAuth, requirePermission } from '@doorward/express';
import express, { type Express } from 'express';

export function createApp(auth: Doorward): Express {
  const app = express();
  app.use(doorward(auth));
  app.get('/me', (req, res) => {
    res.json({ name: getAuth(req).principal?.name });
  });
  app.post('/reports', requirePermission('reports:write'), (_req, res) => {
    res.status(201).json({ made: true });
  });
  return app;
}
// #endregion app
