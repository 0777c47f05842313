/**
 * What the behaviour suite needs of an adapter: a real server with the fixture app behind the guard.
 */

import type { Doorward } from '@doorward/auth';
import type { Principal, RequestAuth } from '@doorward/core';

export interface AdapterHarness {
  /** Framework and version, for the test's name. */
  readonly name: string;
  /** Starts a server on 127.0.0.1, port 0. */
  start(setup: FixtureSetup): Promise<FixtureServer>;
}

export interface FixtureSetup {
  readonly auth: Doorward;
  /** What the fixture app observes. */
  readonly observed: Observed;
  /** Middleware that runs before the guard. */
  readonly before?: readonly ('body-parser' | 'cookie-parser' | 'compression')[] | undefined;
  /** Mounts guard and app below this prefix of an outer app. */
  readonly mountedAt?: string | undefined;
  /** Set by a middleware of the user's own, before the guard. */
  readonly outerPrincipal?: Principal | undefined;
  /** Adds the guard a second time inside. */
  readonly guardedTwice?: boolean | undefined;
}

export interface FixtureServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface Observed {
  /** Requests that reached the app, as `METHOD url`. */
  readonly reached: string[];
  /** Bodies that the app read. */
  readonly bodies: string[];
}

/** What the app behind the guard sees of a request. */
export interface FixtureRequest {
  readonly method: string;
  /** As the app sees it. */
  readonly url: string;
  readonly auth: RequestAuth;
  readonly body: () => Promise<string>;
}

export interface FixtureAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the fixture asks for an object below `/objects/`, as a function of its own. */
export function objectPermission(path: string): string | null {
  const id = path.split('/').at(-1) ?? '';
  if (id === 'broken') throw new Error('the object cannot be read');
  if (id === 'forgotten') return undefined as unknown as null;
  return id === 'free' ? null : `reports:read:${id}`;
}

/** Only an authorised answer holds it. */
export const CANARY = 'canary-9f3b1c';

/** The fixture app, the same for every framework. Throws on `/fail`. */
export async function answerFixture(request: FixtureRequest, observed: Observed): Promise<FixtureAnswer> {
  const path = request.url.replace(/^[a-z]+:\/\/[^/]*/i, '').split('?', 1)[0] ?? '/';
  observed.reached.push(`${request.method} ${request.url}`);
  if (request.method === 'POST') observed.bodies.push(await request.body());
  if (path === '/fail') throw new Error('the app failed');
  if (path === '/who') return json(describeAuth(request));
  if (path === '/grant') return json(request.auth.providerGrant);
  if (path === '/cacheable') return text(CANARY, { 'cache-control': 'public, max-age=60', vary: 'Accept-Encoding' });
  if (path === '/own-cookie') return text(CANARY, { 'set-cookie': 'app=1; Path=/' });
  if (path === '/big') return text(`${CANARY} ${'lorem ipsum '.repeat(500)}`);
  if (path.startsWith('/assets/') || path === '/about') return text('public');
  return text(`${CANARY} ${request.method} ${path}`);
}

export interface Who {
  readonly name: string | null;
  readonly authenticated: boolean;
  readonly session: boolean;
  readonly method: string | null;
  readonly rootPath: string;
  readonly url: string;
  readonly canRead: boolean;
}

function describeAuth({ auth, url }: FixtureRequest): Who {
  return {
    name: auth.principal?.name ?? null,
    authenticated: auth.principal !== null,
    session: auth.session !== null,
    method: auth.principal?.method ?? null,
    rootPath: auth.rootPath,
    url,
    canRead: auth.can('reports:read'),
  };
}

const text = (body: string, headers: Record<string, string> = {}): FixtureAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

const json = (value: unknown): FixtureAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
