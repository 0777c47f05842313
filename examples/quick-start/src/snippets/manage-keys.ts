/**
 * Managing API keys from an app's own code.
 */

import { createAuth, getAuth } from '@doorward/express';
import express from 'express';

const auth = await createAuth({ accounts: true, apiKeys: true });
const app = express();

// #region manage
app.post('/my-key', async (req, res) => {
  const { actor } = getAuth(req);
  const keys = auth.accounts?.keys ?? null;
  if (actor === null || keys === null) return res.sendStatus(404);
  const { key, secret } = await keys.create(actor, { name: 'export', permissions: ['flows:read'] });
  return res.status(201).set('cache-control', 'no-store').json({ id: key.id, secret });
});
// #endregion manage
