/**
 * Who is who: people with the roles admin and user, people without a role, strangers.
 *
 * @see acceptance.md, statements A36, A40, A43
 */

import { FORM_TYPE, PAGE } from '@doorward/test-process';
import { beforeAll, expect, it } from '@jest/globals';
import { ADMIN, type Assistant, describeOnEach, PASSWORD } from './assistant-process.ts';
import { addPerson, Client, makeKey, problem, problemOf, signedIn, withKey } from './client.ts';

const SETTINGS = { greeting: 'Good morning.', max_message_length: 500, max_agents: 10 };

describeOnEach('roles', ({ start }) => {
  let server: Assistant;
  let admin: Client;
  let user: Client;
  let nobody: Client;
  beforeAll(async () => {
    server = await start();
    admin = await signedIn(server);
    user = await addPerson(server, 'ursula', 'user');
    nobody = await addPerson(server, 'norbert');
  });

  it('open /admin/settings to admins: 403 for everybody else who is signed in, 401 for strangers (A40)', async () => {
    const before = await admin.get('/admin/settings');
    expect([before.status, before.json]).toEqual([200, expect.objectContaining({ greeting: 'How can I help?' })]);
    const others = [
      [user, 403],
      [nobody, 403],
      [new Client(server), 401],
      [new Client(server, { cookie: 'doorward_x=made-up' }), 401],
    ] as const;
    for (const [client, status] of others) {
      expect(problemOf(await client.get('/admin/settings'))).toEqual(problem(status));
      expect(problemOf(await client.call('PUT', '/admin/settings', SETTINGS))).toEqual(problem(status));
      expect(problemOf(await client.get('/api/admin/api_keys'))).toEqual(problem(status));
      expect(problemOf(await client.call('POST', '/api/admin/api_keys', { name: 'x' }))).toEqual(problem(status));
      expect(problemOf(await client.send('DELETE', '/api/admin/api_keys/x', {}))).toEqual(problem(status));
    }
    expect((await admin.get('/admin/settings')).json).toEqual(before.json);
    const put = await admin.call('PUT', '/admin/settings', SETTINGS);
    expect([put.status, put.json]).toEqual([200, SETTINGS]);
    expect((await admin.get('/admin/settings')).json).toEqual(SETTINGS);
  });

  it('hold at every spelling of an admin path (A40)', async () => {
    const spellings = [
      '/admin/settings/',
      '/ADMIN/settings',
      '/admin//settings',
      '/admin/./settings',
      '/x/../admin/settings',
      '/admin/%73ettings',
      '/%61dmin/settings',
      '/admin%2Fsettings',
      '/admin/settings?saved',
      '/admin/settings;v=1',
      '\\\\admin\\\\settings',
    ];
    for (const path of spellings) {
      const [ofUser, ofStranger] = [await user.get(path), await new Client(server).get(path)];
      expect([path, [400, 403, 404].includes(ofUser.status)]).toEqual([path, true]);
      expect([path, [400, 401].includes(ofStranger.status)]).toEqual([path, true]);
      expect(ofUser.body + ofStranger.body).not.toContain('max_agents');
    }
  });

  it('let users see agents and talk to them, and change nothing; without a role not even that (A40)', async () => {
    expect((await user.get('/api/agents')).status).toBe(200);
    expect((await user.call('POST', '/api/agents/planner/messages', { message: 'pack' })).status).toBe(200);
    const agent = { name: 'Mine', skill: 'summary' };
    expect(problemOf(await user.call('POST', '/api/agents', agent))).toEqual(problem(403));
    expect(problemOf(await user.send('DELETE', '/api/agents/planner', {}))).toEqual(problem(403));
    expect((await user.submit('/new-agent', agent)).status).toBe(403);
    expect((await user.submit('/agents/planner/delete')).status).toBe(403);
    expect((await user.submit('/admin/settings', { greeting: 'Mine' })).status).toBe(403);
    expect(problemOf(await nobody.get('/api/agents'))).toEqual(problem(403));
    expect((await nobody.get('/', PAGE)).status).toBe(403);
    const ids = (await admin.get('/api/agents')).json.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['summariser', 'planner', 'speller']);
  });

  it('are said by /api/auth/me, with id, name and e-mail; strangers get 401 (A36)', async () => {
    const me = await user.get('/api/auth/me');
    expect([me.status, me.json]).toEqual([
      200,
      {
        user_id: expect.any(String),
        name: 'ursula',
        email: 'ursula@example.com',
        preferred_username: 'ursula',
        roles: ['user'],
        exp: expect.any(Number),
      },
    ]);
    expect(me.json.exp).toBeGreaterThan(Date.now() / 1000);
    expect((await admin.get('/api/auth/me')).json).toMatchObject({ name: ADMIN, roles: ['admin'] });
    const { id, api_key } = await makeKey(admin);
    const ofKey = await withKey(server, api_key).get('/api/auth/me');
    expect(ofKey.json).toEqual({
      user_id: id,
      name: 'robot',
      email: null,
      preferred_username: null,
      roles: ['user'],
      exp: null,
    });
    expect(problemOf(await new Client(server).get('/api/auth/me'))).toEqual(problem(401));
  });

  it('end with the session: after logging out everything is 401 (A36)', async () => {
    const client = await signedIn(server, 'ursula');
    const stolen = new Client(server, { cookie: client.cookie });
    const out = await client.call('POST', '/api/auth/logout', {});
    expect([out.status, String(out.headers['set-cookie'])]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    for (const one of [client, stolen]) {
      expect(problemOf(await one.get('/api/auth/me'))).toEqual(problem(401));
      expect(problemOf(await one.get('/api/agents'))).toEqual(problem(401));
    }
    expect((await user.get('/api/auth/me')).status).toBe(200);
  });

  it('are not ended, and not used, by pages of other sites (A40)', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', ...FORM_TYPE };
    const client = await signedIn(server, 'ursula');
    expect((await client.send('POST', '/api/auth/logout', foreign)).status).toBe(403);
    expect((await client.get('/api/auth/me')).status).toBe(200);
    const settings = new URLSearchParams({ greeting: 'theirs', max_message_length: '1', max_agents: '1' }).toString();
    expect((await admin.send('POST', '/admin/settings', foreign, settings)).status).toBe(403);
    expect((await admin.get('/admin/settings')).json).toEqual(SETTINGS);
  });

  it('are asked of nobody for the health and the login (A43)', async () => {
    const stranger = new Client(server);
    const health = await stranger.get('/health');
    expect([health.status, health.json]).toEqual([200, { status: 'ok' }]);
    const login = await stranger.get('/api/auth/login', PAGE);
    expect([login.status, login.body]).toEqual([200, expect.stringContaining('Sign in')]);
    expect((await stranger.call('POST', '/api/auth/login', { username: ADMIN, password: PASSWORD })).status).toBe(200);
    expect((await new Client(server).call('POST', '/api/auth/logout', {})).status).toBe(204);
    // A wrong key shuts nobody out of what is public.
    expect((await withKey(server, 'wrong').get('/api/auth/login', PAGE)).status).toBe(200);
  });

  it('lead people to the login and back, and programs to 401 (A43)', async () => {
    const page = await new Client(server).get('/agents/planner', PAGE);
    expect([page.status, page.headers.location]).toEqual([303, '/api/auth/login?next=/agents/planner']);
    expect((await new Client(server).get('/agents/planner')).status).toBe(401);
    const signIn = new Client(server);
    const fields = { username: 'ursula', password: PASSWORD, next: '/agents/planner' };
    const back = await signIn.submit('/api/auth/login', fields);
    expect([back.status, back.headers.location]).toEqual([303, '/agents/planner']);
    expect((await signIn.get('/agents/planner', PAGE)).body).toContain('Message to Planner');
  });
});
