/**
 * Who is let in, and what front ends are told: by the endpoints, and by the client.
 *
 * @see acceptance.md, statements A40, A81 to A85, A93, A96, A97
 */

import { createClient } from '@doorward/client';
import { beforeAll, expect, it } from '@jest/globals';
import { ask, type Method } from './asking.ts';
import { describeOnEach, OWNER, PASSWORD, type Studio } from './studio-process.ts';

const CAPABILITIES = '/api/auth/capabilities';

const clientOf = ({ url }: Studio) => createClient({ url, capabilitiesPath: CAPABILITIES });

describeOnEach('the studio', ({ start, startInVain }) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await start();
  });

  it('tells a stranger how to sign in, and nothing of any user (A82, A93)', async () => {
    const { status, json } = await ask(studio, 'GET', CAPABILITIES);
    expect([status, Object.keys(json)]).toEqual([200, ['enabled', 'login', 'urls']]);
    expect(json.login).toEqual({
      type: 'credentials',
      signUpEnabled: false,
      credentials: { text: 'Sign in', asksName: true },
    });
    expect((await ask(studio, 'GET', '/api/auth/me')).json).toBeNull();
  });

  it.each([
    ['GET', '/api/agents'],
    ['POST', '/api/agents/triage/execute'],
    ['DELETE', '/api/agents/triage'],
    ['GET', '/api/reports/usage'],
    ['GET', '/api/no-such-thing'],
    ['GET', '/'],
    ['GET', '/assets/studio.js'],
    ['GET', '/lib/client/index.js'],
  ] as const)('%s %s is 401 for a stranger, built in or added (A84)', async (method: Method, path) => {
    expect((await ask(studio, method, path)).status).toBe(401);
    expect((await ask({ ...studio, key: 'unknown-key' }, method, path)).status).toBe(401);
  });

  it('answers a route that is public to everybody (A84)', async () => {
    expect(await ask(studio, 'GET', '/api/health')).toEqual({ status: 200, json: { status: 'ok' } });
    expect((await ask(studio, 'POST', '/api/health')).status).toBe(401);
  });

  it('takes the key of each user, with and without Bearer (A85)', async () => {
    for (const authorization of ['Bearer viewer-key', 'viewer-key']) {
      const response = await fetch(`${studio.url}/api/auth/me`, { headers: { authorization } });
      expect(await response.json()).toMatchObject({ id: 'user-2', name: 'Bob', roles: ['viewer'] });
    }
    expect((await ask({ ...studio, key: 'viewer-key' }, 'GET', '/api/reports/usage')).status).toBe(200);
  });

  it('tells who is signed in, by a password or by a key in the form, and what that person may (A83)', async () => {
    const client = clientOf(studio);
    const { user, access, can, capabilities } = await client.signIn({ username: OWNER, password: PASSWORD });
    expect([user?.name, access]).toEqual([OWNER, { roles: ['owner'], permissions: ['*'] }]);
    expect([can('agents:delete'), capabilities?.rbac]).toEqual([true, true]);
    await client.signOut();
    expect((await client.signIn({ username: 'alice', password: 'admin-key' })).user?.name).toBe('Alice');
    expect([await client.can('agents:write'), await client.can('agents:delete')]).toEqual([true, false]);
    expect((await client.me())?.roles).toEqual(['admin']);
  });

  it('lets owners alone manage people: 401, 403, 200 (A40)', async () => {
    const users = (key?: string) => ask({ ...studio, ...(key && { key }) }, 'GET', '/auth/api/users');
    expect([(await users()).status, (await users('viewer-key')).status]).toEqual([401, 403]);
    const owner = clientOf(studio);
    await owner.signIn({ username: OWNER, password: PASSWORD });
    expect((await owner.users.list()).users.map(({ username }) => username)).toEqual([OWNER]);
  });

  it('takes no sign-ups, also when they are sent straight to it (A93)', async () => {
    const body = { username: 'eve', password: PASSWORD };
    for (const key of [undefined, 'owner-key']) {
      const { status } = await ask({ ...studio, body, ...(key && { key }) }, 'POST', '/api/auth/sign-up');
      expect([401, 404]).toContain(status);
    }
    await expect(clientOf(studio).signIn(body)).rejects.toMatchObject({ status: 401 });
    const open = await start({ DOORWARD_SIGN_UP: 'pending' });
    expect((await clientOf(open).capabilities()).login?.signUpEnabled).toBe(true);
  });

  it('needs no sign-in where authentication is switched off (A81)', async () => {
    const open = await start({ DOORWARD_AUTH: 'off' });
    expect(await ask(open, 'GET', CAPABILITIES)).toEqual({ status: 200, json: { enabled: false, login: null } });
    expect((await ask(open, 'DELETE', '/api/agents/triage')).status).toBe(204);
    expect(await clientOf(open).can('agents:delete')).toBe(true);
  });

  it('keeps its paths together below another prefix, and below a base path (A97)', async () => {
    const other = await start({ API_PREFIX: '/v2/api', DOORWARD_BASE_PATH: '/tools' });
    expect(other.url).toMatch(/\/tools$/);
    const client = createClient({ url: other.url, capabilitiesPath: '/v2/api/auth/capabilities' });
    const { urls, user } = await client.signIn({ username: OWNER, password: PASSWORD });
    const { origin } = new URL(other.url);
    expect(urls).toMatchObject({
      login: `${origin}/tools/v2/api/auth/login`,
      logout: `${origin}/tools/v2/api/auth/logout`,
      me: `${origin}/tools/v2/api/auth/me`,
    });
    expect([user?.name, (await client.me())?.name]).toEqual([OWNER, OWNER]);
    const status = async (key: string, method: Method, path: string) =>
      (await ask({ ...other, key, body: {} }, method, path)).status;
    expect(await status('viewer-key', 'GET', '/v2/api/agents')).toBe(200);
    expect(await status('viewer-key', 'DELETE', '/v2/api/agents/triage')).toBe(403);
    expect((await ask(other, 'GET', '/v2/api/health')).status).toBe(200);
    expect((await ask(other, 'GET', '/v2/api/agents')).status).toBe(401);
    await client.signOut();
    expect(await client.me()).toBeNull();
  });

  it('is told whole addresses where the server knows its own (A97)', async () => {
    const other = await start({ DOORWARD_PUBLIC_URL: 'https://studio.example.com/tools' });
    const { json } = await ask(other, 'GET', CAPABILITIES);
    expect(json.urls.login).toBe('https://studio.example.com/tools/api/auth/login');
  });

  it('is stopped by what cannot be used, with one line that says why (A96)', async () => {
    const wrong: readonly (readonly [env: Record<string, string>, line: RegExp])[] = [
      [{ HOST: '0.0.0.0' }, /HOST 0\.0\.0\.0: everybody knows the keys of users\.json/],
      [{ STUDIO_USERS: '/nowhere/users.json' }, /STUDIO_USERS: ENOENT/],
      [{ API_PREFIX: 'api' }, /API_PREFIX api: write a path/],
      [{ PORT: '70000' }, /PORT 70000: write a whole number/],
      [{ NODE_ENV: 'production', DOORWARD_AUTH: 'off' }, /auth: "off" with NODE_ENV=production/],
    ];
    for (const [env, line] of wrong) {
      const { code, stderr } = await startInVain(env);
      expect([env, code, stderr.trimEnd().split('\n').at(-1)]).toEqual([env, 1, expect.stringMatching(line)]);
    }
  });
});

describeOnEach('the API', ({ start }) => {
  it('refuses what it cannot read, with the field that it is about', async () => {
    const studio = { ...(await start()), key: 'owner-key' };
    const wrong: readonly (readonly [body: object, path: string, status: number, field?: string])[] = [
      [{ nme: 'x' }, '/api/agents', 422, 'nme'],
      [{ name: 7 }, '/api/agents', 422, 'name'],
      [{ name: 'x'.repeat(61) }, '/api/agents', 422, 'name'],
      [{}, '/api/agents', 422, 'name'],
      [[], '/api/agents', 400],
      [{ input: 'x'.repeat(2_001) }, '/api/agents/triage/execute', 422, 'input'],
      [{ content: 'x'.repeat(70_000) }, '/api/agents', 413],
      [{}, '/api/agents/nobody/execute', 404],
    ];
    for (const [body, path, status, field] of wrong) {
      const answer = await ask({ ...studio, body }, 'POST', path);
      expect([path, answer.status, answer.json.field]).toEqual([path, status, field]);
    }
    expect((await ask(studio, 'POST', '/api/agents')).status).toBe(415);
    expect((await ask(studio, 'GET', '/api/agents/%ff')).status).toBeLessThan(500);
  });
});
