/**
 * Reads the small bodies that this server is sent.
 */

import type { IncomingMessage } from 'node:http';
import { ApiError } from './problem.ts';

const MAX_BYTES = 64 * 1024;

export type Fields = Readonly<Record<string, unknown>>;

/**
 * A JSON object with no other fields than these. A field that nobody knows is refused: ignored, it would be
 * taken for one that counts. @throws ApiError 400, 413, 415, 422.
 */
export async function readJson(message: IncomingMessage, known: readonly string[]): Promise<Fields> {
  const value = parse(await readText(message, 'application/json'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiError(400, 'Send a JSON object.');
  }
  const other = Object.keys(value).find((name) => !known.includes(name));
  if (other === undefined) return value as Fields;
  throw new ApiError(422, `There is no such field here. Known are: ${known.join(', ')}.`, other.slice(0, 100));
}

/** The fields of a form. @throws ApiError 413, 415. */
export async function readForm(message: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readText(message, 'application/x-www-form-urlencoded'));
}

/** Trimmed, from 1 to `most` characters. @throws ApiError 422. */
export function readLine(value: unknown, field: string, most: number): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text !== '' && text.length <= most) return text;
  throw new ApiError(422, `Write a text of 1 to ${most} characters.`, field);
}

/** @throws ApiError 422. */
export function readCount(value: unknown, field: string, least: number, most: number): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw new ApiError(422, `Write a whole number from ${least} to ${most}.`, field);
}

async function readText(message: IncomingMessage, type: string): Promise<string> {
  const given = message.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (given !== type) throw new ApiError(415, `Send it as ${type}.`);
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
