/**
 * Core answers as Fetch responses.
 */

import type { HeaderList, RenderedProblem, Respond } from '@doorward/core';

export function redirect(location: string, headers: HeaderList): Response {
  return toResponse({
    kind: 'respond',
    status: 303,
    headers: [['location', location], ['referrer-policy', 'no-referrer'], ...headers],
    body: '',
  });
}

/** Where a form that was carried out leads to. */
export function seeOther(location: string, headers: HeaderList = []): Response {
  return redirect(location, [['cache-control', 'no-store'], ...headers]);
}

export function htmlResponse(drawn: RenderedProblem, status: number, headers: HeaderList = []): Response {
  const type = ['content-type', 'text/html; charset=utf-8'] as const;
  const said = new Set(drawn.headers.map(([name]) => name));
  const more = headers.filter(([name]) => name === 'set-cookie' || !said.has(name));
  return toResponse({ kind: 'respond', status, headers: [type, ...drawn.headers, ...more], body: drawn.html });
}

/** For programs, and for no cache: it is about whoever asks. */
export function jsonResponse(value: unknown, more: HeaderList = []): Response {
  const type: HeaderList = [
    ['content-type', 'application/json'],
    ['x-content-type-options', 'nosniff'],
  ];
  const headers = [...type, ...(more.length > 0 ? more : [['cache-control', 'no-store'] as const])];
  return toResponse({ kind: 'respond', status: 200, headers, body: JSON.stringify(value) });
}

export function toResponse({ status, headers, body }: Respond): Response {
  const list = new Headers();
  for (const [name, value] of headers) list.append(name, value);
  return new Response(body === '' ? null : body, { status, headers: list });
}
