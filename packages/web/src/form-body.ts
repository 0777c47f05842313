/**
 * Reads what our endpoints are sent: a small urlencoded form or a small JSON object of strings.
 */

import type { Problem } from '@doorward/core';

export type FormBody =
  | { readonly kind: 'form' | 'json'; readonly fields: ReadonlyMap<string, string> }
  | { readonly kind: 'problem'; readonly problem: Problem };

export const MAX_BODY_BYTES: number = 16 * 1024;
const MAX_FIELDS = 20;

/** No body at all reads as a form without fields. */
export async function readFormBody(request: Request): Promise<FormBody> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const encoding = request.headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') return wrong(UNSUPPORTED);
  if (type !== '' && type !== FORM_TYPE && type !== 'application/json') return wrong(UNSUPPORTED);
  const text = await request.text();
  if (type === '' && text !== '') return wrong(UNSUPPORTED);
  const entries = type === 'application/json' ? jsonEntries(text) : [...new URLSearchParams(text)];
  if (entries === null || entries.length > MAX_FIELDS) return wrong(INVALID);
  const fields = new Map(entries);
  if (fields.size !== entries.length) return wrong(INVALID);
  return { kind: type === 'application/json' ? 'json' : 'form', fields };
}

const FORM_TYPE = 'application/x-www-form-urlencoded';

const UNSUPPORTED: Problem = {
  status: 415,
  code: 'web/unsupported-media-type',
  title: 'That content type is not accepted here',
  detail: 'Send application/x-www-form-urlencoded or application/json, uncompressed.',
};

const INVALID: Problem = {
  status: 400,
  code: 'web/body-invalid',
  title: 'That form cannot be read',
  detail: 'Send at most 20 fields, each once and each a text.',
};

const wrong = (problem: Problem): FormBody => ({ kind: 'problem', problem });

function jsonEntries(text: string): [string, string][] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string') ? entries : null;
}
