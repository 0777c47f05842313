/**
 * Writes our Set-Cookie. One function for setting and for clearing, so that their attributes cannot
 * drift apart: a browser keeps a cookie whose deletion names another path.
 *
 * @see RFC 6265bis §4.1
 */

export interface CookieAttributes {
  readonly name: string;
  readonly path: string;
  readonly secure: boolean;
  readonly sameSite: 'Lax' | 'Strict';
}

/**
 * `maxAgeSeconds` 0 clears the cookie, and `null` leaves it to the browser until that is closed. Always HttpOnly: no
 * script has a use for it.
 */
export function serializeCookie(cookie: CookieAttributes, value: string, maxAgeSeconds: number | null): string {
  const { name, path, sameSite } = cookie;
  const secure = cookie.secure ? '; Secure' : '';
  return `${name}=${value}; Path=${path}${maxAge(maxAgeSeconds)}; HttpOnly; SameSite=${sameSite}${secure}`;
}

function maxAge(seconds: number | null): string {
  return seconds === null ? '' : `; Max-Age=${Math.min(Math.max(0, Math.floor(seconds)), MAX_AGE_SECONDS)}`;
}

/** Those of `cookies` whose names `present` does not set: what an answer itself says of a cookie is the latest word. */
export function cookiesBeside(present: readonly string[], cookies: readonly string[]): readonly string[] {
  const names = new Set(present.map(nameOf));
  return cookies.filter((cookie) => !names.has(nameOf(cookie)));
}

const nameOf = (cookie: string): string => cookie.slice(0, cookie.indexOf('='));

/** 400 days, the limit that browsers keep. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;
