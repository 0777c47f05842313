/**
 * What a route gets and what it answers, the same for Express, Koa and Hono.
 */

import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { OwnActor, RequestAuth } from '@doorward/auth';
import type { Html } from './pages/html.ts';
import { problemPage } from './pages/problem-page.ts';
import { ApiError, problemOf } from './problem.ts';

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
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is sent as it comes. */
  readonly body: string | Readable;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

/** What a route takes beyond what the guard has seen to; `null`: nothing. */
export type Demand = { readonly permission: string } | { readonly role: string } | null;

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below the base path. */
  readonly path: string;
  readonly demand: Demand;
  readonly handle: Handler;
}

/** Runs a handler; what it throws becomes an answer. */
export async function answer(handle: Handler, call: Call): Promise<Answer> {
  try {
    return await handle(call);
  } catch (error) {
    const problem = problemOf(error);
    if (wantsPage(call)) return page(problemPage(call, problem), problem.status);
    return { ...json(problem, problem.status), headers: { ...NO_STORE, 'content-type': 'application/problem+json' } };
  }
}

/** For paths without a route. */
export const notFound: Handler = () => {
  throw new ApiError(404, 'There is nothing at this address.');
};

/** For paths that a framework cannot read. */
export const badAddress: Handler = () => {
  throw new ApiError(400, 'That address cannot be read.');
};

/** Who asks, for the calls of Doorward's accounts. @throws TypeError on a public path. */
export function actorOf({ auth: { actor } }: Call): OwnActor {
  if (actor === null) throw new TypeError('nobody is signed in');
  return actor;
}

export function wantsPage({ message }: Call): boolean {
  return message.headers.accept?.includes('text/html') === true;
}

const NO_STORE = { 'cache-control': 'no-store', vary: 'Accept' } as const;

export function json(value: unknown, status = 200): Answer {
  return { status, headers: { ...NO_STORE, 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export const NO_CONTENT: Answer = { status: 204, headers: {}, body: '' };

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
  ...NO_STORE,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;
