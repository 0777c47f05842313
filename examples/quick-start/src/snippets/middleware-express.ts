/**
 * The guard among other middleware, on Express.
 */

import { serverOptions } from './server-options.ts';

// What the docs show:

// #region order
import { doorward } from '@doorward/express';
import compression from 'compression';
import express from 'express';

const app = express();
app.use(compression()); // 1. what shapes every answer
app.use(doorward({ public: ['/assets/'] })); // 2. the guard
app.use('/assets', express.static('assets')); // 3. files: public ones are declared above
app.use(express.json()); // 4. body parsers: no stranger's body is read
app.use(express.urlencoded({ extended: false }));
// 5. your routes
// #endregion order

app.listen(serverOptions);
