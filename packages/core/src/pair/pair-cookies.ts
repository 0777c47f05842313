/**
 * A pair of tokens as two cookies of a browser.
 *
 * While a secret is being replaced the names that the older ones give are read too, as those of a session are.
 */

import { DOUBLED, readCookie } from '../request/cookies.ts';
import { type CookieAttributes, serializeCookie } from '../response/set-cookie.ts';
import type { TokenPair } from './pairs.ts';

/** Newest first. */
export interface PairCookieNames {
  readonly access: readonly string[];
  readonly refresh: readonly string[];
}

export interface PairCookies {
  /** `null` when neither came. */
  read(header: string | undefined): PresentedPair | typeof DOUBLED | null;
  /**
   * Set-Cookie values that hand out a pair, and drop older names of it: a refresh token under one of them is used up, and
   * would end the family.
   */
  set(header: string | undefined, pair: TokenPair, now: number): readonly string[];
  /** Set-Cookie values that clear those of the two that came. */
  clear(header: string | undefined): readonly string[];
}

export interface PresentedPair {
  readonly access: string | undefined;
  readonly refresh: string | undefined;
}

/** Not `persistent`: browsers keep the pair until they are closed. */
export function createPairCookies(
  names: PairCookieNames,
  { persistent, ...attributes }: Omit<CookieAttributes, 'name'> & { readonly persistent: boolean },
): PairCookies {
  const [newestAccess = '', ...olderAccess] = names.access;
  const [newestRefresh = '', ...olderRefresh] = names.refresh;
  const write = (name: string, value: string, seconds: number | null): string =>
    serializeCookie({ ...attributes, name }, value, seconds);
  const cleared = (header: string | undefined, of: readonly string[]): readonly string[] =>
    of
      .filter((name) => header !== undefined && readCookie(header, name) !== undefined)
      .map((name) => write(name, '', 0));

  return {
    read(header) {
      if (header === undefined) return null;
      const access = firstOf(header, names.access);
      const refresh = firstOf(header, names.refresh);
      if (access === DOUBLED || refresh === DOUBLED) return DOUBLED;
      return access === undefined && refresh === undefined ? null : { access, refresh };
    },
    set(header, { accessToken, accessExpiresAt, refreshToken, refreshExpiresAt }, now) {
      const secondsTo = (time: number): number | null => (persistent ? (time - now) / 1000 : null);
      const access = write(newestAccess, accessToken, secondsTo(accessExpiresAt));
      const older = cleared(header, [...olderAccess, ...olderRefresh]);
      if (refreshToken === null || refreshExpiresAt === null) return [access, ...older];
      return [access, write(newestRefresh, refreshToken, secondsTo(refreshExpiresAt)), ...older];
    },
    clear: (header) => cleared(header, [...names.access, ...names.refresh]),
  };
}

function firstOf(header: string, names: readonly string[]): string | undefined | typeof DOUBLED {
  for (const name of names) {
    const value = readCookie(header, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
