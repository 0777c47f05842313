/**
 * A pair of tokens as two cookies of a browser.
 */

import { DOUBLED, readCookie } from '../request/cookies.ts';
import { type CookieAttributes, serializeCookie } from '../response/set-cookie.ts';
import type { TokenPair } from './pairs.ts';

export interface PairCookieNames {
  readonly access: string;
  readonly refresh: string;
}

export interface PairCookies {
  /** `null` when neither came. */
  read(header: string | undefined): PresentedPair | typeof DOUBLED | null;
  /** Set-Cookie values that hand out a pair. */
  set(pair: TokenPair, now: number): readonly string[];
  /** Set-Cookie values that clear those of the two that came. */
  clear(header: string | undefined): readonly string[];
}

export interface PresentedPair {
  readonly access: string | undefined;
  readonly refresh: string | undefined;
}

export function createPairCookies(names: PairCookieNames, attributes: Omit<CookieAttributes, 'name'>): PairCookies {
  const write = (name: string, value: string, seconds: number): string =>
    serializeCookie({ ...attributes, name }, value, seconds);

  return {
    read(header) {
      if (header === undefined) return null;
      const access = readCookie(header, names.access);
      const refresh = readCookie(header, names.refresh);
      if (access === DOUBLED || refresh === DOUBLED) return DOUBLED;
      return access === undefined && refresh === undefined ? null : { access, refresh };
    },
    set({ accessToken, accessExpiresAt, refreshToken, refreshExpiresAt }, now) {
      const secondsTo = (time: number): number => (time - now) / 1000;
      const access = write(names.access, accessToken, secondsTo(accessExpiresAt));
      if (refreshToken === null || refreshExpiresAt === null) return [access];
      return [access, write(names.refresh, refreshToken, secondsTo(refreshExpiresAt))];
    },
    clear: (header) =>
      [names.access, names.refresh]
        .filter((name) => header !== undefined && readCookie(header, name) !== undefined)
        .map((name) => write(name, '', 0)),
  };
}
