/**
 * Errors of this server, in the form in which Doorward writes its own: `application/problem+json`.
 *
 * @see RFC 9457
 */

import { STATUS_CODES } from 'node:http';
import { people } from './auth.ts';

/** What this server refuses. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly field: string | undefined;

  /** The detail is for the client; `field` is the input that it is about. */
  constructor(status: number, detail: string, field?: string) {
    super(detail);
    this.status = status;
    this.field = field;
  }
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code?: string;
  readonly field?: string;
}

/** What is neither ours nor Doorward's is a failure on our side, of which a client hears nothing. */
export function problemOf(error: unknown): ProblemBody {
  if (error instanceof ApiError) return plain(error.status, error.message, error.field);
  const known = people.problemOf(error);
  if (known === null) {
    console.error(error);
    return plain(500, 'Something went wrong here. Try again later.');
  }
  const { code, title, status, detail, field } = known;
  const about = field === undefined ? {} : { field };
  return { type: `urn:doorward:error:${code}`, title, status, detail, code, ...about };
}

function plain(status: number, detail: string, field?: string): ProblemBody {
  const about = field === undefined ? {} : { field };
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, ...about };
}
