/**
 * For the tests of your own app: nothing answers a client that is not signed in.
 */

import { rawRequest } from '../http/raw-request.ts';
import type { Route } from './routes-of.ts';

export interface DenialOptions {
  /** The running server, on 127.0.0.1. */
  readonly port: number;
  /** What to ask for: {@link routesOf} your app, paths (asked with GET), or both. */
  readonly routes: readonly (Route | string)[];
  /** Paths at which sockets are opened; a made-up one is tried besides. */
  readonly sockets?: readonly string[];
  /** Paths that are meant to be open. They are not asked for. */
  readonly public?: readonly string[];
}

/**
 * Asks every route, by every usual method, and every socket, without a credential.
 *
 * @throws Error that lists each request which was answered otherwise than with 401 or a redirect to a
 * login page, and when there was nothing to ask.
 */
export async function assertDenied({ port, routes, sockets = [], public: open = [] }: DenialOptions): Promise<void> {
  const asked = routes
    .map((route) => (typeof route === 'string' ? { method: 'GET', path: route } : route))
    .filter(({ path }) => !open.includes(path));
  if (asked.length === 0) throw new Error('assertDenied: there is no route to ask. Give routesOf(app), or paths.');
  const wrong: string[] = [];
  for (const { method, path } of withUsualMethods(asked)) {
    const { status } = await rawRequest(port, { method, target: path });
    if (status !== 401) wrong.push(`${method} ${path} answered ${status}`);
  }
  for (const path of [...sockets, '/a-path-that-nobody-made']) {
    const { status } = await rawRequest(port, { target: path, headers: UPGRADE });
    if (status !== 401) wrong.push(`upgrade ${path} answered ${status}`);
  }
  if (wrong.length > 0) throw new Error(`Not denied to a stranger:\n  ${wrong.join('\n  ')}`);
}

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** A route for GET must not be open to HEAD, nor to a method that nobody thought of. */
function withUsualMethods(routes: readonly Route[]): readonly Route[] {
  const seen = new Map<string, Route>();
  for (const { method, path } of routes) {
    for (const one of [method, 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      seen.set(`${one} ${path}`, { method: one, path });
  }
  return [...seen.values()];
}
