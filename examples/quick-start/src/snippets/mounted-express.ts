/**
 * A guard for a part of the app.
 */

import { doorward } from '@doorward/express';
import express from 'express';
import { serverOptions } from './server-options.ts';

const app = express();
// #region mounted
app.use('/admin', doorward({ basePath: '/admin' }));
// #endregion mounted

app.listen(serverOptions);
