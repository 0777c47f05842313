/**
 * Reads the header `Authorization`.
 *
 *   credentials = auth-scheme 1*SP token68
 *
 * @see RFC 9110 §11.4, RFC 7617 §2 (Basic), RFC 6750 §2.1 (Bearer)
 */

import { isUtf8 } from 'node:buffer';
import type { PresentedCredentials } from './presented.ts';

/** Longer than this no credential of ours is. */
export const MAX_CREDENTIAL_LENGTH = 8192;

/**
 * What it holds, as it came: whether that has the form of a credential is for {@link wellFormed} to say, where nobody
 * recalls it. `null` when it is too long. Scheme names are case-insensitive.
 */
export function readAuthorization(value: string): PresentedCredentials | null {
  if (value.length > MAX_CREDENTIAL_LENGTH * 2) return null;
  const space = value.indexOf(' ');
  const scheme = (space === -1 ? value : value.slice(0, space)).toLowerCase();
  const rest = space === -1 ? '' : withoutBlanks(value, space);
  if (scheme === 'bearer') return { bearer: rest };
  if (scheme === 'basic') return { encodedBasic: rest };
  return space === -1 && BEARER_TOKEN.test(value) ? { otherScheme: scheme, bare: value } : { otherScheme: scheme };
}

/** What follows `from`, without spaces and tabs around it. By hand: a pattern that looks for the end tries every place. */
function withoutBlanks(text: string, from: number): string {
  const isBlank = (at: number): boolean => text[at] === ' ' || text[at] === '\t';
  let [start, end] = [from, text.length];
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}

/** Visible ASCII without spaces and commas: wider than RFC 6750's b68 so that any configured token fits. */
const BEARER_TOKEN = /^[\x21-\x2b\x2d-\x7e]+$/;

/** token68 of RFC 4648 base64, padding included. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
export const CONTROL: RegExp = /[\x00-\x1f\x7f]/;

/**
 * The same, with name and password where they came by Basic; `null` when what came in `Authorization` is malformed. To
 * look at that costs as much as all the rest of a request whose credential is recalled by how it came.
 */
export function wellFormed(credentials: PresentedCredentials): PresentedCredentials | null {
  const { bearer, encodedBasic } = credentials;
  if (bearer !== undefined && !(bearer.length <= MAX_CREDENTIAL_LENGTH && BEARER_TOKEN.test(bearer))) return null;
  return encodedBasic === undefined ? credentials : withBasic(credentials, encodedBasic);
}

function withBasic(credentials: PresentedCredentials, encodedBasic: string): PresentedCredentials | null {
  if (encodedBasic === '' || !BASE64.test(encodedBasic)) return null;
  const bytes = Buffer.from(encodedBasic, 'base64');
  const text = isUtf8(bytes) ? bytes.toString('utf8') : null;
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon === -1 || CONTROL.test(text) || text.length > MAX_CREDENTIAL_LENGTH) return null;
  return { ...credentials, basic: { name: text.slice(0, colon), password: text.slice(colon + 1) } };
}
