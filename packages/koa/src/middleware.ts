/**
 * Koa around the guard of `@doorward/node`: Koa 2.16 and 3.
 */

import type { IncomingMessage } from 'node:http';
import { type Doorward, type DoorwardOptions, resolveAuth, type Site } from '@doorward/auth';
import {
  type MaybePromise,
  type PermissionDemand,
  type PolicyFor,
  permissionPolicy,
  RequestAuth,
  type Respond,
} from '@doorward/core';
import { authorizeRequest, getAuth as getNodeAuth, groupedHeaders, guardRequest, replaceQuery } from '@doorward/node';
import type { Context, Middleware, Next } from 'koa';

/** What the guard adds to Koa's state. */
export interface AuthState {
  auth: RequestAuth;
}

/**
 * Guards everything that is added after it. Takes a Doorward, options for one, or nothing: then a
 * token is made, and printed with the address once the server listens.
 */
export function doorward(auth?: Doorward | DoorwardOptions): Middleware {
  const current = resolveAuth(auth);
  return function doorwardGuard(ctx, next) {
    const ready = current();
    return ready instanceof Promise ? ready.then((made) => enter(made, ctx, next)) : enter(ready, ctx, next);
  };
}

/**
 * What Doorward knows of this request, or of the request that opened a socket.
 *
 * @throws AuthError `node/guard-missing` without a guard before.
 */
export function getAuth(x: Context | IncomingMessage): RequestAuth {
  return getNodeAuth('req' in x ? x.req : x);
}

/** A path of this app as browsers see it, whatever it is mounted below. */
export function link(x: Context | IncomingMessage, path: string): string {
  return getAuth(x).link(path);
}

/** Several apps behind one login, as a part of this one: `app.use(mount(site))`, below koa-mount for a prefix. */
export function mount(site: Site): Middleware {
  return async function doorwardSite(ctx) {
    // The site answers by itself; Koa has set 404 in advance.
    ctx.respond = false;
    ctx.res.statusCode = 200;
    await site.handle(ctx.req, ctx.res, {
      target: ctx.originalUrl,
      rootPath: mountPath(ctx),
      parsedBody: () => parsedBody(ctx),
    });
  };
}

/** Demands a signed-in client, on a path that is public otherwise. */
export function requireAuth(): Middleware {
  return requirePolicy({});
}

/** Demands one of these roles; else 403. */
export function requireRole(...roles: readonly string[]): Middleware {
  return requirePolicy({ roles });
}

/**
 * Demands every one of these: a permission (`resource:action[:id]`), any of several, or what a function makes of
 * the request; else 403 that names what is missing.
 */
export function requirePermission(...demands: readonly PermissionDemand<Context>[]): Middleware {
  return requirePolicy(permissionPolicy(demands));
}

function requirePolicy(policy: PolicyFor<Context>): Middleware {
  return function doorwardPolicy(ctx, next) {
    return settle(authorizeRequest(ctx.req, policy, ctx), ctx, next);
  };
}

function enter(auth: Doorward, ctx: Context, next: Next): Promise<unknown> {
  const passed = guardRequest(auth, {
    message: ctx.req,
    response: ctx.res,
    target: ctx.originalUrl,
    rootPath: mountPath(ctx),
    mounts: null,
    parsedBody: () => parsedBody(ctx),
  });
  return settle(passed, ctx, next);
}

function parsedBody(ctx: Context): unknown {
  return (ctx.request as { body?: unknown }).body;
}

/** koa-mount cuts its prefix from `ctx.path` and leaves `ctx.originalUrl`; mounts may be nested. */
function mountPath(ctx: Context): string {
  if (ctx.req.url === ctx.originalUrl || !('mountPath' in ctx)) return '';
  const arrived = ctx.originalUrl.split('?', 1)[0] ?? '';
  return arrived.endsWith(ctx.path) ? arrived.slice(0, -ctx.path.length) : arrived;
}

/** Goes on or answers; an error reaches Koa by the promise, or as it is thrown. */
function settle(outcome: MaybePromise<RequestAuth | Respond>, ctx: Context, next: Next): Promise<unknown> {
  if (outcome instanceof Promise) return outcome.then((settled) => settle(settled, ctx, next));
  if (outcome instanceof RequestAuth) {
    const { query } = outcome.decision;
    if (query !== null) {
      ctx.originalUrl = replaceQuery(ctx.originalUrl, query);
      ctx.request.originalUrl = ctx.originalUrl;
    }
    ctx.state['auth'] = outcome;
    return next();
  }
  const { status, headers, body } = outcome;
  // Before the headers: to an empty body of type JSON Koa would write `null`.
  if (body === '') ctx.body = null;
  ctx.set(groupedHeaders(headers));
  ctx.status = status;
  // After them: Koa would look for a type, and set it.
  if (body !== '') ctx.body = body;
  return ANSWERED;
}

const ANSWERED = Promise.resolve();
