/**
 * Apps of every kind as one: something that answers a Node request below a prefix, and perhaps a socket.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AuthError } from '@doorward/core';
import type { MountedSite } from './site.ts';

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => unknown;
export type FetchHandler = (request: Request, env?: unknown) => Response | Promise<Response>;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown;

/** An Express app, a Koa app, a Hono app, `(req, res) => …`, `{ fetch: (request) => Response }`, or another site. */
export type MountableApp = NodeHandler | { readonly fetch: FetchHandler } | { callback(): NodeHandler } | MountedSite;

export interface MountedApp {
  /** For the start-up report. */
  readonly kind: 'express' | 'koa' | 'hono' | 'fetch' | 'node';
  readonly handle: NodeHandler;
  readonly upgrade: UpgradeHandler | null;
}

/** @throws AuthError `node/app-unknown` for what is no app, or a function whose kind cannot be told. */
export function toMountedApp(app: MountableApp, prefix: string, upgrade: UpgradeHandler | null): MountedApp {
  const members = app as unknown as Record<string, unknown>;
  if (typeof app === 'function') {
    if (typeof members['handle'] === 'function' && typeof members['use'] === 'function')
      return { kind: 'express', handle: app as NodeHandler, upgrade };
    if (app.length === 2) return { kind: 'node', handle: app as NodeHandler, upgrade };
    throw unknownApp(
      prefix,
      'a function that does not name (req, res). Write its parameters; a fetch handler is given as { fetch }.',
    );
  }
  if (isObject(app) && typeof members['callback'] === 'function')
    return { kind: 'koa', handle: koaListener(app as KoaApp, prefix), upgrade };
  if (isObject(app) && typeof members['fetch'] === 'function') {
    const { fetch } = app as { readonly fetch: FetchHandler };
    const kind = Array.isArray(members['routes']) ? 'hono' : 'fetch';
    return { kind, handle: fetchListener((request, env) => fetch.call(app, request, env)), upgrade };
  }
  throw unknownApp(prefix, 'neither an Express, Koa or Hono app nor a handler.');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function unknownApp(prefix: string, what: string): AuthError {
  return new AuthError('node/app-unknown', `The app for "${prefix || '/'}" is ${what}`);
}

/** Loaded when the first fetch app is asked for something. */
function fetchListener(fetch: FetchHandler): NodeHandler {
  let loaded: Promise<NodeHandler> | undefined;
  return async (request, response) => {
    loaded ??= import('@hono/node-server').then(
      ({ getRequestListener }) => getRequestListener(fetch, { overrideGlobalObjects: false }) as NodeHandler,
    );
    return (await loaded)(request, response);
  };
}

interface KoaApp {
  callback(): NodeHandler;
  createContext(request: IncomingMessage, response: ServerResponse): KoaContext;
}

interface KoaContext {
  originalUrl: string;
  mountPath?: string;
  request: { originalUrl: string };
}

/** Koa sees its root path as koa-mount shows it: a short `path`, the whole `originalUrl`, and `mountPath`. */
function koaListener(app: KoaApp, prefix: string): NodeHandler {
  if (prefix === '') return app.callback();
  const mounted = Object.create(app) as KoaApp;
  mounted.createContext = (request, response) => {
    const context = app.createContext(request, response);
    const { originalUrl } = request as IncomingMessage & { originalUrl?: string };
    if (originalUrl !== undefined) context.originalUrl = context.request.originalUrl = originalUrl;
    context.mountPath = prefix;
    return context;
  };
  return mounted.callback();
}
