/**
 * `/ws` is the notebook's socket. Doorward does not guard upgrades yet, so that every one is refused.
 */

import type { Server } from 'node:http';

/** A server without this listener would treat an upgrade like a plain request. */
export function refuseSockets(server: Server): void {
  server.on('upgrade', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(REFUSAL, () => socket.destroy());
  });
}

const BODY = 'Sockets are not served yet.\n';

const REFUSAL = [
  'HTTP/1.1 401 Unauthorized',
  'WWW-Authenticate: Bearer realm="Doorward"',
  'Content-Type: text/plain',
  `Content-Length: ${BODY.length}`,
  'Cache-Control: no-store',
  'Connection: close',
  '',
  BODY,
].join('\r\n');
