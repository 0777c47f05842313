/**
 * Whatever goes wrong in an endpoint, as the problem that its client gets.
 */

import { fault, fieldOf, problemOf } from '@doorward/accounts';
import { type AuthError, type Core, type HeaderList, type Problem, problems } from '@doorward/core';
import type { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { toResponse } from '../responses.ts';

/** Ends a request with a problem. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly headers: HeaderList;

  constructor(problem: Problem, headers: HeaderList = []) {
    super(problem.title);
    this.problem = problem;
    this.headers = headers;
  }
}

export const NOT_FOUND: Problem = {
  status: 404,
  code: 'web/not-found',
  title: 'There is nothing at this address',
  detail: 'Look the endpoints up in openapi.json, which lists all of them.',
};

export const UNSUPPORTED_MEDIA_TYPE: Problem = {
  status: 415,
  code: 'web/unsupported-media-type',
  title: 'That content type is not accepted here',
  detail: 'Send application/json, uncompressed.',
};

export const BODY_INVALID: Problem = {
  status: 400,
  code: 'web/body-invalid',
  title: 'That JSON cannot be read',
  detail: 'Send one JSON object.',
};

export function createErrorHandler(core: Core): (error: Error) => Response {
  return (error) => {
    const refusal = refusalOf(error);
    if (refusal === null) core.onError(error);
    const { problem, headers } = refusal ?? new Refusal(problems.unavailable);
    return toResponse(core.writeProblem(problem, headers));
  };
}

/** `null` for a failure on our side. */
function refusalOf(error: Error): Refusal | null {
  if (error instanceof Refusal) return error;
  // The router reads once more what was let through, and is stricter: no empty text, no odd parameter of the type.
  if (error instanceof HTTPException) return new Refusal(error.status === 415 ? UNSUPPORTED_MEDIA_TYPE : BODY_INVALID);
  const known = problemOf(error);
  const field = fieldOf(error);
  return known === null ? null : new Refusal(field === undefined ? known : { ...known, field });
}

/** What is wrong with a body or a query, by its first mistake. */
export function faultOf({ issues }: z.ZodError): AuthError {
  const [issue] = issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  if (unknown !== undefined) return unknownField(unknown);
  return faultAt((issue?.path ?? []).join('.'), remedyOf(issue));
}

/** What to send, where the schema leaves that to its library. */
function remedyOf(issue: z.core.$ZodIssue | undefined): string {
  const kind = issue?.code === 'invalid_type' && issue.message.startsWith('Invalid input') ? issue.expected : undefined;
  return KINDS.get(kind) ?? issue?.message ?? 'Correct it.';
}

const KINDS: ReadonlyMap<string | undefined, string> = new Map([
  ['string', 'Send a text.'],
  ['number', 'Send a number.'],
  ['boolean', 'Send true or false.'],
  ['array', 'Send a list.'],
  ['object', 'Send an object.'],
]);

export function unknownField(name: string): AuthError {
  return faultAt(name, 'There is no such field here, or it is not yours to set. Leave it out.');
}

export function faultAt(field: string, detail: string): AuthError {
  return fault('accounts/field-invalid', detail, field === '' ? undefined : field.slice(0, MAX_FIELD_LENGTH));
}

const MAX_FIELD_LENGTH = 64;
