/**
 * What programs present, and how the behaviours come by it: API keys and pairs of tokens.
 */

import type { User } from '@doorward/auth';
import type supertest from 'supertest';
import type { Fixture } from '../adapter/fixture.ts';
import { givenUser, PASSWORD, signInAs } from './people.ts';

type Http = Fixture['http'];

let addresses = 0;

/** A client address that no test has used: wrong credentials are counted by address. Needs `trustProxy: 1`. */
export function freshAddress(): string {
  addresses += 1;
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** The headers of a client whose wrong guesses nobody else pays for. */
export const fromAnywhere = (headers: Readonly<Record<string, string>>): Record<string, string> => ({
  'x-forwarded-for': freshAddress(),
  ...headers,
});

/** A GET of `path` with these headers, from an address of its own. */
export function ask(http: Http, path: string, headers: Readonly<Record<string, string>> = {}): supertest.Test {
  return http.get(path).set(fromAnywhere(headers)).redirects(0);
}

export type ApiMethod = 'get' | 'post' | 'patch' | 'delete';

/** Calls a JSON endpoint as a page of ours does. */
export function callApi(
  http: Http,
  headers: Readonly<Record<string, string>>,
  [method, path, body]: readonly [ApiMethod, string, object?],
): supertest.Test {
  const request = http[method](`/auth/api${path}`).set(fromAnywhere({ 'sec-fetch-site': 'same-origin', ...headers }));
  return body === undefined ? request : request.send(body);
}

export interface MadeKey {
  readonly id: string;
  /** The key itself. */
  readonly key: string;
}

/** Makes a key at the endpoint, for whoever these headers sign in. */
export async function givenKey(
  http: Http,
  headers: Readonly<Record<string, string>>,
  input: object = {},
): Promise<MadeKey> {
  const made = await callApi(http, headers, ['post', '/keys', { name: 'made by a test', ...input }]);
  if (made.status !== 201) throw new Error(`no key was made: ${made.status} ${made.text}`);
  return { id: made.body.id, key: made.body.key };
}

export interface KeyHolder extends MadeKey {
  readonly user: User;
  /** Headers by which he is signed in. */
  readonly by: { readonly cookie: string };
}

/** A user who is signed in, and a key of his own. */
export async function givenHolder(
  { http, auth }: Pick<Fixture, 'http' | 'auth'>,
  username: string,
  { roles = ['viewer'], ...input }: { readonly roles?: readonly string[]; readonly [field: string]: unknown } = {},
): Promise<KeyHolder> {
  const user = await givenUser(auth, { username, roles });
  const by = { cookie: await signInAs(http, { username }) };
  return { user, by, ...(await givenKey(http, by, input)) };
}

export interface MadePair {
  readonly access: string;
  readonly refresh: string;
}

/** Sends a form to the token endpoint, or to the one that revokes. */
export function sendForm(
  http: Http,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
  path = '/auth/token',
): supertest.Test {
  return http.post(path).set(fromAnywhere(headers)).type('form').send(fields);
}

/** Signs in by name and password at the token endpoint. Needs `tokens.passwordGrant`. */
export async function givenPair(http: Http, username: string, password: string = PASSWORD): Promise<MadePair> {
  const { status, body, text } = await sendForm(http, { grant_type: 'password', username, password });
  if (status !== 200) throw new Error(`no pair was made: ${status} ${text}`);
  return { access: body.access_token, refresh: body.refresh_token };
}

/**
 * Asks again until the answer has this status, as changes reach other servers within a quarter of a second. What is
 * asked later than that has to have it, however long its answer takes on a busy machine.
 */
export async function statusWithin(
  milliseconds: number,
  wanted: number,
  send: () => PromiseLike<{ readonly status: number }>,
): Promise<number> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const askedAt = Date.now();
    const { status } = await send();
    if (status === wanted || askedAt > end) return status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The bound of the change feed, and some for a busy machine. */
export const HEARD_WITHIN_MS = 1_500;
