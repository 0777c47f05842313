/**
 * What people and programs do that changes something: each with what it needs, made anew each time.
 */

import { accountsOf, MACHINE, PASSWORD } from '@doorward/testing';
import type { MatrixCall, MatrixRequest } from './matrix-client.ts';
import { cookiesOf, form, freshName, givenPair, givenPerson, OWN_PAGE, signedIn } from './matrix-clients.ts';
import { type MatrixServer, OWN_PEOPLE } from './matrix-server.ts';

/** Where whoever is never to be locked out signs in from. */
const HOME = '10.200.0.1';

export function actsOf(server: MatrixServer): readonly MatrixCall[] {
  const post = (path: string, body: string | object | undefined, headers = {}): MatrixRequest => ({
    method: 'POST',
    path,
    headers: { ...OWN_PAGE, ...headers },
    body,
  });
  const login = (username: string, password: string = PASSWORD, headers = {}): MatrixRequest =>
    post('/auth/login', form({ username, password }), headers);
  const token = (fields: Readonly<Record<string, string>>): MatrixRequest => post('/auth/token', form(fields));

  /** A browser of a person who does nothing else. */
  const visitor = async (role = 'viewer'): Promise<{ readonly cookie: string; readonly id: string }> => {
    const name = freshName('visitor');
    const id = await givenPerson(server, name, role);
    return { id, cookie: await signedIn(server, name) };
  };

  const acts: Readonly<Record<string, () => Promise<MatrixRequest> | MatrixRequest>> = {
    'a right password': () => login('boss', PASSWORD, { 'x-forwarded-for': HOME }),
    'a right password as JSON': () => post('/auth/login', { username: 'boss', password: PASSWORD }),
    'a right password in place of a session': async () => login('boss', PASSWORD, { cookie: (await visitor()).cookie }),
    'a wrong password': () => login(freshName('stranger'), 'wrong'),
    'a wrong password of somebody': async () => {
      const name = freshName('victim');
      await givenPerson(server, name);
      return login(name, 'wrong');
    },
    'a right password at a verifier': () => login(OWN_PEOPLE.verifier),
    'a right password at a directory': () => login(OWN_PEOPLE.directory),
    'a right password for tokens': () => token({ grant_type: 'password', username: 'boss', password: PASSWORD }),
    'a wrong password for tokens': () =>
      token({ grant_type: 'password', username: freshName('stranger'), password: 'wrong' }),
    'a refresh token': async () =>
      token({ grant_type: 'refresh_token', refresh_token: (await givenPair(server, 'pam')).refresh }),
    'a wrong refresh token': () => token({ grant_type: 'refresh_token', refresh_token: 'wrong' }),
    'revoking a token': async () => post('/auth/revoke', form({ token: (await givenPair(server, 'pam')).access })),
    'signing out': async () => post('/auth/logout', undefined, { cookie: (await visitor()).cookie }),
    'signing up': () =>
      post('/auth/sign-up', form({ username: freshName('new'), password: PASSWORD, repeat: PASSWORD })),
    'an invitation': async () =>
      post('/auth/ticket', form({ ...(await invited(server)), password: PASSWORD, repeat: PASSWORD })),
    'inviting by mail': async () => {
      const username = freshName('mailed');
      const input = { username, email: `${username}@example.com`, roles: ['viewer'] };
      return post('/auth/api/users', input, { cookie: (await visitor('owner')).cookie });
    },
    'a wrong ticket': () =>
      post('/auth/ticket', form({ ticket: 'invitation.wrong', password: PASSWORD, repeat: PASSWORD })),
    'coming back from a provider': () => comingBack(server),
    'going to a provider': () => ({ method: 'GET', path: '/auth/sso/acme' }),
    'coming back with a wrong state': () => ({ method: 'GET', path: '/auth/sso/acme/callback?state=wrong&code=wrong' }),
    'signing out of a provider': async () => {
      const { path, headers } = await comingBack(server);
      const cookie = cookiesOf(await server.send({ method: 'GET', path, headers: headers ?? {} }));
      return post('/auth/logout', undefined, { cookie });
    },
    'a provider that tells of a sign-out': () =>
      post('/auth/sso/acme/signed-out', form({ proof: server.provider.proof, sub: freshName('subject') })),
    'a provider’s frame that tells of one': () => ({
      method: 'GET',
      path: '/auth/sso/acme/signed-out?iss=https%3A%2F%2Fprovider.example&sid=nobody',
    }),
    'making a role': async () => {
      const role = { name: freshName('role'), label: 'Role', permissions: ['pages:read'] };
      return post('/auth/api/roles', role, { cookie: (await visitor('owner')).cookie });
    },
    'deleting a key': async () => {
      const headers = { ...OWN_PAGE, cookie: (await visitor()).cookie };
      const { text } = await server.send({ method: 'POST', path: '/auth/api/keys', headers, body: { name: 'a key' } });
      const { id } = JSON.parse(text) as { readonly id: string };
      return { method: 'DELETE', path: `/auth/api/keys/${id}`, headers };
    },
    'making a user': async () => {
      const input = { username: freshName('made'), password: PASSWORD, roles: ['viewer'] };
      return post('/auth/api/users', input, { cookie: (await visitor('owner')).cookie });
    },
    'a viewer who makes a user': async () =>
      post(
        '/auth/api/users',
        { username: freshName('made'), password: PASSWORD, roles: [] },
        { cookie: (await visitor()).cookie },
      ),
    'making a key': async () => post('/auth/api/keys', { name: 'a key' }, { cookie: (await visitor()).cookie }),
    'making a ticket': async () => post('/auth/api/tickets', { path: '/events' }, { cookie: (await visitor()).cookie }),
    'changing the password': async () =>
      post(
        '/auth/api/me/password',
        { current: PASSWORD, password: 'seven brown otters dive' },
        { cookie: (await visitor()).cookie },
      ),
    'taking the role from an owner': async () => ({
      method: 'PATCH',
      path: `/auth/api/users/${await givenPerson(server, freshName('owner'), 'owner')}`,
      headers: { ...OWN_PAGE, cookie: (await visitor('owner')).cookie },
      body: { roles: ['viewer'] },
    }),
    'deleting a user': async () => ({
      method: 'DELETE',
      path: `/auth/api/users/${await givenPerson(server, freshName('leaver'))}`,
      headers: { ...OWN_PAGE, cookie: (await visitor('owner')).cookie },
    }),
  };
  return Object.entries(acts).map(([name, make]) => ({ name, isAct: true, make }));
}

async function invited(server: MatrixServer): Promise<{ readonly ticket: string }> {
  const { ticket } = await accountsOf(server.auth).users.create(MACHINE, {
    username: freshName('guest'),
    roles: ['viewer'],
  });
  if (ticket === null) throw new Error('nobody was invited');
  return { ticket: ticket.ticket };
}

async function comingBack(server: MatrixServer): Promise<MatrixRequest> {
  const page = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: 'text/html' };
  const begun = await server.send({ method: 'GET', path: '/auth/sso/acme', headers: page });
  server.provider.person = { subject: freshName('subject'), name: 'Ada', roles: ['viewer'] };
  const { pathname, search } = new URL(server.provider.visit(begun.headers['location'] ?? ''));
  return { method: 'GET', path: pathname + search, headers: { ...page, cookie: cookiesOf(begun) } };
}
