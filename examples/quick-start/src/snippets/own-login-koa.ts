/**
 * A login of your own in front of Doorward, on Koa.
 */

import { createPrincipal } from '@doorward/core';
import { doorward, setPrincipal } from '@doorward/koa';
import Koa from 'koa';
import { serverOptions } from './server-options.ts';

const app = new Koa();
const ada = createPrincipal({ subject: '1', name: 'Ada', method: 'own-login' });

// #region set-principal
app.use((ctx, next) => {
  setPrincipal(ctx.req, ada);
  return next();
});
app.use(doorward());
// #endregion set-principal

app.listen(serverOptions);
