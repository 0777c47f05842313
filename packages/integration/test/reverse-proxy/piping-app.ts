/**
 * An app that is a reverse proxy: it passes what it gets on to an upstream, as it is.
 */

import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface PipingApp {
  readonly handle: (req: IncomingMessage, res: ServerResponse) => void;
  readonly upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close(): void;
}

/** `base` comes before the path that the app sees. */
export function pipeTo(port: number, base = ''): PipingApp {
  const agent = new Agent({ keepAlive: true });
  return {
    handle(req, res) {
      const path = base + (req.url ?? '/');
      const { method, rawHeaders: headers } = req;
      const asked = request({ host: '127.0.0.1', port, method, path, headers, agent });
      const fail = (): void => {
        if (res.headersSent) res.destroy();
        else res.writeHead(502).end();
      };
      asked.on('error', fail);
      asked.on(
        'information',
        ({ statusCode }) => statusCode === 103 && res.writeEarlyHints({ link: '</a.css>; rel=preload' }),
      );
      asked.on('response', (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.on('error', fail);
        answer.on('end', () => res.addTrailers(answer.trailers as Record<string, string>));
        answer.pipe(res);
      });
      res.on('close', () => asked.destroy());
      req.pipe(asked);
    },
    upgrade(req, socket, head) {
      const upstream = connect(port, '127.0.0.1');
      const lines = [`${req.method} ${base}${req.url} HTTP/1.1`];
      for (let i = 0; i < req.rawHeaders.length; i += 2) lines.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
      upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      for (const [one, other] of [
        [socket, upstream],
        [upstream, socket],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
        one.pipe(other);
      }
    },
    close: () => agent.destroy(),
  };
}
