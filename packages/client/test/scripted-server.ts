/**
 * A server that answers what a test says, to see what the client sends and makes of answers that Doorward never gives.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedServer {
  readonly origin: string;
  /** Requests, as `METHOD url`. */
  readonly asked: string[];
  close(): Promise<void>;
}

export type Script = (request: IncomingMessage, response: ServerResponse) => void;

export async function startScripted(script: Script): Promise<ScriptedServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    script(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a server with the usual paths says to nobody. */
export const ANONYMOUS = {
  enabled: true,
  login: { type: 'credentials', credentials: { text: 'Sign in', asksName: true } },
  urls: { login: '/auth/login', logout: '/auth/logout', me: '/auth/me', api: '/auth/api' },
};

export function answerJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
