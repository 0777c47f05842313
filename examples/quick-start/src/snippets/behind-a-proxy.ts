/**
 * Behind a reverse proxy.
 */

import { createAuth } from '@doorward/express';

// #region whole
export const whole = await createAuth({
  publicUrl: 'https://tools.example.com',
  trustProxy: ['loopback'],
});
// #endregion whole

// #region prefix
export const belowPrefix = await createAuth({
  publicUrl: 'https://example.com/tools',
  trustProxy: ['loopback'],
});
// #endregion prefix

// #region stripped
export const prefixStripped = await createAuth({
  publicUrl: 'https://example.com/tools',
  basePath: '/',
  trustProxy: ['loopback'],
});
// #endregion stripped
