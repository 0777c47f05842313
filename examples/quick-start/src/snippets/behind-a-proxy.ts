/**
 * Behind a reverse proxy.
 */

import { createServer } from 'node:http';
import { createAuth } from '@doorward/express';
import express from 'express';

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

const app = express();

// #region slow
export const server = createServer(
  { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 },
  app,
);
// #endregion slow
