/**
 * The smallest Koa server behind Doorward.
 */

import { host, port, sayReady } from './listening.ts';

// What the docs show:

// #region guard
import { doorward, getAuth } from '@doorward/koa';
import Koa from 'koa';

const app = new Koa();
app.use(doorward());
// #endregion guard

// #region route
app.use((ctx) => {
  ctx.body = `Hello ${getAuth(ctx).principal?.name}`;
});
// #endregion route

const server = app.listen(port, host, () => sayReady(server));
