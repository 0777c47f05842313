/**
 * A server behind a reverse proxy that answers as no server should. It writes bytes, since a library would not.
 */

import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { portOf } from '../outer-servers.ts';

export interface ChaosUpstream {
  readonly port: number;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Bytes of endless bodies, as far as they were taken from it, and given to it. */
  readonly bytes: { sent: number; received: number };
  /** Connections that are open. */
  open(): number;
  close(): Promise<void>;
}

export const PACKED: Buffer = gzipSync('packed '.repeat(1_000));
/** More than may wait in memory, by far. */
export const STREAM_BYTES = 256 * 1024 * 1024;

const OK = 'HTTP/1.1 200 OK\r\nConnection: close\r\n';

type Act = (socket: Socket, made: ChaosUpstream) => void;

const ACTS: Readonly<Record<string, Act>> = {
  '/plain': (socket) => void socket.end(`${OK}Content-Length: 5\r\n\r\nplain`),
  '/hangs': () => undefined,
  '/resets': (socket) => void socket.resetAndDestroy(),
  '/resets-in-body': (socket) =>
    void socket.write(`${OK}Content-Length: 1000\r\n\r\nhalf`, () => setImmediate(() => socket.resetAndDestroy())),
  '/ends-in-chunk': (socket) => void socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\n9\r\nhalf`),
  '/nonsense': (socket) => void socket.end('nonsense\r\n\r\n'),
  '/hints': (socket) =>
    void socket.end(`HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n${OK}Content-Length: 5\r\n\r\nhints`),
  '/packed': (socket) => {
    socket.write(`${OK}Content-Encoding: gzip\r\nContent-Length: ${PACKED.length}\r\n\r\n`);
    socket.end(PACKED);
  },
  '/trailers': (socket) =>
    void socket.end(`${OK}Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n`),
  '/refuses': (socket) => void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno'),
  '/switches': (socket) =>
    void socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello'),
  '/stream': (socket, { bytes }) => {
    socket.write(`${OK}Content-Length: ${STREAM_BYTES}\r\n\r\n`);
    const piece = Buffer.alloc(256 * 1024, 'x');
    const pieces = function* () {
      for (let sent = 0; sent < STREAM_BYTES; sent += piece.length) {
        bytes.sent += piece.length;
        yield piece;
      }
    };
    Readable.from(pieces(), { highWaterMark: 1 }).pipe(socket);
  },
  /** It takes nothing of the body. */
  '/uploads': (socket) => void socket.pause(),
  '/continues': (socket, { bytes }) => {
    socket.on('data', (piece) => {
      bytes.received += piece.length;
      if (bytes.received >= 5) socket.end(`${OK}Content-Length: 2\r\n\r\nok`);
    });
  },
};

export async function startChaosUpstream(): Promise<ChaosUpstream> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let head = '';
    socket.on('data', function read(piece) {
      head += piece.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return;
      socket.off('data', read);
      const path = head.split(' ')[1] ?? '';
      made.asked.push(path);
      ACTS[path]?.(socket, made);
      const rest = head.slice(end + 4);
      if (rest !== '') socket.emit('data', Buffer.from(rest, 'latin1'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made: ChaosUpstream = {
    port: portOf(server as unknown as Parameters<typeof portOf>[0]),
    asked: [],
    bytes: { sent: 0, received: 0 },
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return made;
}
