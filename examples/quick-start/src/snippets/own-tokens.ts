/**
 * Pairs of tokens at endpoints of your own.
 */

import { createAuth, doorward } from '@doorward/express';
import express from 'express';

// #region tokens
const auth = await createAuth({
  accounts: true,
  tokens: { accessSeconds: 900 },
  public: ['POST /api/sign-in', 'POST /api/refresh'],
});
// #endregion tokens
const app = express();
app.use(doorward(auth));

// #region endpoints
app.post('/api/sign-in', express.json(), async (req, res) => {
  const { name = '', password = '' }: Partial<Record<string, unknown>> = req.body ?? {};
  const outcome = await auth.signInForTokens(req, { name: String(name), password: String(password) });
  if (outcome.kind === 'limited') res.set('retry-after', String(outcome.retryAfterSeconds));
  if (outcome.kind !== 'signed-in') return res.status(outcome.kind === 'limited' ? 429 : 401).json(outcome);
  return res.set({ 'set-cookie': [...outcome.cookies], 'cache-control': 'no-store' }).json(outcome.pair);
});

app.post('/api/refresh', express.json(), async (req, res) => {
  const { refreshToken }: Partial<Record<string, unknown>> = req.body ?? {};
  const renewed = await auth.refresh(req, typeof refreshToken === 'string' ? refreshToken : undefined);
  if (renewed === null) return res.sendStatus(401);
  return res.set({ 'set-cookie': [...renewed.cookies], 'cache-control': 'no-store' }).json(renewed.pair);
});

app.post('/api/sign-out', async (req, res) => {
  const cookies = await auth.signOut(req);
  return res.set('set-cookie', [...cookies]).sendStatus(204);
});
// #endregion endpoints
