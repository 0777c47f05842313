/**
 * The shop as it happens: a plain Node handler, and a socket that ends with its session.
 */

import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getAuth, onSessionEnd } from '@doorward/auth';
import { WebSocketServer } from 'ws';
import type { Message } from './browser/message.ts';
import { startFeed } from './live-feed.ts';
import { livePage } from './live-page.ts';
import { PAGE_HEADERS } from './page.ts';

/** What runs in the browser, by its path. */
const SCRIPTS = new Map(
  ['/live.js', '/live-view.js'].map((path) => [path, readFileSync(new URL(`./browser${path}`, import.meta.url))]),
);

export function live(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url?.split('?', 1)[0] ?? '/';
  if (path === '/') {
    response
      .writeHead(200, { ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8' })
      .end(livePage(getAuth(request)));
  } else if (SCRIPTS.has(path)) {
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(SCRIPTS.get(path));
  } else if (path === '/ws') {
    response
      .writeHead(426, { upgrade: 'websocket', 'content-type': 'text/plain' })
      .end('This is a socket. Connect with ws://\n');
  } else {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  }
}

const sockets = new WebSocketServer({ noServer: true, path: '/ws', maxPayload: 1024 });

// #region sockets
/** Asked after the guard: whoever comes here is signed in. */
export function liveSockets(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  sockets.handleUpgrade(request, socket, head, (ws) => {
    ws.on('error', () => ws.terminate());
    onSessionEnd(request, () => ws.close(1008, 'signed out'));
    ws.send(message({ user: getAuth(request).principal?.name ?? 'nobody', ticks: feed.recent() }));
  });
}
// #endregion sockets

const feed = startFeed((tick) => {
  const text = message({ ticks: [tick] });
  for (const ws of sockets.clients) ws.send(text);
});

/** For the end of the process: a server does not end before its sockets. */
export function closeSockets(): void {
  for (const ws of sockets.clients) ws.close(1001, 'the server ends');
}

function message(content: Message): string {
  return JSON.stringify(content);
}
