/**
 * Four apps, four kinds, one login. The longest prefix serves a request; each app sees its own part of
 * the path.
 */

import { createApp, type Site } from '@doorward/auth';
import { auth } from './auth.ts';
import { dashboard } from './dashboard.ts';
import { home } from './home.ts';
import { live, liveSockets } from './live.ts';
import { sales } from './sales.ts';

// #region site
export const site: Site = createApp({ auth })
  .withApp('/', home)
  .withApp('/dashboard', dashboard)
  .withApp('/sales', sales)
  .withApp('/live', live, { upgrade: liveSockets })
  .build();
// #endregion site
