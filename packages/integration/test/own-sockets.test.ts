/**
 * Sockets of libraries and of apps that are mounted.
 */

import { createServer } from 'node:http';
import { createApp } from '@doorward/auth';
import { doorward } from '@doorward/express';
import { requestState } from '@doorward/node';
import { TOKEN } from '@doorward/testing';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import { Server as SocketIo } from 'socket.io';
import { io } from 'socket.io-client';
import { WebSocket, WebSocketServer } from 'ws';
import { guardedServer, opened, SILENT } from './guarded-server.ts';
import { portOf } from './outer-servers.ts';

const site = guardedServer();

describe('socket.io', () => {
  it('connects for members only, by polling and by socket, and disconnects with the session', async () => {
    const app = express();
    app.use(doorward(site.auth));
    const names: (string | undefined)[] = [];
    const host = await site.start(() => {
      const made = createServer(app);
      // Its own listener answers /socket.io/ beside Express, so that the guard has to stand before both.
      const sockets = new SocketIo({ transports: ['websocket'] });
      sockets.attach(made);
      sockets.on('connection', (socket) => names.push(requestState(socket.request)?.request.principal?.name));
      return made;
    });
    const stranger = io(`http://${host}`, { transports: ['websocket'], reconnection: false });
    await new Promise((resolve) => stranger.on('connect_error', resolve));
    expect(names).toEqual([]);
    const cookie = await site.signIn(host);
    const member = io(`http://${host}`, {
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { cookie, origin: `http://${host}` },
    });
    await new Promise((resolve) => member.on('connect', () => resolve(undefined)));
    expect(names).toEqual(['token']);
    const gone = new Promise((resolve) => member.on('disconnect', resolve));
    await site.signOut(host, cookie);
    await gone;
    stranger.close();
    member.close();
  });
});

describe('a site with sockets of its own', () => {
  it('gives each app its upgrades, and 404 where there are none', async () => {
    const echo = new WebSocketServer({ noServer: true });
    const urls: (string | undefined)[] = [];
    const mounted = createApp({ auth: site.auth, log: SILENT })
      .withApp('/', (_req, res) => res.end('home'))
      .withApp('/live', (_req, res) => res.end('live'), {
        upgrade: (request, socket, head) => {
          urls.push(request.url);
          echo.handleUpgrade(request, socket as never, head, (ws) =>
            ws.send(requestState(request)?.request.rootPath ?? ''),
          );
        },
      })
      .build();
    site.server = await mounted.listen(0);
    const host = `127.0.0.1:${portOf(site.server)}`;
    const headers = { authorization: `Bearer ${TOKEN}` };
    const socket = new WebSocket(`ws://${host}/live/ws?x=1`, { headers });
    const message = await new Promise((resolve) => socket.on('message', (data) => resolve(String(data))));
    expect(message).toBe('/live');
    expect(urls).toEqual(['/ws?x=1']);
    expect(await opened(new WebSocket(`ws://${host}/other`, { headers }))).toBe(404);
    expect(await opened(new WebSocket(`ws://${host}/live/ws`))).toBe(401);
    socket.terminate();
  });
});
