/**
 * The generated operations, as the named functions of the client need them.
 */

import createFetch, { type Client } from 'openapi-fetch';
import type { Connection } from './connection.ts';
import { errorOf } from './doorward-error.ts';
import type { operations, paths } from './schema.ts';

/** Every operation by its path, as `openapi-fetch` has it: an answer is `{ data }` or `{ error }`, and nothing is thrown. */
export type ApiClient = Client<paths>;

export function createApi(baseUrl: string, { init, send }: Connection): ApiClient {
  // As the document says of its lists: `types=a,b`.
  const querySerializer = { array: { style: 'form', explode: false } } as const;
  return createFetch<paths>({ ...init, baseUrl, fetch: send, querySerializer });
}

type Id = keyof operations;

type Responses<Op extends Id> = operations[Op]['responses'];

type Content<Response> = Response extends { content: { 'application/json': infer Value } } ? Value : undefined;

/** What an operation answers when all is well. */
export type Answer<Op extends Id> = Content<Responses<Op>[keyof Responses<Op> & (200 | 201)]>;

/** What it takes behind the question mark. */
export type Query<Op extends Id> = NonNullable<operations[Op]['parameters']['query']>;

/** What it takes as its body. */
export type Body<Op extends Id> = operations[Op] extends {
  requestBody?: { content: { 'application/json': infer Value } };
}
  ? Value
  : never;

interface FetchAnswer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The data of an answer. @throws DoorwardError when it is an error. */
export async function dataOf<T>(answer: Promise<FetchAnswer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw errorOf(response, error);
  return data as T;
}
