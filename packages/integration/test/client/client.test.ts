import { createClient, DoorwardError } from '@doorward/client';
import { createMemoryDurableStore, createMemoryStore } from '@doorward/core';
import { type Fixture, givenUser, OTHER_PASSWORD, PASSWORD, startFixture, TOKEN } from '@doorward/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FRAMEWORKS } from '../accounts/frameworks.ts';

const refusal = (promise: Promise<unknown>): Promise<DoorwardError> =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => (error instanceof DoorwardError ? error : Promise.reject(error)),
  );

describe.each(FRAMEWORKS)('the client of a server on $name', (harness) => {
  let server: Fixture;
  const given = (credentials: object = {}) => createClient({ url: server.origin, ...credentials });

  async function signedIn(username: string, password = PASSWORD) {
    const client = given();
    await client.signIn({ username, password });
    return client;
  }

  beforeAll(async () => {
    const stores = { store: createMemoryStore(), durableStore: createMemoryDurableStore() };
    server = await startFixture(harness, { options: { accounts: true, apiKeys: true, roles: 'studio', ...stores } });
    for (const role of ['owner', 'admin', 'viewer']) await givenUser(server.auth, { username: role, roles: [role] });
    await givenUser(server.auth, { username: 'newcomer', roles: ['viewer'], mustChangePassword: true });
  });
  afterAll(() => server.close());

  it('signs in and out, and knows who it is and what that person may do (A83)', async () => {
    const client = given();
    expect([await client.me(), await client.can('agents:read')]).toEqual([null, false]);
    const { user, can, access } = await client.signIn({ username: 'viewer', password: PASSWORD });
    expect([user?.name, access?.roles, can('agents:read'), can('agents:delete')]).toEqual([
      'viewer',
      ['viewer'],
      true,
      false,
    ]);
    const me = await client.me();
    expect(me).toMatchObject({ name: 'viewer', email: 'viewer@example.com', roles: ['viewer'] });
    expect([me?.can('agents:read:7'), await client.can('agents:write')]).toEqual([true, false]);
    await client.signOut();
    expect([await client.me(), await client.can('agents:read')]).toEqual([null, false]);
    expect((await refusal(client.account.get())).status).toBe(401);
  });

  it('says why a sign-in is refused, and stays whoever it was', async () => {
    const client = await signedIn('viewer');
    const error = await refusal(client.signIn({ username: 'viewer', password: 'wrong wrong wrong' }));
    expect(error).toMatchObject({ status: 401, code: 'core/invalid-credential', retryAfterSeconds: null });
    expect((await client.me())?.name).toBe('viewer');
    expect(await refusal(client.signIn({ username: 'viewer', password: '' }))).toMatchObject({
      status: 400,
      code: 'web/password-required',
    });
  });

  it('manages users, as far as the caller may', async () => {
    const owner = await signedIn('owner');
    const { user, ticket } = await owner.users.create({ username: 'nora', roles: ['viewer'] });
    expect([user.username, ticket?.mail]).toEqual(['nora', 'none']);
    expect(await owner.users.update(user.id, { displayName: 'Nora' })).toMatchObject({ displayName: 'Nora' });
    expect(await owner.users.list({ search: 'nora', limit: 1 })).toMatchObject({ total: 1, users: [{ id: user.id }] });
    expect((await owner.users.resetPassword(user.id)).link).toContain('/auth/ticket');
    expect(await owner.users.sessions(user.id)).toEqual({ sessions: [] });
    expect(await owner.users.endSessions(user.id)).toEqual({ ended: 0 });
    expect(await owner.users.delete(user.id)).toBeUndefined();
    expect(await refusal(owner.users.get(user.id))).toMatchObject({ status: 404, code: 'accounts/not-found' });
    expect((await owner.roles.list()).roles.map(({ name }) => name)).toContain('viewer');
    await owner.roles.create({ name: 'clerk', permissions: ['reports:read'] });
    expect((await owner.roles.update('clerk', { label: 'Clerk' })).label).toBe('Clerk');
    await owner.roles.delete('clerk');
    const viewer = await signedIn('viewer');
    const refused = await refusal(viewer.users.create({ username: 'olaf' }));
    expect(refused).toMatchObject({ status: 403, code: 'accounts/not-allowed' });
    const misnamed = { username: 'olaf', isAdmin: true };
    expect(await refusal(owner.users.create(misnamed))).toMatchObject({ status: 422, field: 'isAdmin' });
  });

  it('makes keys, and acts with one that may do less (A29)', async () => {
    const owner = await signedIn('owner');
    const { id, key } = await owner.keys.create({ name: 'nightly export', permissions: ['agents:read'] });
    const program = given({ apiKey: key });
    expect([await program.can('agents:read'), await program.can('agents:write')]).toEqual([true, false]);
    expect((await program.me())?.permissions).toEqual(['agents:read']);
    expect((await refusal(program.keys.create({ name: 'x' }))).status).toBe(403);
    const rotated = await owner.keys.rotate(id, { overlapSeconds: 0 });
    expect((await refusal(program.account.get())).code).toBe('core/invalid-credential');
    expect((await given({ apiKey: rotated.key }).me())?.permissions).toEqual(['agents:read']);
    expect((await owner.keys.update(id, { name: 'export' })).name).toBe('export');
    expect((await owner.keys.list()).keys.map((each) => each.name)).toEqual(['export']);
    await owner.keys.delete(id);
    expect((await refusal(owner.keys.get(id))).code).toBe('accounts/key-not-found');
  });

  it('acts with a token', async () => {
    expect(await given({ token: TOKEN }).can('agents:delete')).toBe(true);
    expect(await given({ token: async () => TOKEN }).can('agents:delete')).toBe(true);
    expect((await refusal(given({ token: `${TOKEN}x` }).me())).code).toBe('core/invalid-credential');
  });

  it('changes the own password where that has to be done first, and stays signed in', async () => {
    const client = given();
    const { obligation } = await client.signIn({ username: 'newcomer', password: PASSWORD });
    expect(obligation).toBe('change-password');
    expect((await refusal(client.users.list())).code).toBe('core/password-change-required');
    await client.account.changePassword({ current: PASSWORD, password: OTHER_PASSWORD });
    expect((await client.refresh()).obligation).toBeNull();
    expect((await client.account.update({ displayName: 'New' })).displayName).toBe('New');
  });

  it('sees and ends own sessions, and reads the audit log', async () => {
    const [here, there] = [await signedIn('admin'), await signedIn('admin')];
    const { sessions } = await here.sessions.list();
    expect(sessions).toHaveLength(2);
    expect(await here.sessions.endOthers()).toEqual({ ended: 1 });
    expect(await there.me()).toBeNull();
    await here.sessions.end(sessions.find(({ current }) => current)?.id ?? '');
    expect(await here.me()).toBeNull();
    const owner = await signedIn('owner');
    const { events } = await owner.audit.list({ types: ['logout', 'login'], limit: 5 });
    expect(new Set(events.map(({ type }) => type)).has('login')).toBe(true);
    expect(events.length).toBeLessThanOrEqual(5);
  });

  it('reaches every other operation by its path', async () => {
    const api = await (await signedIn('owner')).api();
    const { data, error } = await api.POST('/tickets', { body: { path: '/live' } });
    expect([typeof data?.ticket, error]).toEqual(['string', undefined]);
    expect((await api.GET('/users/{id}', { params: { path: { id: 'u_nobody' } } })).error?.code).toBe(
      'accounts/not-found',
    );
  });
});
