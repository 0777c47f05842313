/**
 * The site inside a server on Express.
 */

import { createServer } from 'node:http';
import { mount } from '@doorward/express';
import express from 'express';
import { serve } from './serve.ts';
import { site } from './site.ts';

const app = express();

// What stands before the site stays outside of its login.
app.get('/health', (_req, res) => {
  res.json({ status: 'healthy' });
});

// #region mount
app.use(mount(site));

const server = createServer(app);
site.attach(server);
// #endregion mount
serve(server);
