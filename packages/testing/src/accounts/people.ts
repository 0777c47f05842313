/**
 * People of the account behaviours, and how they sign in.
 */

import type { Doorward, User } from '@doorward/auth';
import type supertest from 'supertest';
import { setCookies } from '../adapter/fixture.ts';

/** What may be done from the machine itself. */
export const MACHINE = {
  principal: { subject: 'machine', name: 'machine', roles: [], permissions: ['*'], method: 'test' },
  clientAddress: '',
} as const;

export const PASSWORD = 'three grey herons fly';
export const OTHER_PASSWORD = 'seven brown otters dive';

export interface Person {
  readonly username: string;
  readonly roles?: readonly string[];
  readonly status?: User['status'];
  readonly mustChangePassword?: boolean;
}

/** Makes a user with {@link PASSWORD} and the address `<username>@example.com`. */
export async function givenUser(auth: Doorward, person: Person): Promise<User> {
  const { user } = await accountsOf(auth).users.create(MACHINE, {
    mustChangePassword: false,
    email: `${person.username.toLowerCase()}@example.com`,
    password: PASSWORD,
    ...person,
  });
  return user;
}

export function accountsOf(auth: Doorward): NonNullable<Doorward['accounts']> {
  if (auth.accounts === null) throw new Error('this Doorward has no accounts');
  return auth.accounts;
}

export interface Attempt {
  readonly username: string;
  readonly password?: string;
  readonly cookie?: string;
  /** As the proxy in front tells it. */
  readonly from?: string;
}

/** Sends the login form. */
export function attempt(
  http: ReturnType<typeof supertest>,
  { username, password = PASSWORD, cookie, from }: Attempt,
): supertest.Test {
  return http
    .post('/auth/login')
    .set({
      'sec-fetch-site': 'same-origin',
      ...(cookie === undefined ? {} : { cookie }),
      ...(from === undefined ? {} : { 'x-forwarded-for': from }),
    })
    .type('form')
    .send({ username, password })
    .redirects(0);
}

/** Signs in; answers the Cookie header that the browser sends from then on. */
export async function signInAs(http: ReturnType<typeof supertest>, what: Attempt): Promise<string> {
  const response = await attempt(http, what);
  if (response.status !== 303) throw new Error(`${what.username} was not signed in: ${response.status}`);
  return cookiesOf(response.headers);
}

/** All cookies of an answer as a Cookie header. */
export function cookiesOf(headers: Readonly<Record<string, unknown>>): string {
  return setCookies(headers)
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}
