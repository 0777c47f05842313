/**
 * Reads the explicit credentials of a request: the `Authorization` header and `?access_token=`.
 *
 *   credentials = auth-scheme 1*SP token68
 *
 * @see RFC 9110 §11.4, RFC 7617 §2 (Basic), RFC 6750 §2 (Bearer, query parameter)
 */

import type { RequestView } from './request-view.ts';

/** What the client presented in so many words; the cookie is not part of it. */
export interface PresentedCredentials {
  readonly bearer?: string;
  readonly basic?: { readonly name: string; readonly password: string };
  readonly query?: string;
  /** The auth scheme in lower case when it is neither Basic nor Bearer. */
  readonly otherScheme?: string;
}

export type Presented =
  | { readonly kind: 'read'; readonly credentials: PresentedCredentials }
  /** Not in the form that its standard asks for. */
  | { readonly kind: 'malformed' }
  /** Two different credentials where one is due. */
  | { readonly kind: 'conflicting' };

export const QUERY_PARAMETER = 'access_token';

/** Longer than this no credential of ours is. */
export const MAX_CREDENTIAL_LENGTH = 4096;

/** Reads both places; `query` is the raw query string. */
export function readPresented(view: RequestView, query: string, ignoreAuthorization: boolean): Presented {
  const lines = ignoreAuthorization ? [] : view.headerLines('authorization');
  if (lines.length > 1 && lines.some((line) => line !== lines[0])) return CONFLICTING;
  const header = lines[0] === undefined ? {} : readAuthorization(lines[0]);
  if (header === null) return MALFORMED;
  if (!query.includes(QUERY_PARAMETER)) return { kind: 'read', credentials: header };
  const values = new URLSearchParams(query).getAll(QUERY_PARAMETER);
  const [first] = values;
  if (first === undefined) return { kind: 'read', credentials: header };
  if (values.some((value) => value !== first)) return CONFLICTING;
  if (first.length > MAX_CREDENTIAL_LENGTH || CONTROL.test(first)) return MALFORMED;
  return { kind: 'read', credentials: { ...header, query: first } };
}

const MALFORMED: Presented = Object.freeze({ kind: 'malformed' });
const CONFLICTING: Presented = Object.freeze({ kind: 'conflicting' });

/** `null` when the header is malformed. Scheme names are case-insensitive. */
export function readAuthorization(value: string): PresentedCredentials | null {
  if (value.length > MAX_CREDENTIAL_LENGTH * 2) return null;
  const space = value.indexOf(' ');
  const scheme = (space === -1 ? value : value.slice(0, space)).toLowerCase();
  const rest = space === -1 ? '' : value.slice(space).replace(/^[ \t]+|[ \t]+$/g, '');
  if (scheme === 'bearer')
    return BEARER_TOKEN.test(rest) && rest.length <= MAX_CREDENTIAL_LENGTH ? { bearer: rest } : null;
  if (scheme === 'basic') return readBasic(rest);
  return { otherScheme: scheme };
}

/** Visible ASCII without spaces and commas: wider than RFC 6750's b68 so that any configured token fits. */
const BEARER_TOKEN = /^[\x21-\x2b\x2d-\x7e]+$/;

/** token68 of RFC 4648 base64, padding included. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\x00-\x1f\x7f]/;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readBasic(encoded: string): PresentedCredentials | null {
  if (encoded === '' || !BASE64.test(encoded)) return null;
  const text = decodeUtf8(Buffer.from(encoded, 'base64'));
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon === -1 || CONTROL.test(text) || text.length > MAX_CREDENTIAL_LENGTH) return null;
  return { basic: { name: text.slice(0, colon), password: text.slice(colon + 1) } };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
