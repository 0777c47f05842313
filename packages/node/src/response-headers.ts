/**
 * Adds our headers at the last moment, when Node writes the head. Set earlier they are lost: Koa's
 * error handling removes them, Hono builds another response, Express' `setHeader` replaces them.
 *
 * @see RFC 9111 §5.2.2 (Cache-Control), RFC 9110 §12.5.5 (Vary)
 */

import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Continue } from '@doorward/core';
import { holdEventStream } from './live-request.ts';

/** Our headers go where the app left them unset; Set-Cookie is appended, Vary is joined. */
export function addHeadersAtWrite(response: ServerResponse, decision: Continue): void {
  if (!decision.personal && decision.cookies.length === 0 && decision.headers.length === 0) return;
  const writeHead = response.writeHead as WriteHead;
  response.writeHead = function writeHeadWithAuth(this: ServerResponse, status: number, ...rest: WriteHeadRest) {
    response.writeHead = writeHead as ServerResponse['writeHead'];
    const reason = takeHeaders(this, rest);
    addHeaders(this, decision);
    if (decision.session !== null && isEventStream(this)) holdEventStream(this);
    return reason === undefined ? writeHead.call(this, status) : writeHead.call(this, status, reason);
  } as ServerResponse['writeHead'];
}

type Headers = OutgoingHttpHeaders | readonly OutgoingHttpHeader[];
type WriteHeadRest = [reasonOrHeaders?: string | Headers, headers?: Headers];
type WriteHead = (this: ServerResponse, status: number, ...rest: WriteHeadRest) => ServerResponse;

/** Moves the headers of a writeHead call to the response, where ours can be joined with them. */
function takeHeaders(response: ServerResponse, [first, second]: WriteHeadRest): string | undefined {
  const reason = typeof first === 'string' ? first : undefined;
  const headers = reason === undefined ? (first as Headers | undefined) : second;
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

/** `[name, value, name, value]`, or `[[name, value]]`; a name may stand twice. */
function takeList(response: ServerResponse, list: readonly OutgoingHttpHeader[]): void {
  const flat = list.flat() as string[];
  for (let i = 0; i < flat.length; i += 2) response.removeHeader(flat[i] ?? '');
  for (let i = 0; i + 1 < flat.length; i += 2) response.appendHeader(flat[i] ?? '', flat[i + 1] ?? '');
}

function addHeaders(response: ServerResponse, { cookies, headers, personal }: Continue): void {
  for (const cookie of cookies) response.appendHeader('set-cookie', cookie);
  if (cookies.length > 0) response.setHeader('cache-control', 'no-store');
  for (const [name, value] of headers) {
    if (name === 'vary') joinVary(response, value);
    else if (!response.hasHeader(name)) response.setHeader(name, value);
  }
  if (!personal) return;
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'private, no-cache');
  joinVary(response, 'Cookie, Authorization');
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
function isEventStream(response: ServerResponse): boolean {
  const type = response.getHeader('content-type');
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
