/**
 * The guard among other middleware, on Koa.
 */

import { serverOptions } from './server-options.ts';

// What the docs show:

// #region order
import { doorward } from '@doorward/koa';
import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';
import compress from 'koa-compress';

const app = new Koa();
app.use(compress()); // 1. what shapes every answer
app.use(doorward({ public: ['/assets/'] })); // 2. the guard
app.use(bodyParser()); // 3. files and body parsers: no stranger's body is read
// 4. your routes
// #endregion order

app.listen(serverOptions);
