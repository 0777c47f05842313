/**
 * Our errors on the wire.
 *
 * @see RFC 9457 (problem details), RFC 9110 §15
 */

import type { ErrorCode } from '../auth-error.ts';
import type { HeaderList, Respond } from './decision.ts';

export interface Problem {
  readonly status: number;
  readonly code: ErrorCode;
  readonly title: string;
  /** What to do next, for a person. Never holds what the client sent. */
  readonly detail: string;
  /** Path of the login page, where signing in would help. */
  readonly login?: string;
  /** The input that it is about. */
  readonly field?: string;
  /** Seconds after which to try again. */
  readonly retryAfterSeconds?: number;
}

/** The body of a problem: `type`, `title`, `status`, `detail`, `code`, and `login` where it helps. */
export function problemBody(problem: Problem): string {
  return JSON.stringify({
    type: `urn:doorward:error:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    ...(problem.field === undefined ? {} : { field: problem.field }),
    ...(problem.login === undefined ? {} : { login: problem.login }),
  });
}

/** An error in the shape that a client expects. */
export interface RenderedError {
  /** Default: the problem's own. */
  readonly status?: number;
  /** Default `application/json`. */
  readonly contentType?: string;
  /** JSON-able. */
  readonly body: unknown;
}

/** Gives our JSON errors another shape, and maybe another status. */
export type ErrorRenderer = (problem: Problem) => RenderedError;

/** Writes a problem for programs, with further headers. */
export type ProblemWriter = (problem: Problem, headers?: HeaderList) => Respond;

/** A renderer that fails is reported, and the problem is written as usual. */
export function createProblemWriter(render: ErrorRenderer | null, onError: (error: unknown) => void): ProblemWriter {
  if (render === null) return problemResponse;
  return (problem, headers = []) => {
    try {
      const { status = problem.status, contentType = 'application/json', body } = render(problem);
      return respond({ ...problem, status }, contentType, JSON.stringify(body), headers);
    } catch (error) {
      onError(error);
      return problemResponse(problem, headers);
    }
  };
}

/** A problem as `application/problem+json`, with further headers. */
export function problemResponse(problem: Problem, headers: HeaderList = []): Respond {
  return respond(problem, 'application/problem+json', problemBody(problem), headers);
}

/** A problem as a page that was rendered for it. */
export function problemPage(problem: Problem, html: string, headers: HeaderList): Respond {
  return respond(problem, 'text/html; charset=utf-8', html, headers);
}

function respond(problem: Problem, type: string, body: string, headers: HeaderList): Respond {
  const retry: HeaderList =
    problem.retryAfterSeconds === undefined ? [] : [['retry-after', String(problem.retryAfterSeconds)]];
  return {
    kind: 'respond',
    status: problem.status,
    headers: [
      ['content-type', type],
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
      ...retry,
      ...headers,
    ],
    body,
  };
}
