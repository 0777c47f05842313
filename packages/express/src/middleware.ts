/**
 * Express around the guard of `@doorward/node`: Express 4.21 and 5.
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
import { authorizeRequest, getAuth, guardRequest, writeResponse } from '@doorward/node';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { exposeAuth } from './expose-auth.ts';

/** What the guard adds to Express' request. */
export interface WithAuth {
  auth: RequestAuth;
}

/**
 * Guards everything that is added after it. Takes a Doorward, options for one, or nothing: then a
 * token is made, and printed with the address once the server listens.
 */
export function doorward(auth?: Doorward | DoorwardOptions): RequestHandler {
  const current = resolveAuth(auth);
  return function doorwardGuard(req, res, next) {
    const ready = current();
    if (ready instanceof Promise) ready.then((made) => enter(made, req, res, next), next);
    else enter(ready, req, res, next);
  };
}

/** A path of this app as browsers see it, whatever it is mounted below. */
export function link(req: IncomingMessage, path: string): string {
  return getAuth(req).link(path);
}

/** Several apps behind one login, as a part of this one: `app.use('/tools', mount(site))`. */
export function mount(site: Site): RequestHandler {
  return function doorwardSite(req, res, next) {
    const done = site.handle(req, res, { target: req.originalUrl, rootPath: req.baseUrl, parsedBody: () => req.body });
    if (done instanceof Promise) done.catch(next);
  };
}

/** Demands a signed-in client, on a path that is public otherwise. */
export function requireAuth(): RequestHandler {
  return requirePolicy({});
}

/** Demands one of these roles; else 403. */
export function requireRole(...roles: readonly string[]): RequestHandler {
  return requirePolicy({ roles });
}

/**
 * Demands every one of these: a permission (`resource:action[:id]`), any of several, or what a function makes of
 * the request; else 403 that names what is missing.
 */
export function requirePermission(...demands: readonly PermissionDemand<Request>[]): RequestHandler {
  return requirePolicy(permissionPolicy(demands));
}

function requirePolicy(policy: PolicyFor<Request>): RequestHandler {
  return function doorwardPolicy(req, res, next) {
    settle(authorizeRequest(req, policy, req), req, res, next);
  };
}

function enter(auth: Doorward, req: Request, res: Response, next: NextFunction): void {
  const passed = guardRequest(auth, {
    message: req,
    response: res,
    target: req.originalUrl,
    rootPath: req.baseUrl,
    mounts: null,
    parsedBody: () => req.body,
  });
  settle(passed, req, res, next);
}

/** Goes on, answers, or hands an error to Express. */
function settle(outcome: MaybePromise<RequestAuth | Respond>, req: Request, res: Response, next: NextFunction): void {
  if (outcome instanceof Promise) outcome.then((made) => settle(made, req, res, next), next);
  else if (outcome instanceof RequestAuth) {
    exposeAuth(req);
    next();
  } else writeResponse(res, outcome);
}
