/**
 * Who is signed in by a client's cookies: the one of its session, or a pair of them.
 */

import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { PairCookies, PresentedPair } from './pair/pair-cookies.ts';
import type { Pairs } from './pair/pairs.ts';
import { DOUBLED } from './request/cookies.ts';
import type { LiveSession } from './session/session.ts';
import type { SessionManager } from './session/session-manager.ts';
import type { SessionCookie } from './session-cookie.ts';

export interface ClientSessions {
  /** The client's session value: `undefined` when absent, doubled when two differ. */
  sessionCookie(cookieHeader: string | undefined): string | undefined | typeof DOUBLED;
  /** True when browsers are given a pair of cookies in place of one. */
  readonly hasPairCookies: boolean;
  /** The client's pair of cookies, where browsers are given one; `null` where not, or when neither came. */
  pairCookies(cookieHeader: string | undefined): PresentedPair | typeof DOUBLED | null;
  /** Set-Cookie values that clear the pair. */
  clearPair(cookieHeader: string | undefined): readonly string[];
  /** True when a cookie came that signs browsers in, whether it is good or not. */
  bringsCookie(cookieHeader: string | undefined): boolean;
  /** The client's live session. */
  current(cookieHeader: string | undefined): MaybePromise<LiveSession | null>;
  /** The session of a pair of cookies without using the refresh token up; `null` without a live one. */
  currentPair(presented: PresentedPair): MaybePromise<LiveSession | null>;
  /** The session of an access token that this process remembers. */
  recallAccess(token: string): LiveSession | null;
  /** True for an access token that was good until its time was up. */
  isExpired(token: string): boolean;
}

export interface ClientSessionParts {
  readonly sessions: Pick<SessionManager, 'find'>;
  readonly cookie: SessionCookie;
  /** `null`: no tokens are made. */
  readonly pairs: Pairs | null;
  /** Browsers get a pair of these in place of the session cookie; `null`: they do not. */
  readonly pairCookies: PairCookies | null;
}

export function createClientSessions({ sessions, cookie, pairs, pairCookies }: ClientSessionParts): ClientSessions {
  function currentPair({ access, refresh }: PresentedPair): MaybePromise<LiveSession | null> {
    if (pairs === null) return null;
    const found = access === undefined ? 'invalid' : pairs.access(access);
    return andThen(found, (outcome): MaybePromise<LiveSession | null> => {
      if (typeof outcome === 'object') return outcome;
      return refresh === undefined ? null : pairs.peek(refresh);
    });
  }

  return {
    sessionCookie: cookie.read,
    hasPairCookies: pairCookies !== null,
    pairCookies: (header) => pairCookies?.read(header) ?? null,
    clearPair: (header) => pairCookies?.clear(header) ?? [],
    bringsCookie: (header) => cookie.read(header) !== undefined || (pairCookies?.read(header) ?? null) !== null,
    current(header) {
      const secret = cookie.read(header);
      if (typeof secret === 'string') return sessions.find(secret);
      const presented = pairCookies?.read(header) ?? null;
      return presented === null || presented === DOUBLED ? null : currentPair(presented);
    },
    currentPair,
    recallAccess: (token) => pairs?.recall(token) ?? null,
    isExpired: (token) => pairs?.isExpired(token) === true,
  };
}
