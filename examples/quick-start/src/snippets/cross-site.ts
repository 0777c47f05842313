/**
 * Pages of another origin that may use this server.
 */

import { createAuth } from '@doorward/express';

// #region origins
export const auth = await createAuth({
  publicUrl: 'https://api.example.com',
  origins: ['https://studio.example.com'],
});
// #endregion origins
