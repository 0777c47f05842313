/**
 * Who sends the requests of the matrix: every kind of credential, right and wrong, and nobody.
 */

import { accountsOf, MACHINE, PASSWORD } from '@doorward/testing';
import type { MatrixAnswer } from './matrix-client.ts';
import { type MatrixServer, ROBOT } from './matrix-server.ts';

export interface MatrixParty {
  readonly name: string;
  /** Anew for each request: a wrong password is not to be guessed too often for one name. */
  headers(): Readonly<Record<string, string>>;
}

export interface MatrixParties {
  /** Nobody, and a browser of an owner and of a viewer: they ask for everything. */
  readonly main: readonly MatrixParty[];
  /** All others, who ask for what every app has. */
  readonly others: readonly MatrixParty[];
}

/** How a page of ours sends. */
export const OWN_PAGE = { 'sec-fetch-site': 'same-origin' } as const;

let names = 0;

/** A name that nobody has. */
export function freshName(stem: string): string {
  names += 1;
  return `${stem}-${names}`;
}

/** Makes a user with this name and {@link PASSWORD}; answers the id. */
export async function givenPerson(server: MatrixServer, username: string, role = 'viewer'): Promise<string> {
  const input = { username, roles: [role], password: PASSWORD, mustChangePassword: false };
  return (await accountsOf(server.auth).users.create(MACHINE, input)).user.id;
}

export const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();

/** Signs in by the form; answers the Cookie header of the browser. */
export async function signedIn(server: MatrixServer, username: string): Promise<string> {
  const body = form({ username, password: PASSWORD });
  const answer = await server.send({ method: 'POST', path: '/auth/login', headers: OWN_PAGE, body });
  if (answer.status !== 303) throw new Error(`${username} was not signed in: ${answer.status} ${answer.text}`);
  return cookiesOf(answer);
}

export const cookiesOf = ({ headers }: MatrixAnswer): string =>
  (headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');

export interface Pair {
  readonly access: string;
  readonly refresh: string;
}

/** A pair of tokens of this user. */
export async function givenPair(server: MatrixServer, username: string): Promise<Pair> {
  const body = form({ grant_type: 'password', username, password: PASSWORD });
  const { text } = await server.send({ method: 'POST', path: '/auth/token', body });
  const { access_token: access, refresh_token: refresh } = JSON.parse(text) as Record<string, string>;
  if (access === undefined || refresh === undefined) throw new Error(`no pair was made: ${text}`);
  return { access, refresh };
}

export async function givenParties(server: MatrixServer): Promise<MatrixParties> {
  const people = [
    ['boss', 'owner'],
    ['vic', 'viewer'],
    ['kay', 'owner'],
    ['pam', 'owner'],
    ['bea', 'owner'],
    ['gone', 'owner'],
  ] as const;
  for (const [name, role] of people) await givenPerson(server, name, role);
  const [boss, vic, kay, gone] = await Promise.all(
    ['boss', 'vic', 'kay', 'gone'].map((name) => signedIn(server, name)),
  );
  const body = { name: 'made by a test' };
  const made = await server.send({
    method: 'POST',
    path: '/auth/api/keys',
    headers: { ...OWN_PAGE, cookie: kay ?? '' },
    body,
  });
  const { key } = JSON.parse(made.text) as { readonly key: string };
  const { access } = await givenPair(server, 'pam');
  await server.send({ method: 'POST', path: '/auth/logout', headers: { ...OWN_PAGE, cookie: gone ?? '' } });
  const basic = (name: string, password: string): string =>
    `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  return {
    main: [
      { name: 'a stranger', headers: () => ({}) },
      { name: 'an owner’s session', headers: () => ({ cookie: boss ?? '' }) },
      { name: 'a viewer’s session', headers: () => ({ cookie: vic ?? '' }) },
    ],
    others: [
      { name: 'a session that was ended', headers: () => ({ cookie: gone ?? '' }) },
      { name: 'a key', headers: () => ({ 'x-api-key': key }) },
      { name: 'a wrong key', headers: () => ({ 'x-api-key': `${key.slice(0, -2)}xx` }) },
      { name: 'an access token', headers: () => ({ authorization: `Bearer ${access}` }) },
      { name: 'a wrong token', headers: () => ({ authorization: `Bearer ${access.slice(0, -2)}xx` }) },
      { name: 'Basic', headers: () => ({ authorization: basic('bea', PASSWORD) }) },
      { name: 'Basic with a wrong password', headers: () => ({ authorization: basic(freshName('nobody'), 'wrong') }) },
      { name: 'a scheme of the app', headers: () => ROBOT },
      { name: 'a wrong credential of that scheme', headers: () => ({ 'x-robot': 'wrong' }) },
    ],
  };
}
