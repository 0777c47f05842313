/**
 * Routes that ask whom a request acts as, on Koa.
 */

import { serverOptions } from './server-options.ts';

// What the docs show:

// #region get-auth
import { doorward, getAuth, requirePermission, requireRole } from '@doorward/koa';
import Router from '@koa/router';
import Koa from 'koa';

const app = new Koa();
app.use(doorward({ public: ['/'] }));

const router = new Router();
router.get('/', (ctx) => {
  const { principal } = getAuth(ctx); // null for a stranger on a public path
  ctx.body = { name: principal?.name ?? 'stranger' };
});
// #endregion get-auth

// #region require
router.get('/admin', requireRole('admin', 'owner'), (ctx) => {
  ctx.body = { for: 'people with one of these roles' };
});

router.post('/reports', requirePermission('reports:write'), (ctx) => {
  ctx.status = 201;
  ctx.body = { made: true };
});

app.use(router.routes());
// #endregion require

app.listen(serverOptions);
