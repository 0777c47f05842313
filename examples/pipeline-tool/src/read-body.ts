/**
 * Reads the small bodies that this tool is sent.
 */

import type { IncomingMessage } from 'node:http';
import { ApiError } from './error-body.ts';

const MAX_BYTES = 64 * 1024;

/** The object below `name` of a JSON body such as `{"user":{…}}`. @throws ApiError 402. */
export async function readRecord(message: IncomingMessage, name: string): Promise<Readonly<Record<string, unknown>>> {
  const record = (parse(await readText(message, 'application/json')) as Record<string, unknown> | null)?.[name];
  if (typeof record === 'object' && record !== null && !Array.isArray(record)) return record as Record<string, unknown>;
  throw new ApiError(402, `Send {"${name}":{…}} as application/json.`);
}

/** The fields of a form. @throws ApiError 402. */
export async function readForm(message: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readText(message, 'application/x-www-form-urlencoded'));
}

async function readText(message: IncomingMessage, type: string): Promise<string> {
  const given = message.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (given !== type) throw new ApiError(402, `Send it as ${type}.`);
  const chunks: Buffer[] = [];
  let length = 0;
  // Left open on early return: else the answer would go with the connection.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new ApiError(402, `Send at most ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
