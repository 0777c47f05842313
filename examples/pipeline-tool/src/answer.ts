/**
 * What a route gets and what it answers, the same for Express, Koa and Hono.
 */

import type { IncomingMessage } from 'node:http';
import { isAuthError, type RequestAuth } from '@doorward/auth';
import { basePath, people } from './auth.ts';
import { ApiError, errorBody, renderError } from './error-body.ts';
import type { Html } from './pages/html.ts';
import { messagePage } from './pages/message-page.ts';

export interface Call {
  /** Node's request, with its body yet to be read. */
  readonly message: IncomingMessage;
  /** Whom it acts as. */
  readonly auth: RequestAuth;
  /** What stands in the path at `:id`. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below the base path. */
  readonly path: string;
  /** The permission that it takes; `null`: being signed in, or a public path. */
  readonly needs: string | null;
  readonly handle: Handler;
}

/** Runs a handler; what it throws becomes an answer. */
export async function answer(handle: Handler, call: Call): Promise<Answer> {
  try {
    return await handle(call);
  } catch (error) {
    const { status, body, retryAfterSeconds } = failureOf(error);
    if (!isApi(call)) return page(await messagePage(call, status), status);
    return json(body, status, retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` });
  }
}

interface Failure {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterSeconds?: number | undefined;
}

/** What is neither ours nor Doorward's is a failure on our side, of which a client hears nothing. */
function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) {
    const { status, message, retryAfterSeconds } = error;
    return { status, body: errorBody(status, message), retryAfterSeconds };
  }
  const problem = people.problemOf(error);
  if (problem !== null) return { ...renderError(problem), retryAfterSeconds: problem.retryAfterSeconds };
  if (isAuthError(error)) {
    // What has to be asked is away, such as the directory: nobody's mistake, and to be tried again.
    console.error(error.message);
    return { status: 503, body: errorBody(503, 'API resource error. Try again later.'), retryAfterSeconds: 5 };
  }
  console.error(error);
  return { status: 500, body: errorBody(500, 'API resource error.') };
}

/** For paths without a route. */
export const notFound: Handler = () => {
  throw new ApiError(404, 'Record not found.');
};

export function json(value: unknown, status = 200, headers: Answer['headers'] = {}): Answer {
  const body = JSON.stringify(value);
  return { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers }, body };
}

/** All that a page of ours loads comes from here; no other site may frame it. */
export function page(document: Html, status = 200): Answer {
  return { status, headers: PAGE_HEADERS, body: document.text };
}

export function asset(type: string, body: string): Answer {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body };
}

export function seeOther(location: string): Answer {
  return { status: 303, headers: { location, 'content-type': 'text/plain' }, body: 'See the other page.\n' };
}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

function isApi({ message }: Call): boolean {
  return (message.url ?? '').startsWith(`${basePath}/api/`);
}
