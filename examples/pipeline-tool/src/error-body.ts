/**
 * Errors as clients of Mage expect them, from Doorward and from this tool alike:
 *
 *   {"error":{"code":403,"message":"Unauthorized access. …","type":"unauthorized_access"},"status":403}
 *
 * The status line always says the same as the body. What the table of Mage has no line for, such as 429,
 * keeps its own status.
 */

import type { Problem, RenderedError } from '@doorward/auth';

/** What this tool refuses. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  /** The message is for the client. */
  constructor(status: 402 | 403 | 404 | 429, message: string, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface ErrorType {
  readonly type: string;
  readonly text: string;
}

const OTHER: ErrorType = { type: 'api_resource_error', text: 'API resource error.' };

const EXPIRED: ErrorType = { type: 'expired_oauth_token', text: 'Expired OAuth token.' };
const WRONG_KEY: ErrorType = { type: 'invalid_api_key', text: 'Invalid API key.' };

const TYPES: Readonly<Record<number, ErrorType>> = {
  401: { type: 'invalid_oauth_token', text: 'Invalid OAuth token.' },
  402: { type: 'record_invalid', text: 'Record is invalid.' },
  403: { type: 'unauthorized_access', text: 'Unauthorized access.' },
  404: { type: 'record_not_found', text: 'Record not found.' },
};

/** Doorward's option `renderError`; also for what its accounts refuse. */
export function renderError(problem: Problem): RenderedError & { readonly status: number } {
  if (problem.code === 'core/expired-credential') return { status: 401, body: bodyOf(401, EXPIRED) };
  if (problem.code === 'core/key-required') return { status: 403, body: bodyOf(403, WRONG_KEY) };
  const status = statusOf(problem);
  // A challenge speaks of ways to sign in that clients of Mage do not know.
  if (status === 401) return { status, body: bodyOf(status, typeOf(status)) };
  return { status, body: errorBody(status, `${typeOf(status).text} ${problem.detail}`) };
}

export function errorBody(status: number, message: string): unknown {
  return bodyOf(status, { type: typeOf(status).type, text: message });
}

function bodyOf(status: number, { type, text }: ErrorType): unknown {
  return { error: { code: status, message: text, type }, status };
}

const typeOf = (status: number): ErrorType => TYPES[status] ?? OTHER;

/** Rules that nobody may break are 403 here; all else that is wrong with a record is 402. */
function statusOf({ code, status }: Problem): number {
  if (code === 'accounts/last-owner' || code === 'accounts/own-account') return 403;
  return code.startsWith('accounts/') && [400, 409, 410, 422].includes(status) ? 402 : status;
}
