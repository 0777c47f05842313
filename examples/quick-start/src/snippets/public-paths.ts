/**
 * What needs no sign-in.
 */

import { doorward } from '@doorward/express';
import express from 'express';
import { serverOptions } from './server-options.ts';

const app = express();
// #region public
app.use(
  doorward({
    public: [
      '/assets/', // GET and HEAD of everything below /assets/
      '/health', // GET and HEAD of exactly /health
      'POST /webhooks/payment', // POST of exactly this path
    ],
  }),
);
// #endregion public

app.listen(serverOptions);
