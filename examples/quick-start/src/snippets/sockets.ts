/**
 * WebSockets behind the guard.
 */

import { serverOptions } from './server-options.ts';

// What the docs show:

// #region sockets
import { createServer } from 'node:http';
import { createAuth, doorward, getAuth, onSessionEnd } from '@doorward/express';
import express from 'express';
import { WebSocketServer } from 'ws';

const auth = await createAuth();
const app = express();
app.use(doorward(auth));

const server = createServer(app);
auth.attach(server);

const sockets = new WebSocketServer({ server, path: '/ws' });
sockets.on('connection', (socket, request) => {
  socket.send(`Hello ${getAuth(request).principal?.name}`);
  onSessionEnd(request, () => socket.close(1008, 'signed out'));
});
// #endregion sockets

server.listen(serverOptions);
