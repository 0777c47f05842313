/**
 * A built server of the quick start as a process of its own, and requests to it.
 */

import { type IncomingHttpHeaders, request } from 'node:http';
import { type Line, type ServerProcess, startServer, type Variables } from '@doorward/test-process';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface QuickStart extends ServerProcess {
  send(path: string, sent?: Sent): Promise<Answer>;
}

/** Starts it on any free port and waits until `lines` are printed. @throws Error with its output when they are not. */
export async function startQuickStart(framework: string, env: Variables, lines: readonly Line[]): Promise<QuickStart> {
  const server = await startServer(new URL(`../dist/${framework}.js`, import.meta.url), { env, lines });
  return { ...server, send: (path, sent) => send(new URL(server.readyUrl), path, sent) };
}

function send(at: URL, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: at.hostname, port: at.port, path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
