/**
 * The notebook server on Express.
 */

import { createServer } from 'node:http';
import { doorward, getAuth } from '@doorward/express';
import express from 'express';
import { auth, basePath } from './auth.ts';
import { notebookPage } from './notebook-page.ts';
import { serve } from './serve.ts';
import { statusFor } from './status.ts';

const app = express();
app.use(doorward(auth));

const notebook = express.Router();
app.use(basePath, notebook);

notebook.get('/health', (_req, res) => {
  res.json({ status: 'healthy' });
});

notebook.get('/', (req, res) => {
  res.type('html').send(notebookPage(getAuth(req)));
});

notebook.get('/notebook', (req, res) => {
  res.type('html').send(notebookPage(getAuth(req), String(req.query['file'] ?? '')));
});

notebook.get('/api/status', (req, res) => {
  res.json(statusFor(getAuth(req)));
});

notebook.get('/ws', (_req, res) => {
  res.status(426).set('upgrade', 'websocket').send('This is a socket. Connect with ws://\n');
});

serve(createServer(app));
