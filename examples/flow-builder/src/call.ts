/**
 * A request as the handlers see it and an answer as they give it, the same on every framework.
 */

import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OwnActor, RequestAuth } from '@doorward/auth';
import { ApiError } from './errors.ts';

export interface Call {
  /** Node's request: every framework has it, with the body unread. */
  readonly message: IncomingMessage;
  readonly auth: RequestAuth;
  /** The `:id` of the path; `''` where it has none. */
  readonly id: string;
  readonly query: URLSearchParams;
}

/** Who asks for a change. @throws TypeError on a public path, where nobody is signed in. */
export function actorOf({ auth: { actor } }: Call): OwnActor {
  if (actor === null) throw new TypeError('a handler on a public path asked who is signed in');
  return actor;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

export function json(status: number, body: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export function redirect(location: string): Answer {
  return { status: 303, headers: { location }, body: '' };
}

const FORM = 'application/x-www-form-urlencoded';
const MAX_BODY_BYTES = 256 * 1024;

/** A JSON object. Nothing else, so that no form of another site is taken for one. @throws ApiError 415, 400, 413. */
export async function readJson(message: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (typeOf(message) !== 'application/json') throw new ApiError(415, 'Send application/json.');
  const body = await readBody(message);
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new ApiError(400, 'Send a JSON object.');
}

/** The fields of a form. @throws ApiError 415, 413. */
export async function readForm(message: IncomingMessage): Promise<URLSearchParams> {
  if (typeOf(message) !== FORM) throw new ApiError(415, `Send ${FORM}.`);
  return new URLSearchParams(await readBody(message));
}

function typeOf(message: IncomingMessage): string {
  return (message.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

async function readBody(message: IncomingMessage): Promise<string> {
  if (Number(message.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  return text(limited(message));
}

/** Left open on an early end: else the connection would go, and the answer with it. */
async function* limited(message: IncomingMessage): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    yield chunk;
  }
}

const tooLarge = (): ApiError => new ApiError(413, 'That is too large: 256 kB at most.');
