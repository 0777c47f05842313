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
  return toResponse({ kind: 'respond', status, headers: [type, ...drawn.headers, ...headers], body: drawn.html });
}

/** For programs, and for no cache: it is about whoever asks. */
export function jsonResponse(value: unknown): Response {
  const headers: HeaderList = [
    ['content-type', 'application/json'],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ];
  return toResponse({ kind: 'respond', status: 200, headers, body: JSON.stringify(value) });
}

export function toResponse({ status, headers, body }: Respond): Response {
  const list = new Headers();
  for (const [name, value] of headers) list.append(name, value);
  return new Response(body === '' ? null : body, { status, headers: list });
}
