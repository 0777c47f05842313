/**
 * A login of your own in front of Doorward, on Hono.
 */

import { createPrincipal } from '@doorward/core';
import { type AuthEnv, doorward, setPrincipal } from '@doorward/hono';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { serverOptions } from './server-options.ts';

const ada = createPrincipal({ subject: '1', name: 'Ada', method: 'own-login' });

// #region set-principal
const app = new Hono<AuthEnv & { Bindings: HttpBindings }>();
app.use((c, next) => {
  setPrincipal(c.env.incoming, ada);
  return next();
});
app.use(doorward());
// #endregion set-principal

serve({ fetch: app.fetch, ...serverOptions });
