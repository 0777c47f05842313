/**
 * Our cookies: the session's, and the one by which an account's browser is known again.
 *
 * Both names end in a hash of secret and path. While a secret is being replaced the names of the older
 * ones are read too, so that nobody is signed out.
 *
 * @see OWASP Slow Down Online Guessing Attacks with Device Cookies
 */

import { type DOUBLED, readCookie } from './request/cookies.ts';
import { type CookieAttributes, serializeCookie } from './response/set-cookie.ts';
import type { KeyRing } from './secret/key-ring.ts';
import { randomSecret } from './secret/secret-value.ts';

export interface SessionCookieOptions extends Omit<CookieAttributes, 'name'> {
  /** Newest first. */
  readonly names: readonly string[];
  /** False: browsers keep the session until they are closed. */
  readonly persistent: boolean;
}

export interface SessionCookie {
  /** The client's session value: `undefined` when absent, doubled when two differ. */
  read(header: string | undefined): string | undefined | typeof DOUBLED;
  /** Set-Cookie values that hand out a session, and drop older names of it. */
  set(header: string | undefined, secret: string, maxAgeSeconds: number): readonly string[];
  /** Set-Cookie values that clear the session. */
  clear(header: string | undefined): readonly string[];
  /** The browser that was used with this account before, `null` when it was not. */
  knownBrowser(header: string | undefined, account: string): string | null;
  /** The Set-Cookie value by which it is known from now on; `null` when it is already. */
  know(header: string | undefined, account: string): string | null;
}

export function createSessionCookie(
  { names, persistent, ...attributes }: SessionCookieOptions,
  keys: KeyRing,
): SessionCookie {
  const [newest = '', ...older] = names;
  const browserName = `${newest}_browser`;

  function read(header: string | undefined): string | undefined | typeof DOUBLED {
    if (header === undefined) return undefined;
    const value = readCookie(header, newest);
    if (value !== undefined || older.length === 0) return value;
    for (const name of older) {
      const before = readCookie(header, name);
      if (before !== undefined) return before;
    }
    return undefined;
  }

  const cleared = (name: string): string => serializeCookie({ ...attributes, name }, '', 0);
  const olderIn = (header: string | undefined): readonly string[] =>
    older.filter((name) => header !== undefined && readCookie(header, name) !== undefined);

  function knownBrowser(header: string | undefined, account: string): string | null {
    for (const name of names) {
      const value = header === undefined ? undefined : readCookie(header, `${name}_browser`);
      const [browser, signature, more] = typeof value === 'string' ? value.split('.') : [];
      if (browser === undefined || signature === undefined || more !== undefined) continue;
      if (keys.verify(BROWSER_PURPOSE, `${browser}\n${account}`, signature)) return browser;
    }
    return null;
  }

  return {
    read,
    set: (header, secret, maxAgeSeconds) => [
      serializeCookie({ ...attributes, name: newest }, secret, persistent ? maxAgeSeconds : null),
      ...olderIn(header).map(cleared),
    ],
    clear: (header) => [cleared(newest), ...olderIn(header).map(cleared)],
    knownBrowser,
    know(header, account) {
      if (knownBrowser(header, account) !== null) return null;
      const browser = randomSecret();
      const value = `${browser}.${keys.sign(BROWSER_PURPOSE, `${browser}\n${account}`)}`;
      return serializeCookie({ ...attributes, name: browserName }, value, BROWSER_SECONDS);
    },
  };
}

const BROWSER_PURPOSE = 'known browser';
const BROWSER_SECONDS = 400 * 24 * 60 * 60;
