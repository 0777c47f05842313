/**
 * Several apps behind one decision: the guard runs once, then the app of the longest prefix is asked.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Auth, type MaybePromise, RequestAuth, type Respond, relativePath, requestPath } from '@doorward/core';
import { enterUpgrade } from '../attach-server.ts';
import { guardRequest, replaceQuery } from '../guard-request.ts';
import { requireRequestState, setRequestState } from '../request-state.ts';
import { writeResponse } from '../write-response.ts';
import type { Mount, MountTable } from './mount-table.ts';

export interface SiteContext {
  /** The target as it arrived, and the prefix of the router around. */
  readonly target: string;
  readonly rootPath: string;
  readonly parsedBody: () => unknown;
}

export interface MountedSite {
  /** For `http.createServer`. */
  readonly listener: (message: IncomingMessage, response: ServerResponse) => void;
  /** For `server.on('upgrade', …)`, on a server that serves the site below `rootPath`. */
  readonly upgradeBelow: (rootPath: string, message: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** For adapters: the site below a router of another app. */
  readonly handle: (message: IncomingMessage, response: ServerResponse, context: SiteContext) => MaybePromise<void>;
  readonly table: MountTable;
}

export interface SiteOptions {
  readonly auth: Auth;
  readonly table: MountTable;
  /** Hears of an app that threw; the client got a 500. */
  readonly onAppError: (error: unknown) => void;
}

export function createSite({ auth, table, onAppError }: SiteOptions): MountedSite {
  function handle(message: IncomingMessage, response: ServerResponse, context: SiteContext): MaybePromise<void> {
    const outcome = guardRequest(auth, { message, response, mounts: table, ...context });
    const go = (settled: RequestAuth | Respond): MaybePromise<void> =>
      settled instanceof RequestAuth ? dispatch(message, response, settled, context) : writeResponse(response, settled);
    return outcome instanceof Promise ? outcome.then(go) : go(outcome);
  }

  function dispatch(
    message: IncomingMessage,
    response: ServerResponse,
    passed: RequestAuth,
    context: SiteContext,
  ): MaybePromise<void> {
    const below = enterMount(auth, table, message, passed, context);
    if (below === null) return writeResponse(response, NOT_FOUND);
    if (typeof below === 'string') return writeResponse(response, redirectTo(below));
    return runApp(
      () => below.app.handle(message, response),
      (error) => failed(response, error),
    );
  }

  function failed(response: ServerResponse, error: unknown): void {
    onAppError(error);
    if (response.headersSent) response.destroy();
    else writeResponse(response, FAILED);
  }

  function upgradeBelow(rootPath: string, message: IncomingMessage, socket: Duplex, head: Buffer): void {
    const context = { target: message.url ?? '/', rootPath, parsedBody: () => undefined };
    // Outside the site another listener of this server may know it.
    if (isOutside(auth, context)) return;
    enterUpgrade(auth, { mounts: table, rootPath }, message, socket, () => {
      const passed = requireRequestState(message).request;
      const mount = enterMount(auth, table, message, passed, { ...context, target: message.url ?? '/' });
      const handler = mount === null || typeof mount === 'string' ? null : mount.app.upgrade;
      if (handler === null) return notFound(socket);
      void runApp(
        () => handler(message, socket, head),
        (error) => socketFailed(socket, error),
      );
    });
  }

  function socketFailed(socket: Duplex, error: unknown): void {
    onAppError(error);
    socket.destroy();
  }

  return {
    table,
    handle,
    upgradeBelow,
    listener: (message, response) => {
      const context = { target: message.url ?? '/', rootPath: '', parsedBody: () => undefined };
      void runApp(
        () => handle(message, response, context),
        (error) => failed(response, error),
      );
    },
  };
}

/**
 * Shows the request to the mounted app as its own: the path below its prefix, and the prefix as root
 * path. Answers where to redirect for a prefix without its slash, and `null` when nobody is mounted.
 */
function enterMount(
  auth: Auth,
  table: MountTable,
  message: IncomingMessage,
  passed: RequestAuth,
  context: SiteContext,
): Mount | string | null {
  const site = auth.site(context.rootPath);
  const path = requestPath(context.target);
  const relative = relativePath(site, path);
  const query = passed.decision.query ?? queryOf(context.target);
  const suffix = query === '' ? '' : `?${query}`;
  if (relative === null) return path === site.arriving ? `${site.visible}/${suffix}` : null;
  const mount = table.mountOf(relative);
  if (mount === null) return null;
  const rest = relative.slice(mount.prefix.length);
  if (rest === '') return `${site.visible}${mount.prefix}/${suffix}`;
  const shown = message as IncomingMessage & { originalUrl?: string; baseUrl?: string };
  shown.originalUrl = replaceQuery(context.target, query);
  shown.baseUrl = path.slice(0, path.length - rest.length);
  shown.url = rest + suffix;
  const outer = requireRequestState(message);
  const request = new RequestAuth(passed.decision, site, site.visible + mount.prefix, outer);
  setRequestState(message, { ...outer, request });
  return mount;
}

function isOutside(auth: Auth, { target, rootPath }: SiteContext): boolean {
  return relativePath(auth.site(rootPath), requestPath(target)) === null;
}

function notFound(socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}

function queryOf(target: string): string {
  const question = target.indexOf('?');
  return question === -1 ? '' : target.slice(question + 1);
}

/** An app that throws, now or later, harms its own request alone. */
function runApp(run: () => unknown, failed: (error: unknown) => void): MaybePromise<void> {
  try {
    const running = run();
    if (running instanceof Promise) return running.then(() => undefined, failed);
  } catch (error) {
    failed(error);
  }
  return undefined;
}

/** Temporary, so that no browser remembers it when the mounts change; method and body stay (RFC 9110 §15.4.8). */
function redirectTo(location: string): Respond {
  return { kind: 'respond', status: 307, headers: [['location', location]], body: '' };
}

const NOT_FOUND: Respond = {
  kind: 'respond',
  status: 404,
  headers: [['content-type', 'text/plain; charset=utf-8']],
  body: 'Not found',
};

const FAILED: Respond = {
  kind: 'respond',
  status: 500,
  headers: [
    ['content-type', 'text/plain; charset=utf-8'],
    ['cache-control', 'no-store'],
  ],
  body: 'Internal server error',
};
