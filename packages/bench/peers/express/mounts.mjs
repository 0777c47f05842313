/**
 * Many apps on one Express, each by app.use. Nobody has to be signed in.
 *
 * @see https://expressjs.com/en/5x/api.html#app.use
 */

import { manyMounts } from '../many-mounts.mjs';

export const MOUNTS = manyMounts('app.use', (app, path, express) => app.use(path, express()), {
  packages: [],
  load: async () => (await import('express')).default,
});
