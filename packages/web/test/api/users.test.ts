import { describe, expect, it } from '@jest/globals';
import type { Mail } from '../../src/index.ts';
import { givenApi, NEW_PASSWORD, ORIGIN, PASSWORD } from './given-api.ts';

type Sent = { readonly ticket: { readonly link: string; readonly mail: string } };

type Page = { readonly total: number; readonly users: readonly { readonly username: string }[] };

describe('GET /roles', () => {
  it.each([
    ['owner', ['viewer', 'editor', 'admin', 'owner', 'clerk']],
    ['admin', ['viewer', 'editor']],
    ['editor', []],
    ['stranger', []],
  ] as const)('tells the %s which he may grant (A13, A14)', async (as, grantable) => {
    const { read } = await givenApi();
    const { roles } = (await read('/roles', as)) as { roles: { name: string; grantable: boolean }[] };
    expect(roles.map(({ name }) => name)).toEqual(['viewer', 'editor', 'admin', 'owner', 'clerk']);
    expect(roles.filter((role) => role.grantable).map(({ name }) => name)).toEqual(grantable);
    expect(roles[0]).toEqual({
      name: 'viewer',
      label: 'Viewer',
      description: 'Can read.',
      permissions: ['*:read'],
      inherits: [],
      custom: false,
      grantable: grantable.length > 0,
      editable: false,
    });
    const isOwner = as === 'owner';
    expect(roles[4]).toMatchObject({ inherits: ['viewer'], custom: true, grantable: isOwner, editable: isOwner });
  });
});

describe('GET /users', () => {
  it('lists by pages (A69)', async () => {
    const { read } = await givenApi();
    const first = (await read('/users?limit=3', 'owner')) as Page;
    const second = (await read('/users?limit=3&offset=3', 'owner')) as Page;
    expect([first.total, second.total]).toEqual([8, 8]);
    expect([...first.users, ...second.users].map(({ username }) => username)).toEqual([
      'adam',
      'admin',
      'editor',
      'edna',
      'olga',
      'owner',
    ]);
  });

  it.each([
    ['search=ed', ['editor', 'edna']],
    ['search=EDNA%40Example', ['edna']],
    ['role=owner', ['olga', 'owner']],
    ['status=disabled', []],
    ['search=ed&role=editor&status=active&limit=1', ['editor']],
    ['search=%25', []],
    ['role=__proto__', []],
    ['id=1&isAdmin=true', ['adam', 'admin', 'editor', 'edna', 'olga', 'owner', 'vera', 'viewer']],
  ])('finds by %s', async (query, names) => {
    const page = (await (await givenApi()).read(`/users?${query}`, 'owner')) as Page;
    expect(page.users.map(({ username }) => username)).toEqual(names);
  });

  it('shows an admin the users whom he may manage (A13)', async () => {
    const page = (await (await givenApi()).read('/users', 'admin')) as Page;
    expect([page.total, page.users.map(({ username }) => username)]).toEqual([4, ['editor', 'edna', 'vera', 'viewer']]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=', 'limit'],
    ['limit=1&limit=200', 'limit'],
    ['offset=-1', 'offset'],
    ['offset=99999999999', 'offset'],
    ['status=gone', 'status'],
    ['status=active&status=pending', 'status'],
    ['search=a&search=b', 'search'],
    ['search=%00', 'search'],
    ['role=a%0Ab', 'role'],
    [`search=${'x'.repeat(129)}`, 'search'],
  ])('refuses %s and names it (4.13)', async (query, field) => {
    const response = await (await givenApi()).ask('GET', `/users?${query}`, { as: 'owner' });
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'accounts/field-invalid', field }),
    ]);
  });
});

describe('POST /users', () => {
  it('adds a user with a password, who has to change it (A15)', async () => {
    const { ask, read, store } = await givenApi();
    const body = { username: 'Nora', email: 'nora@example.com', roles: ['editor'], password: PASSWORD };
    const response = await ask('POST', '/users', { as: 'owner', body });
    const { user, ticket } = (await response.json()) as { user: { id: string }; ticket: null };
    expect([response.status, response.headers.get('location'), ticket]).toEqual([
      201,
      `/auth/api/users/${user.id}`,
      null,
    ]);
    expect(await read(`/users/${user.id}`, 'owner')).toEqual(user);
    expect(user).toEqual({
      id: user.id,
      username: 'Nora',
      email: 'nora@example.com',
      displayName: null,
      roles: ['editor'],
      status: 'active',
      hasPassword: true,
      mustChangePassword: true,
      identities: [],
      createdAt: expect.stringMatching(/^2\d{3}-.*Z$/),
      lastSignInAt: null,
    });
    expect(await store.user(user.id)).toMatchObject({
      version: 1,
      passwordHash: expect.stringMatching(/^\$argon2id\$/),
    });
  });

  it('invites one without a password, by a link that works', async () => {
    const { ask, accounts } = await givenApi();
    const response = await ask('POST', '/users', { as: 'owner', body: { username: 'nora' } });
    const { user, ticket } = (await response.json()) as Record<'user' | 'ticket', Record<string, string>>;
    expect(ticket).toEqual({
      ticket: expect.stringMatching(/^invitation\./),
      link: `/auth/ticket?ticket=${ticket?.['ticket']}`,
      mail: 'none',
      expiresAt: expect.stringMatching(/Z$/),
    });
    const redeemed = await accounts.tickets.redeem(ticket?.['ticket'] ?? '', { password: NEW_PASSWORD }, '127.0.0.1');
    expect(redeemed.id).toBe(user?.['id']);
  });

  it('refuses a name that is taken', async () => {
    const { ask } = await givenApi();
    const response = await ask('POST', '/users', { as: 'owner', body: { username: 'VERA', password: PASSWORD } });
    expect([response.status, await response.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'accounts/name-taken' }),
    ]);
  });
});

