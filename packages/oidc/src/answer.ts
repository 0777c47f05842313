/**
 * Requests to the provider, each with an end: so much time, so many bytes, and no way elsewhere.
 */

import { AuthError } from '@doorward/core';
import type { CustomFetchOptions } from 'openid-client';

export type EndpointRequest = Pick<CustomFetchOptions, 'method' | 'headers' | 'body'>;

/** What an endpoint answered, read to its end, so that it can be looked at more than once. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

const MAX_BYTES = 1_000_000;

/**
 * Asks an endpoint.
 * @throws AuthError `oidc/unreachable` when it is not there, is too slow or says that it is out of order,
 * `oidc/answer-refused` when it leads elsewhere or says too much.
 */
export async function askEndpoint(url: string, init: EndpointRequest, timeoutMs: number): Promise<Answer> {
  const where = placeOf(url);
  const { method, headers, body = null } = init;
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await read(where, url, { method, headers, body, redirect: 'manual', signal });
  const { status } = answer;
  // Whom the request leads to would get the secret, or could answer in the provider's name.
  if (status >= 300 && status < 400) throw refused(`${where} leads elsewhere, which is not followed`);
  if (status === 429 || status >= 500) throw unreachable(where, `status ${status}`);
  return answer;
}

/** As the protocol's library takes it. */
export function responseOf({ status, headers, body }: Answer): Response {
  return new Response(body.length === 0 ? null : new Uint8Array(body), { status, headers });
}

/** The error of an answer that makes no sense. `reason` holds nothing that the provider wrote. */
export function refused(reason: string): AuthError {
  return new AuthError('oidc/answer-refused', `What the provider said does not count: ${reason}`);
}

async function read(where: string, url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, body: await bytesOf(response, where) };
  } catch (error) {
    if (error instanceof AuthError) throw error;
    throw unreachable(where, reasonOf(error));
  }
}

async function bytesOf({ body }: Response, where: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    // Leaving the loop gives the connection up.
    if (length > MAX_BYTES) throw refused(`${where} answered more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreachable(where: string, reason: string): AuthError {
  const message = `The provider could not be asked at ${where}: ${reason}. See that this server can reach it`;
  return new AuthError('oidc/unreachable', message);
}

function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** `fetch` says what went wrong in the cause of its error, and may give a code alone. */
function reasonOf(error: unknown): string {
  const { cause, message, code } = Object(error) as { cause?: unknown; message?: string; code?: string };
  return cause === undefined ? message || code || 'no answer' : reasonOf(cause);
}
