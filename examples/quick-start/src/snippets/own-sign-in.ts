/**
 * Signing in at an endpoint of your own.
 */

import { createAuth, doorward } from '@doorward/express';
import express from 'express';

// #region sign-in
const auth = await createAuth({ accounts: true, public: ['POST /api/sessions'] });
const app = express();
app.use(doorward(auth));

app.post('/api/sessions', express.json(), async (req, res) => {
  const { name = '', password = '' }: Partial<Record<string, unknown>> = req.body ?? {};
  const outcome = await auth.signIn(req, { name: String(name), password: String(password) });
  if (outcome.kind === 'limited') res.set('retry-after', String(outcome.retryAfterSeconds));
  if (outcome.kind !== 'signed-in') return res.status(outcome.kind === 'limited' ? 429 : 401).json(outcome);
  res.set({ 'set-cookie': [...outcome.cookies], 'cache-control': 'no-store' });
  return res.json({ name: outcome.principal.name, expires: new Date(outcome.expiresAt) });
});
// #endregion sign-in
