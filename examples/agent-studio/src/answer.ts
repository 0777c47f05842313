/**
 * What a route gets and what it answers, the same for Express, Koa and Hono.
 */

import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { RequestAuth } from '@doorward/auth';

export interface Call {
  /** Node's request, with its body yet to be read. */
  readonly message: IncomingMessage;
  /** Whom it acts as. */
  readonly auth: RequestAuth;
  readonly params: Params;
}

/** What stands in the path at `:id`. */
export type Params = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below the base path. */
  readonly path: string;
  readonly handle: Handler;
}

/** What this server refuses. The detail is for the client; `field` is the input that it is about. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly field: string | undefined;

  constructor(status: number, detail: string, field?: string) {
    super(detail);
    this.status = status;
    this.field = field;
  }
}

/** Runs a handler; what it throws becomes a problem in Doorward's own form. */
export async function answer(handle: Handler, call: Call): Promise<Answer> {
  try {
    return await handle(call);
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, 'Something went wrong here. Try again later.');
    if (known !== error) console.error(error);
    const { status, message: detail, field } = known;
    const problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, field };
    return { ...json(problem, status), headers: { ...NO_STORE, 'content-type': 'application/problem+json' } };
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

const NO_STORE = { 'cache-control': 'no-store' } as const;

export function json(value: unknown, status = 200): Answer {
  return { status, headers: { ...NO_STORE, 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export const NO_CONTENT: Answer = { status: 204, headers: {}, body: '' };

export function asset(type: string, body: string): Answer {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body };
}
