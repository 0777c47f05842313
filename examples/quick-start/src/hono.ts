/**
 * The smallest Hono server behind Doorward.
 */

import { serve } from '@hono/node-server';
import { host, port, sayReady } from './listening.ts';

// What the docs show:

// #region guard
import { doorward, getAuth } from '@doorward/hono';
import { Hono } from 'hono';

const app = new Hono();
app.use(doorward());
// #endregion guard

// #region route
app.get('/', (c) => {
  return c.text(`Hello ${getAuth(c).principal?.name}`);
});
// #endregion route

const server = serve({ fetch: app.fetch, port, hostname: host }, () => sayReady(server));
