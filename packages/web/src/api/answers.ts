/**
 * How the document describes answers. Every problem that an endpoint documents, a test has seen it give.
 */

import { z } from '@hono/zod-openapi';

interface WireProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly field?: string | undefined;
  readonly login?: string | undefined;
}

interface Answer<Type extends string, T> {
  readonly description: string;
  readonly content: { readonly [type in Type]: { readonly schema: z.ZodType<T> } };
}

const problemSchema: z.ZodType<WireProblem> = z
  .object({
    type: z.string().openapi({ example: 'urn:doorward:error:accounts/field-invalid' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What to do next.' }),
    code: z.string().openapi({ description: 'Stable.', example: 'accounts/field-invalid' }),
    field: z.string().optional().openapi({ description: 'The field that it is about.' }),
    login: z.string().optional().openapi({ description: 'Path of the login page, where signing in would help.' }),
  })
  .openapi('Problem', { description: 'RFC 9457. A site may have configured another shape.' });

export function json<T>(description: string, schema: z.ZodType<T>): Answer<'application/json', T> {
  return { description, content: { 'application/json': { schema } } };
}

export type ProblemAnswer = Answer<'application/problem+json', WireProblem>;

export function problem(description: string): ProblemAnswer {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } };
}

/** Every endpoint can answer these. */
export const refusals: Readonly<Record<400 | 401 | 403 | 429 | 503, ProblemAnswer>> = {
  400: problem('The request contradicts itself, or cannot be read.'),
  401: problem('Nobody is signed in.'),
  403: problem('The caller may not do that, or has to choose a password first, or a page of another site asks.'),
  429: problem('Too many wrong credentials came from this address.'),
  503: problem('Something that this depends on cannot be reached.'),
};

/** So can those that change something. */
export const writeRefusals: typeof refusals & Readonly<Record<413 | 415 | 422, ProblemAnswer>> = {
  ...refusals,
  413: problem('The body is too large.'),
  415: problem('The body is no JSON.'),
  422: problem('A field is unknown, missing or wrong; `field` names it.'),
};

export const noAccount: ProblemAnswer = problem('No account stands behind this sign-in.');
export const noUser: ProblemAnswer = problem('There is no such user.');
export const noKey: ProblemAnswer = problem('There is no such key.');
export const invalidQuery: ProblemAnswer = problem('A parameter is wrong; `field` names it.');
