import { describe, expect, it } from '@jest/globals';
import { COOKIE, givenApi, NEW_PASSWORD, PASSWORD } from './given-api.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('GET /me', () => {
  it('answers whom the request acts as', async () => {
    const { read, users } = await givenApi();
    expect(await read('/me', 'editor')).toEqual({
      id: users.editor.id,
      name: 'editor',
      username: 'editor',
      email: 'editor@example.com',
      displayName: null,
      roles: ['editor'],
      permissions: ['*:read', '*:create', '*:update', '*:delete'],
      method: 'password',
      obligation: null,
      session: {
        id: expect.any(String),
        createdAt: expect.stringMatching(TIME),
        expiresAt: expect.stringMatching(TIME),
      },
    });
  });

  it('answers for the holder of the token, who is no user and has no session', async () => {
    expect(await (await givenApi()).read('/me', 'token')).toEqual({
      id: 'token',
      name: 'token',
      username: null,
      email: null,
      displayName: null,
      roles: [],
      permissions: ['*'],
      method: 'token',
      obligation: null,
      session: null,
    });
  });

  it('answers HEAD without a body', async () => {
    const response = await (await givenApi()).ask('HEAD', '/me', { as: 'viewer' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('PATCH /me', () => {
  it('changes what is sent, removes what is null, and leaves the rest', async () => {
    const { ask, record } = await givenApi();
    const body = { displayName: 'Vera V.', email: null };
    const response = await ask('PATCH', '/me', { as: 'viewer', body });
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ name: 'Vera V.', username: 'viewer', email: null, displayName: 'Vera V.' }),
    ]);
    expect(await record('viewer')).toMatchObject({ displayName: 'Vera V.', email: null, identifiers: ['viewer'] });
  });

  it('refuses the name and the address of another user (A14)', async () => {
    const { ask, record, users } = await givenApi();
    for (const body of [{ username: 'OWNER' }, { email: 'owner@example.com' }, { username: 'owner@example.com' }]) {
      const response = await ask('PATCH', '/me', { as: 'viewer', body });
      expect([409, 422]).toContain(response.status);
    }
    expect(await record('viewer')).toEqual(users.viewer);
  });

  it('names the field that is wrong', async () => {
    const { ask } = await givenApi();
    const response = await ask('PATCH', '/me', { as: 'viewer', body: { email: 'no address' } });
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'accounts/field-invalid', field: 'email' }),
    ]);
  });
});

describe('POST /me/password', () => {
  it('begins a new session in place of all others (V26, V27)', async () => {
    const { ask, signIn, record } = await givenApi();
    const [mine, elsewhere] = [await signIn('viewer'), await signIn('viewer')];
    const own = { cookie: mine, origin: 'https://own.example' };
    const body = { current: PASSWORD, password: NEW_PASSWORD };
    const response = await ask('POST', '/me/password', { body, headers: own });
    expect([response.status, await response.text()]).toEqual([204, '']);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(new RegExp(`^${COOKIE}=.+; Path=/; .*HttpOnly; SameSite=Lax; Secure$`));
    const statusWith = async (header: string) =>
      (await ask('GET', '/me', { headers: { cookie: header.split(';', 1)[0] ?? '' } })).status;
    expect([await statusWith(cookie), await statusWith(mine), await statusWith(elsewhere)]).toEqual([200, 401, 401]);
    expect(await record('viewer')).toMatchObject({ mustChangePassword: false, version: 2 });
  });

  it('keeps the method of the session, and tells of no sign-in', async () => {
    const { ask, events } = await givenApi();
    const body = { current: PASSWORD, password: NEW_PASSWORD };
    const response = await ask('POST', '/me/password', { as: 'editor', body });
    const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    const me = await (await ask('GET', '/me', { headers: { cookie } })).json();
    expect(me).toMatchObject({ method: 'password', roles: ['editor'], obligation: null });
    expect(events.map(({ type }) => type)).toEqual(['password-changed']);
  });

  it.each([
    ['a wrong current one', 'wrong', NEW_PASSWORD, 400, 'accounts/password-wrong', 'current'],
    ['the same again', PASSWORD, PASSWORD, 400, 'accounts/password-unchanged', 'password'],
    ['a short one', PASSWORD, 'short', 422, 'accounts/password-too-short', 'password'],
  ])('refuses %s, and the session goes on', async (_name, current, password, status, code, field) => {
    const { ask, signIn, record, users } = await givenApi();
    const headers = { cookie: await signIn('viewer'), origin: 'https://own.example' };
    const response = await ask('POST', '/me/password', { headers, body: { current, password } });
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ code, field })]);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await record('viewer')).toEqual(users.viewer);
    expect((await ask('GET', '/me', { headers })).status).toBe(200);
  });
});

describe('guesses at the current password', () => {
  it('are counted like those at the login, and end with 429 (V1)', async () => {
    const { ask } = await givenApi();
    const statuses: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const body = { current: `wrong-${n}`, password: NEW_PASSWORD };
      statuses.push((await ask('POST', '/me/password', { as: 'viewer', body })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([400, 429]));
    const body = { current: PASSWORD, password: NEW_PASSWORD };
    const response = await ask('POST', '/me/password', { as: 'viewer', body });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^[1-9]\d*$/)]);
  });
});

describe('a session that has to choose a password first', () => {
  it('sees who it is and chooses one (S8)', async () => {
    const { ask, signIn } = await givenApi();
    const headers = { cookie: await signIn('owner', 'change-password'), origin: 'https://own.example' };
    expect(await (await ask('GET', '/me', { headers })).json()).toMatchObject({ obligation: 'change-password' });
    const body = { current: PASSWORD, password: NEW_PASSWORD };
    const response = await ask('POST', '/me/password', { headers, body });
    const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    expect([response.status, (await ask('GET', '/users', { headers: { cookie } })).status]).toEqual([204, 200]);
  });
});
