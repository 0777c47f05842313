/**
 * The guard among other middleware, on Hono.
 */

import { serve } from '@hono/node-server';
import { serverOptions } from './server-options.ts';

// What the docs show:

// #region order
import { doorward } from '@doorward/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';

const app = new Hono();
app.use(compress()); // 1. what shapes every answer
app.use(doorward({ public: ['/assets/'] })); // 2. the guard
app.use('/assets/*', serveStatic({ root: '.' })); // 3. files: public ones are declared above
// 4. your routes
// #endregion order

serve({ fetch: app.fetch, ...serverOptions });
