/**
 * Sends requests with the credentials of one client.
 *
 * In browsers cookies are the browser's matter. Elsewhere they are kept in memory, so that a program stays signed in.
 */

import { createCookieJar } from './cookie-jar.ts';

export interface Credentials {
  /** An API key, sent as `X-API-Key`. Not for pages: whoever opens one can read it. */
  readonly apiKey?: string;
  /** A bearer token, or what gives one at each request. */
  readonly token?: string | (() => string | Promise<string>);
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends a request. Default the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface Connection {
  /** Members of every request. A redirect is never followed: what was sent would go along. */
  readonly init: { readonly credentials: 'include' | 'omit'; readonly redirect: 'error' };
  /** True with a key or token, beside which the server takes no cookie. */
  readonly isExplicit: boolean;
  send(request: Request): Promise<Response>;
}

/** @throws TypeError for a key beside a token: the server takes one credential. */
export function createConnection({ apiKey, token, headers = {}, fetch = globalFetch }: Credentials): Connection {
  if (apiKey !== undefined && token !== undefined) throw new TypeError('apiKey: a token is given too. Remove one.');
  const isExplicit = (apiKey ?? token) !== undefined;
  const jar = createCookieJar();
  return {
    init: { credentials: isExplicit ? 'omit' : 'include', redirect: 'error' },
    isExplicit,
    async send(request) {
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      if (apiKey !== undefined) request.headers.set('x-api-key', apiKey);
      if (token !== undefined) request.headers.set('authorization', `Bearer ${await current(token)}`);
      if (!isExplicit) jar.addTo(request);
      const response = await fetch(request);
      if (!isExplicit) jar.keep(response, request.url);
      return response;
    },
  };
}

/** Looked up at each request: programs replace it, as to trace. */
const globalFetch = (request: Request): Promise<Response> => globalThis.fetch(request);

const current = (token: string | (() => string | Promise<string>)): string | Promise<string> =>
  typeof token === 'function' ? token() : token;
