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
  const type = typeOf(request);
  if (isCompressed(request) || ![NO_TYPE, FORM_TYPE, JSON_TYPE].includes(type)) return wrong(UNSUPPORTED);
  const text = await request.text();
  if (type === NO_TYPE && text !== '') return wrong(UNSUPPORTED);
  const entries = type === JSON_TYPE ? jsonEntries(text) : [...new URLSearchParams(text)];
  if (entries === null || entries.length > MAX_FIELDS) return wrong(INVALID);
  const fields = new Map(entries);
  if (fields.size !== entries.length) return wrong(INVALID);
  return { kind: type === JSON_TYPE ? 'json' : 'form', fields };
}

/** What a form of our pages holds. */
export interface Form {
  has(name: string): boolean;
  /** What was typed; `''` where the field is not there. */
  text(name: string): string;
  /** Every value of a field of boxes. */
  list(name: string): readonly string[];
}

/**
 * The form of a page. Only a field that is named here, one of boxes, may come several times: everywhere
 * else one of two values would be shown to somebody and the other one used.
 */
export async function readPageForm(request: Request, boxes: readonly string[]): Promise<Form | Problem> {
  const type = typeOf(request);
  if (isCompressed(request) || ![NO_TYPE, FORM_TYPE].includes(type)) return FORM_ONLY;
  const text = await request.text();
  if (type === NO_TYPE && text !== '') return FORM_ONLY;
  const entries = [...new URLSearchParams(text)];
  const lists = new Map(boxes.map((name) => [name, valuesOf(entries, name)]));
  const single = entries.filter(([name]) => !lists.has(name));
  const fields = new Map(single);
  if (single.length > MAX_FIELDS || entries.length > MAX_VALUES || fields.size !== single.length) return INVALID;
  return {
    has: (name) => fields.has(name) || (lists.get(name) ?? []).length > 0,
    text: (name) => fields.get(name) ?? '',
    list: (name) => lists.get(name) ?? [],
  };
}

const MAX_VALUES = 200;

const NO_TYPE = '';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

function typeOf(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isCompressed(request: Request): boolean {
  const encoding = request.headers.get('content-encoding');
  return encoding !== null && encoding.toLowerCase() !== 'identity';
}

const valuesOf = (entries: readonly [string, string][], name: string): readonly string[] =>
  entries.filter(([each]) => each === name).map(([, value]) => value);

const UNSUPPORTED: Problem = {
  status: 415,
  code: 'web/unsupported-media-type',
  title: 'That content type is not accepted here',
  detail: 'Send application/x-www-form-urlencoded or application/json, uncompressed.',
};

const FORM_ONLY: Problem = {
  ...UNSUPPORTED,
  detail: 'Send application/x-www-form-urlencoded, uncompressed. Programs use the JSON endpoints.',
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
