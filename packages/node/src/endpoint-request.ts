/**
 * Node's request as a Fetch Request, for our own endpoints, and their Response as our answer.
 */

import type { IncomingMessage } from 'node:http';
import type { Respond } from '@doorward/core';

/** The origin is a placeholder: nothing of ours is derived from what the client sent as Host. */
const ORIGIN = 'http://doorward.invalid';

/**
 * `parsedBody` is what a body parser that ran before made of the stream. It is used only when the
 * stream was read; then it is written out again as the content type says.
 */
export function toFetchRequest(message: IncomingMessage, target: string, parsedBody: unknown): Request {
  const method = message.method ?? 'GET';
  const headers = new Headers();
  const raw = message.rawHeaders;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    if (!name.startsWith(':')) headers.append(name, raw[i + 1] ?? '');
  }
  const url = ORIGIN + target;
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  if (!wasBodyRead(message)) {
    // Left open on early return: else a body over the limit would take the connection, and the 413 with it.
    const body = ReadableStream.from<Uint8Array>(message.iterator({ destroyOnReturn: false }));
    return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit);
  }
  headers.delete('content-length');
  headers.delete('transfer-encoding');
  headers.delete('content-encoding');
  return new Request(url, { method, headers, body: encodeBody(parsedBody, headers.get('content-type') ?? '') });
}

/** True when somebody else took the body from the stream. */
export function wasBodyRead(message: IncomingMessage): boolean {
  return message.readableDidRead || message.readableEnded;
}

export async function toRespond(response: Response): Promise<Respond> {
  return { kind: 'respond', status: response.status, headers: [...response.headers], body: await response.text() };
}

function encodeBody(parsed: unknown, type: string): string | Uint8Array<ArrayBuffer> {
  if (typeof parsed === 'string') return parsed;
  if (parsed instanceof Uint8Array) return new Uint8Array(parsed);
  if (typeof parsed !== 'object' || parsed === null) return '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return JSON.stringify(parsed);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parsed)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
  }
  return form.toString();
}
