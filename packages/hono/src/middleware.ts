/**
 * Hono on Node's server around the guard of `@doorward/node`.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Doorward, type DoorwardOptions, resolveAuth, type Site } from '@doorward/auth';
import {
  AuthError,
  type MaybePromise,
  type PermissionDemand,
  type PolicyFor,
  permissionPolicy,
  RequestAuth,
  type Respond,
} from '@doorward/core';
import { authorizeRequest, getAuth as getNodeAuth, guardRequest, headersInit, replaceQuery } from '@doorward/node';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler, Next } from 'hono';

/** Type of the variables that the guard sets: `new Hono<AuthEnv>()`. */
export interface AuthEnv {
  Variables: { auth: RequestAuth };
}

/**
 * Guards everything that is added after it. Takes a Doorward, options for one, or nothing: then a
 * token is made, and printed with the address once the server listens.
 */
export function doorward(auth?: Doorward | DoorwardOptions): MiddlewareHandler {
  const current = resolveAuth(auth);
  return function doorwardGuard(c, next) {
    const ready = current();
    return ready instanceof Promise ? ready.then((made) => enter(made, c, next)) : enter(ready, c, next);
  };
}

/**
 * What Doorward knows of this request, or of the request that opened a socket.
 *
 * @throws AuthError `node/guard-missing` without a guard before.
 */
export function getAuth(x: Context | IncomingMessage): RequestAuth {
  return getNodeAuth('env' in x ? nodeOf(x).incoming : x);
}

/** A path of this app as browsers see it, whatever it is mounted below. */
export function link(x: Context | IncomingMessage, path: string): string {
  return getAuth(x).link(path);
}

/** Several apps behind one login, as a part of this one: `app.all('/tools/*', mount(site))`. */
export function mount(site: Site): MiddlewareHandler {
  return async function doorwardSite(c) {
    const { incoming, outgoing } = nodeOf(c);
    await site.handle(incoming, outgoing, {
      target: incoming.url ?? '/',
      rootPath: routePrefix(c),
      parsedBody: () => parsedBody(c),
    });
    if (!outgoing.closed) await new Promise((resolve) => outgoing.once('close', resolve));
    return RESPONSE_ALREADY_SENT;
  };
}

/** Demands a signed-in client, on a path that is public otherwise. */
export function requireAuth(): MiddlewareHandler {
  return requirePolicy({});
}

/** Demands one of these roles; else 403. */
export function requireRole(...roles: readonly string[]): MiddlewareHandler {
  return requirePolicy({ roles });
}

/**
 * Demands every one of these: a permission (`resource:action[:id]`), any of several, or what a function makes of
 * the request; else 403 that names what is missing.
 */
export function requirePermission(...demands: readonly PermissionDemand<Context>[]): MiddlewareHandler {
  return requirePolicy(permissionPolicy(demands));
}

function requirePolicy(policy: PolicyFor<Context>): MiddlewareHandler {
  return function doorwardPolicy(c, next) {
    return settle(authorizeRequest(nodeOf(c).incoming, policy, c), c, next);
  };
}

function enter(auth: Doorward, c: Context, next: Next): Promise<Response | void> {
  const { incoming, outgoing } = nodeOf(c);
  const passed = guardRequest(auth, {
    message: incoming,
    response: outgoing,
    target: incoming.url ?? '/',
    rootPath: routePrefix(c),
    mounts: null,
    parsedBody: () => parsedBody(c),
  });
  return settle(passed, c, next);
}

/** Older versions of Hono give a parsed form back as multipart text. */
function parsedBody(c: Context): Promise<unknown> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '');
  return isForm ? c.req.parseBody({ all: true }) : c.req.text();
}

/** The part of the path that stands before `/*` in the route of this middleware. */
function routePrefix(c: Context): string {
  const route = c.req.routePath;
  if (route === '*' || route === '/*' || !route.endsWith('/*')) return '';
  return c.req.path.split('/', route.split('/').length - 1).join('/');
}

function nodeOf(c: Context): { incoming: IncomingMessage; outgoing: ServerResponse } {
  const node = c.env as { incoming?: IncomingMessage; outgoing?: ServerResponse } | undefined;
  if (node?.incoming && node.outgoing) return { incoming: node.incoming, outgoing: node.outgoing };
  throw new AuthError(
    'hono/not-on-node',
    'Doorward for Hono runs on @hono/node-server: start the app with serve({ fetch: app.fetch }).',
  );
}

/** Goes on or answers; an error reaches Hono by the promise, or as it is thrown. */
function settle(outcome: MaybePromise<RequestAuth | Respond>, c: Context, next: Next): Promise<Response | void> {
  if (outcome instanceof Promise) return outcome.then((settled) => settle(settled, c, next));
  if (outcome instanceof RequestAuth) {
    if (outcome.decision.query !== null) c.req.raw = withoutCredential(c.req.raw, outcome.decision.query);
    c.set('auth', outcome);
    return next();
  }
  const response = new Response(outcome.body === '' ? null : outcome.body, {
    status: outcome.status,
    headers: headersInit(outcome.headers),
  });
  return Promise.resolve(response);
}

/** Hono read the address before the guard did. */
function withoutCredential(request: Request, query: string): Request {
  return new Request(replaceQuery(request.url, query), request);
}
