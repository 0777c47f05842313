/**
 * A browser, as far as cookies and the way to a provider and back go.
 */

import type supertest from 'supertest';
import { type Fixture, PAGE, setCookies } from '../adapter/fixture.ts';
import type { TestProvider } from './test-provider.ts';

/** Where the fixture says that it stands. */
export const OWN = 'https://own.example';
export const COMING_BACK: Readonly<Record<string, string>> = { ...PAGE, 'sec-fetch-site': 'cross-site' };

/** A browser, as far as cookies go. */
export interface Browser {
  get(path: string, headers?: Readonly<Record<string, string>>): supertest.Test;
  /** Sends a form of our own pages. */
  post(path: string, fields?: Readonly<Record<string, string>>): supertest.Test;
  /** Keeps what the answer set. */
  take(response: supertest.Response): supertest.Response;
  readonly cookies: Map<string, string>;
}

export function browserAt({ http }: Fixture): Browser {
  const cookies = new Map<string, string>();
  const header = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const withCookies = (headers: Readonly<Record<string, string>>) =>
    cookies.size === 0 ? headers : { ...headers, cookie: header() };
  return {
    cookies,
    get: (path, headers = PAGE) => http.get(path).set(withCookies(headers)).redirects(0),
    post: (path, fields = {}) =>
      http
        .post(path)
        .set(withCookies({ ...PAGE, 'sec-fetch-site': 'same-origin' }))
        .type('form')
        .send(fields)
        .redirects(0),
    take(response) {
      for (const line of setCookies(response.headers)) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/; Max-Age=0(?:;|$)/.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}

export const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '');

/** Begins at the login page's link; answers where the browser arrives when it comes back. */
export async function visitProvider(
  browser: Browser,
  { provider, visit }: TestProvider,
  next?: string,
): Promise<string> {
  const query = next === undefined ? '' : `?next=${encodeURIComponent(next)}`;
  const begun = browser.take(await browser.get(`/auth/sso/${provider.id}${query}`));
  return pathOf(visit(begun.headers['location'] ?? ''));
}

export async function signInWith(browser: Browser, provider: TestProvider, next?: string): Promise<supertest.Response> {
  return browser.take(await browser.get(await visitProvider(browser, provider, next), COMING_BACK));
}
