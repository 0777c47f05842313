/**
 * Managing users from an app's own code.
 */

import { createAuth, getAuth } from '@doorward/express';
import express from 'express';

const auth = await createAuth({ accounts: true });
const app = express();

// #region manage
app.post('/invite/:username', async (req, res) => {
  const { actor } = getAuth(req);
  if (actor === null || auth.accounts === null) return res.sendStatus(404);
  const { user, ticket } = await auth.accounts.users.create(actor, { username: req.params.username });
  return res.json({ id: user.id, link: `/auth/ticket?ticket=${ticket?.ticket}` });
});
// #endregion manage