describe('PATCH /users/{id}', () => {
  it('changes all that an owner may change (A15, A69)', async () => {
    const { ask, users, record } = await givenApi();
    const body = { username: 'vera2', email: null, displayName: 'Vera', roles: ['admin'], status: 'disabled' };
    const response = await ask('PATCH', `/users/${users.vera.id}`, { as: 'owner', body });
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining(body)]);
    expect(await record('vera')).toEqual({ ...users.vera, ...body, identifiers: ['vera2'], version: 2 });
  });

  it('ends the sessions of a user whose roles or password change, at once (V39)', async () => {
    const { ask, users, signIn } = await givenApi();
    for (const body of [{ roles: ['editor'] }, { password: NEW_PASSWORD }, { status: 'disabled' }]) {
      const cookie = await signIn('vera');
      expect((await ask('GET', '/me', { headers: { cookie } })).status).toBe(200);
      await ask('PATCH', `/users/${users.vera.id}`, { as: 'owner', body });
      expect((await ask('GET', '/me', { headers: { cookie } })).status).toBe(401);
    }
  });

  it('keeps the last owner (A16)', async () => {
    const { ask, users, record } = await givenApi();
    const patch = async (id: string, body: object) => ask('PATCH', `/users/${id}`, { as: 'owner', body });
    expect((await patch(users.olga.id, { roles: [] })).status).toBe(200);
    for (const body of [{ roles: [] }, { roles: ['admin'] }]) {
      const response = await patch(users.owner.id, body);
      expect([response.status, await response.json()]).toEqual([
        409,
        expect.objectContaining({ code: 'accounts/last-owner' }),
      ]);
    }
    const byToken = await ask('PATCH', `/users/${users.owner.id}`, { as: 'token', body: { status: 'disabled' } });
    expect(byToken.status).toBe(409);
    expect((await ask('DELETE', `/users/${users.owner.id}`, { as: 'token' })).status).toBe(409);
    expect(await record('owner')).toEqual(users.owner);
  });

  it.each([{ status: 'disabled' }, { password: NEW_PASSWORD }])(
    'refuses %j for the own account (A70)',
    async (body) => {
      const { ask, users, record } = await givenApi();
      const response = await ask('PATCH', `/users/${users.owner.id}`, { as: 'owner', body });
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ code: 'accounts/own-account' }),
      ]);
      expect(await record('owner')).toEqual(users.owner);
    },
  );
});

describe('DELETE /users/{id}', () => {
  it('deletes the user and his sessions (A15)', async () => {
    const { ask, users, record, signIn } = await givenApi();
    const cookie = await signIn('vera');
    const response = await ask('DELETE', `/users/${users.vera.id}`, { as: 'owner' });
    expect([response.status, await response.text(), await record('vera')]).toEqual([204, '', null]);
    expect((await ask('GET', '/me', { headers: { cookie } })).status).toBe(401);
  });

  it('does not delete the own account (A16, A70)', async () => {
    const { ask, users, record } = await givenApi();
    const response = await ask('DELETE', `/users/${users.owner.id}`, { as: 'owner' });
    expect([response.status, await record('owner')]).toEqual([400, users.owner]);
  });
});

describe('POST /users/{id}/reset', () => {
  it('answers a link by which the user chooses a password, and leaves the old one until then', async () => {
    const { ask, users, accounts, record } = await givenApi();
    const response = await ask('POST', `/users/${users.vera.id}/reset`, { as: 'admin' });
    const { ticket, link } = (await response.json()) as Record<string, string>;
    expect([response.status, link, await record('vera')]).toEqual([200, `/auth/ticket?ticket=${ticket}`, users.vera]);
    await accounts.tickets.redeem(ticket ?? '', { password: NEW_PASSWORD }, '127.0.0.1');
    expect((await record('vera'))?.version).toBe(2);
  });
});

describe('a link', () => {
  it('is mailed where that is configured, with the whole address', async () => {
    const mails: Mail[] = [];
    const { ask } = await givenApi({}, { sendMail: (mail) => void mails.push(mail), publicOrigin: ORIGIN });
    const body = { username: 'nora', email: 'nora@example.com' };
    const { ticket } = (await (await ask('POST', '/users', { as: 'owner', body })).json()) as Sent;
    expect(mails).toEqual([
      expect.objectContaining({ to: 'nora@example.com', purpose: 'invitation', link: ticket.link }),
    ]);
    expect([ticket.link.startsWith(`${ORIGIN}/auth/ticket?ticket=`), ticket.mail]).toEqual([true, 'sent']);
  });

  it('is answered also when the mail fails, which is reported', async () => {
    const sendMail = () => Promise.reject(new Error('no mail server'));
    const { ask, users, errors } = await givenApi({}, { sendMail });
    const response = await ask('POST', `/users/${users.vera.id}/reset`, { as: 'admin' });
    expect([response.status, await response.json(), errors.length]).toEqual([
      200,
      expect.objectContaining({ mail: 'failed', ticket: expect.stringMatching(/^reset\./) }),
      1,
    ]);
  });
});

describe('sessions of a user', () => {
  it('are listed and ended by whoever manages him (V29)', async () => {
    const { ask, read, users, signIn } = await givenApi();
    const cookie = await signIn('vera');
    const path = `/users/${users.vera.id}/sessions`;
    expect(await read(path, 'admin')).toEqual({ sessions: [expect.objectContaining({ current: false })] });
    const response = await ask('DELETE', path, { as: 'admin' });
    expect([response.status, await response.json()]).toEqual([200, { ended: 1 }]);
    expect((await ask('GET', '/me', { headers: { cookie } })).status).toBe(401);
  });
});
