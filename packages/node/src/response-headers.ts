/**
 * Adds our headers at the last moment, when Node writes the head. Set earlier they are lost: Koa's
 * error handling removes them, Hono builds another response, Express' `setHeader` replaces them.
 *
 * @see RFC 9111 §5.2.2 (Cache-Control), RFC 9110 §12.5.5 (Vary)
 */

import { type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Continue, cookiesBeside } from '@doorward/core';
import { holdEventStream } from './live-request.ts';
import { type RequestState, requestState } from './request-state.ts';

const HOOKED: unique symbol = Symbol.for('doorward.write-head');

/**
 * Hooks the writing of heads. For a request that a guard let in, our headers go where the app left them
 * unset, Set-Cookie is appended unless the app set that cookie, and Vary is joined. Other responses are not touched. The hook stands on
 * Node's prototype, once for the process, since a method of its own on each response cost Express more
 * than the rest of the guard; a response of another class, as HTTP/2 has, gets one of its own.
 */
export function hookWriteHead(response: ServerResponse): void {
  if ((response as { [HOOKED]?: boolean })[HOOKED] === true) return;
  hook(response instanceof ServerResponse ? ServerResponse.prototype : (response as ServerResponse));
}

function hook(target: ServerResponse): void {
  const writeHead = target.writeHead as WriteHead;
  Object.defineProperty(target, HOOKED, { value: true });
  target.writeHead = function writeHeadWithAuth(this: ServerResponse, status: number, first: First, second?: Headers) {
    const state = requestState(this.req);
    if (state === undefined || !hasHeaders(state.request.decision)) {
      return second === undefined ? writeHead.call(this, status, first) : writeHead.call(this, status, first, second);
    }
    const merged = mergedHeaders(this, state, first, second);
    if (merged !== null) return writeHead.call(this, status, merged);
    const reason = takeHeaders(this, first, second);
    addHeaders(this, state);
    const { decision } = state.request;
    if ((decision.session ?? decision.standing) !== null && isEventStream(this)) holdEventStream(this);
    return reason === undefined ? writeHead.call(this, status) : writeHead.call(this, status, reason);
  } as typeof target.writeHead;
}

function hasHeaders({ personal, cookies, headers }: Continue): boolean {
  return personal || cookies.length > 0 || headers.length > 0;
}

type Headers = OutgoingHttpHeaders | readonly OutgoingHttpHeader[];
/** A reason phrase, or headers. */
type First = string | Headers | undefined;
type WriteHead = (this: ServerResponse, status: number, first?: First, headers?: Headers) => ServerResponse;

/**
 * The headers of a plain call with ours among them: Node writes an object as it is, and keeps headers that are
 * set one by one at several times the cost. `null` where more than that is to be done.
 */
function mergedHeaders(
  response: ServerResponse,
  { auth, request }: RequestState,
  headers: First,
  second: Headers | undefined,
): OutgoingHttpHeaders | null {
  const { cookies, headers: added } = request.decision;
  if (typeof headers !== 'object' || Array.isArray(headers) || second !== undefined) return null;
  if (cookies.length > 0 || added.length > 0 || response.getHeaderNames().length > 0) return null;
  const given = headers as OutgoingHttpHeaders;
  for (const name in given) {
    if (isJoined(name) || (name.length === 12 && isEventStreamType(given[name]))) return null;
  }
  // Ours first: names after a spread make V8 take a path four times as slow.
  return { 'cache-control': PERSONAL, vary: auth.vary, ...given };
}

/** True for headers that the app may have set itself. */
function isJoined(name: string): boolean {
  return (
    (name.length === 4 && name.toLowerCase() === 'vary') ||
    (name.length === 13 && name.toLowerCase() === 'cache-control')
  );
}

const PERSONAL = 'private, no-cache';

/** Moves the headers of a writeHead call to the response, where ours can be joined with them. */
function takeHeaders(response: ServerResponse, first: First, second: Headers | undefined): string | undefined {
  const reason = typeof first === 'string' ? first : undefined;
  const headers = typeof first === 'object' && first !== null ? first : second;
  if (Array.isArray(headers)) takeList(response, headers);
  else if (headers) takeObject(response, headers as OutgoingHttpHeaders);
  return reason;
}

function takeObject(response: ServerResponse, headers: OutgoingHttpHeaders): void {
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
}

/** `[name, value, name, value]` or `[[name, value]]`; a name may stand twice, a value may be a list. */
function takeList(response: ServerResponse, list: readonly OutgoingHttpHeader[]): void {
  const pairs = Array.isArray(list[0]) ? (list as unknown as Pair[]) : pairsOf(list);
  for (const [name] of pairs) response.removeHeader(name);
  for (const [name, value] of pairs) response.appendHeader(name, typeof value === 'number' ? String(value) : value);
}

type Pair = [name: string, value: string | number | string[]];

function pairsOf(flat: readonly OutgoingHttpHeader[]): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) pairs.push([String(flat[i]), flat[i + 1] as Pair[1]]);
  return pairs;
}

function addHeaders(response: ServerResponse, { auth, request }: RequestState): void {
  const { cookies, headers, personal } = request.decision;
  if (cookies.length > 0) addCookies(response, cookies);
  for (const [name, value] of headers) {
    if (name === 'vary') joinVary(response, value);
    else if (!response.hasHeader(name)) response.setHeader(name, value);
  }
  if (!personal) return;
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', PERSONAL);
  joinVary(response, auth.vary);
}

function addCookies(response: ServerResponse, cookies: readonly string[]): void {
  const present = [response.getHeader('set-cookie') ?? []].flat().map(String);
  for (const cookie of cookiesBeside(present, cookies)) response.appendHeader('set-cookie', cookie);
  response.setHeader('cache-control', 'no-store');
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
function isEventStream(response: ServerResponse): boolean {
  return isEventStreamType(response.getHeader('content-type'));
}

function isEventStreamType(type: OutgoingHttpHeader | undefined): boolean {
  return typeof type === 'string' && type.startsWith('text/event-stream');
}

function joinVary(response: ServerResponse, names: string): void {
  const present = response.getHeader('vary');
  if (present === undefined) {
    response.setHeader('vary', names);
    return;
  }
  const list = String(present);
  const known = list.toLowerCase().split(/\s*,\s*/);
  if (known.includes('*')) return;
  const missing = names.split(', ').filter((name) => !known.includes(name.toLowerCase()));
  if (missing.length > 0) response.setHeader('vary', [list, ...missing].join(', '));
}
