/**
 * Pairs of cookies in the behaviours about them: what an answer sets and clears, and who has one.
 */

import type { User } from '@doorward/auth';
import type supertest from 'supertest';
import { type Fixture, setCookies } from '../../../adapter/fixture.ts';
import { readSetCookie } from '../../../http/cookie.ts';
import { attempt, givenUser } from '../../people.ts';
import { ask, freshAddress, fromAnywhere } from '../../programs.ts';
import type { AccountsGroup } from '../../with-accounts.ts';

export const NAMES = { access: 'token', refresh: 'refresh_token' } as const;
/** How long an access token counts, in seconds. */
export const HOUR = 3600;

type Headers = Readonly<Record<string, unknown>>;
type PairOfCookies = Readonly<Record<'token' | 'refresh_token', string>>;

/** The two cookies of an answer. */
export function pairIn(headers: Headers): PairOfCookies | null {
  const found = new Map(setCookies(headers).map((line) => [readSetCookie(line).name, readSetCookie(line).value]));
  const [token, refresh] = [found.get(NAMES.access), found.get(NAMES.refresh)];
  return token && refresh ? { token, refresh_token: refresh } : null;
}

/** Those of both cookies that the answer clears. */
export const clearedIn = (headers: Headers): readonly string[] =>
  setCookies(headers)
    .map(readSetCookie)
    .filter(({ value }) => value === '')
    .map(({ name }) => name);

export const cookieOf = (pair: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(pair)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

export interface SignedIn {
  readonly user: User;
  readonly pair: PairOfCookies;
  /** Both, as a browser sends them. */
  readonly cookie: string;
  /** The answer that set them. */
  readonly response: supertest.Response;
}

/** What the tests of one group do with pairs. */
export interface CookiePairs {
  get(): AccountsGroup;
  /** A new user who has signed in. */
  signedIn(username: string): Promise<SignedIn>;
  /** Whom the app sees, at the group's server unless another is given. */
  who(cookie: string, fixture?: Fixture): supertest.Test;
  /** A form for the app. */
  post(headers: Readonly<Record<string, string>>): supertest.Test;
  /** Calls `then` when the access token is over. */
  later<T>(then: () => Promise<T>): Promise<T>;
}

export function cookiePairs(get: () => AccountsGroup): CookiePairs {
  return {
    get,
    async signedIn(username) {
      const { fixture } = get();
      const user = await givenUser(fixture.auth, { username, roles: ['viewer'] });
      const response = await attempt(fixture.http, { username, from: freshAddress() });
      const pair = pairIn(response.headers);
      if (pair === null) throw new Error(`no pair: ${response.status}`);
      return { user, pair, cookie: cookieOf(pair), response };
    },
    who: (cookie, { http } = get().fixture) => ask(http, '/who', { cookie }),
    post: (headers) => get().fixture.http.post('/write').set(fromAnywhere(headers)).send('x=1'),
    async later(then) {
      get().fixture.advance(HOUR + 1);
      try {
        return await then();
      } finally {
        get().fixture.advance(-HOUR - 1);
      }
    },
  };
}
