/**
 * Reads the small bodies that this server is sent.
 */

import type { IncomingMessage } from 'node:http';
import { ApiError } from './answer.ts';

const MAX_BYTES = 64 * 1024;

/**
 * A JSON object of texts with no other fields than these. A field that nobody knows is refused: ignored, it would be
 * taken for one that counts.
 *
 * @throws ApiError 400, 413, 415, 422
 */
export async function readTexts<Name extends string>(
  message: IncomingMessage,
  limits: Readonly<Record<Name, number>>,
): Promise<Partial<Record<Name, string>>> {
  const value = parse(await readText(message));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiError(400, 'Send a JSON object.');
  }
  for (const [name, text] of Object.entries(value)) {
    if (!Object.hasOwn(limits, name)) {
      throw new ApiError(422, `Known are: ${Object.keys(limits).join(', ')}.`, name.slice(0, 100));
    }
    const most = limits[name as Name];
    if (typeof text !== 'string' || text.length > most) {
      throw new ApiError(422, `Write a text of at most ${most} characters.`, name);
    }
  }
  return value;
}

async function readText(message: IncomingMessage): Promise<string> {
  const given = message.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (given !== 'application/json') throw new ApiError(415, 'Send it as application/json.');
  const chunks: Buffer[] = [];
  let length = 0;
  // Left open on early return: else the answer would go with the connection.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new ApiError(413, `Send at most ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'That is no JSON.');
  }
}
