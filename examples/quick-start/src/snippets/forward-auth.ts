/**
 * An endpoint that proxies ask.
 */

// #region forward-auth
import { createAuth } from '@doorward/express';

export const auth = await createAuth({
  forwardAuth: true,
  trustProxy: ['loopback'],
  publicUrl: 'https://tools.example.com',
});
// #endregion forward-auth
