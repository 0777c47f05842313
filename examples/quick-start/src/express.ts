/**
 * The smallest Express server behind Doorward.
 */

import { host, port, sayReady } from './listening.ts';

// What the docs show:

// #region guard
import { doorward, getAuth } from '@doorward/express';
import express from 'express';

const app = express();
app.use(doorward());
// #endregion guard

// #region route
app.get('/', (req, res) => {
  res.type('text').send(`Hello ${getAuth(req).principal?.name}`);
});
// #endregion route

const server = app.listen(port, host, () => sayReady(server));
