/**
 * API keys as programs meet them: what lets in, what does not, and how a key ends.
 *
 * @see acceptance.md, statements A28, A29, A30, A42
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Assistant, describeOnEach } from './assistant-process.ts';
import { addPerson, Client, makeKey, problem, problemOf, signedIn, withKey } from './client.ts';

const AGENTS = '/api/agents';
/** The promise is 250 ms; a machine that runs other tests meanwhile gets some more. */
const HEARD_MS = 400;

describeOnEach('API keys', ({ start }) => {
  let server: Assistant;
  let admin: Client;
  beforeAll(async () => {
    server = await start();
    admin = await signedIn(server);
  });

  it('in x-api-key let a program in (A28)', async () => {
    const { api_key } = await makeKey(admin);
    const { status, json } = await withKey(server, api_key).get(AGENTS);
    expect(status).toBe(200);
    expect(json.map(({ id }: { id: string }) => id)).toContain('planner');
  });

  it('are demanded of who has nothing else: missing, wrong, empty and cut ones get 401 (A28)', async () => {
    const { api_key } = await makeKey(admin);
    const tried = [undefined, '', 'YOUR_API_KEY', api_key.slice(0, -1), `${api_key}x`, api_key.toUpperCase()];
    for (const key of tried) {
      const answer = await new Client(server, key === undefined ? {} : { 'x-api-key': key }).get(AGENTS);
      expect([key, problemOf(answer)]).toEqual([key, problem(401)]);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    }
  });

  it('are told once, and never again: not in the list, not in the data folder (A30)', async () => {
    const { id, api_key } = await makeKey(admin, { name: 'nightly export' });
    const { status, body, json } = await admin.get('/api/admin/api_keys');
    expect(status).toBe(200);
    expect(json.find((key: { id: string }) => key.id === id)).toMatchObject({
      id,
      name: 'nightly export',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      value_masked: `...${api_key.slice(-4)}`,
    });
    expect(body).not.toContain(api_key.slice(4, -4));
    for (const file of readdirSync(server.folder)) {
      expect([file, readFileSync(join(server.folder, file), 'latin1').includes(api_key)]).toEqual([file, false]);
    }
    expect(server.printed()).not.toContain(api_key);
  });

  it('are made with the role user, and not as admin, when nothing is said (A29)', async () => {
    const { api_key } = await makeKey(admin);
    const robot = withKey(server, api_key);
    expect((await robot.get('/api/auth/me')).json).toMatchObject({ roles: ['user'] });
    expect(problemOf(await robot.get('/admin/settings'))).toEqual(problem(403));
    expect((await robot.call('POST', '/api/agents/speller/messages', { message: 'Ada' })).status).toBe(200);
  });

  it('may what their roles and permissions say (A29)', async () => {
    const wide = withKey(server, (await makeKey(admin, { roles: ['admin'] })).api_key);
    expect((await wide.get('/admin/settings')).status).toBe(200);
    // A key with permissions of its own passes for none of its roles.
    const narrow = withKey(server, (await makeKey(admin, { roles: ['admin'], permissions: ['agents:read'] })).api_key);
    expect((await narrow.get(AGENTS)).status).toBe(200);
    expect(problemOf(await narrow.get('/admin/settings'))).toEqual(problem(403));
    const writer = withKey(server, (await makeKey(admin, { permissions: ['agents:write'] })).api_key);
    expect(problemOf(await writer.get(AGENTS))).toEqual(problem(403));
    expect((await writer.call('POST', AGENTS, { name: 'By key', skill: 'summary' })).status).toBe(201);
  });

  it('make no keys, whatever they may: what a key makes would outlive it (A29)', async () => {
    const robot = withKey(server, (await makeKey(admin, { roles: ['admin'] })).api_key);
    expect((await robot.get('/api/admin/api_keys')).status).toBe(200);
    expect(problemOf(await robot.call('POST', '/api/admin/api_keys', { name: 'child' }))).toEqual(problem(403));
    const { id } = await makeKey(admin);
    expect(problemOf(await robot.send('DELETE', `/api/admin/api_keys/${id}`, {}))).toEqual(problem(403));
  });

  it('of a person may no more than the person does, from the next request on (A29)', async () => {
    const ada = await addPerson(server, 'ada', 'admin');
    const { status, json } = await ada.call('POST', '/auth/api/keys', { name: 'ada’s own' });
    expect(status).toBe(201);
    const robot = withKey(server, json.key);
    expect((await robot.get('/admin/settings')).status).toBe(200);
    const { user_id } = (await ada.get('/api/auth/me')).json;
    expect((await admin.call('PATCH', `/auth/api/users/${user_id}`, { roles: ['user'] })).status).toBe(200);
    expect(problemOf(await robot.get('/admin/settings'))).toEqual(problem(403));
    expect((await robot.get(AGENTS)).status).toBe(200);
    expect((await admin.call('PATCH', `/auth/api/users/${user_id}`, { status: 'disabled' })).status).toBe(200);
    expect(problemOf(await robot.get(AGENTS))).toEqual(problem(401));
  });

  describe('that end', () => {
    it('by deletion open nothing at the next request, and are gone from the list (A29, A30)', async () => {
      const { id, api_key } = await makeKey(admin);
      const robot = withKey(server, api_key);
      expect((await robot.get(AGENTS)).status).toBe(200);
      expect((await admin.send('DELETE', `/api/admin/api_keys/${id}`, {})).status).toBe(204);
      expect(problemOf(await robot.get(AGENTS))).toEqual(problem(401));
      const left = (await admin.get('/api/admin/api_keys')).json.map((key: { id: string }) => key.id);
      expect(left).not.toContain(id);
      expect(problemOf(await admin.send('DELETE', `/api/admin/api_keys/${id}`, {}))).toEqual(problem(404));
    });

    it('by being disabled open nothing, until they are enabled again (A29)', async () => {
      const { id, api_key } = await makeKey(admin);
      const robot = withKey(server, api_key);
      expect((await robot.get(AGENTS)).status).toBe(200);
      expect((await admin.call('PATCH', `/auth/api/keys/${id}`, { status: 'disabled' })).status).toBe(200);
      expect(problemOf(await robot.get(AGENTS))).toEqual(problem(401));
      expect((await admin.call('PATCH', `/auth/api/keys/${id}`, { status: 'active' })).status).toBe(200);
      expect((await robot.get(AGENTS)).status).toBe(200);
    });

    it('by their time open nothing when it is over (A29)', async () => {
      const expiresAt = Date.now() + 1_500;
      const { api_key } = await makeKey(admin, { expires_at: new Date(expiresAt).toISOString() });
      const robot = withKey(server, api_key);
      expect((await robot.get(AGENTS)).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, expiresAt - Date.now() + 20));
      expect(problemOf(await robot.get(AGENTS))).toEqual(problem(401));
    });

    it('by rotation go on under another secret, and the one before only as long as was said (A29)', async () => {
      const { id, api_key } = await makeKey(admin);
      const rotate = (overlapSeconds: number) =>
        admin.call('POST', `/auth/api/keys/${id}/rotate`, { overlapSeconds }).then(({ json }) => json.key as string);
      const next = await rotate(60);
      for (const key of [api_key, next]) expect((await withKey(server, key).get(AGENTS)).status).toBe(200);
      const last = await rotate(0);
      for (const key of [api_key, next]) expect((await withKey(server, key).get(AGENTS)).status).toBe(401);
      expect((await withKey(server, last).get(AGENTS)).status).toBe(200);
    });

    it('end on every instance, on the others as soon as they hear of it (A29)', async () => {
      const other = await start({ DOORWARD_DATA_FOLDER: server.folder });
      const { id, api_key } = await makeKey(admin);
      const there = withKey(other, api_key);
      for (let i = 0; i < 3; i += 1) expect((await there.get(AGENTS)).status).toBe(200);
      expect((await admin.send('DELETE', `/api/admin/api_keys/${id}`, {})).status).toBe(204);
      expect((await withKey(server, api_key).get(AGENTS)).status).toBe(401);
      await new Promise((resolve) => setTimeout(resolve, HEARD_MS));
      expect(problemOf(await there.get(AGENTS))).toEqual(problem(401));
    });

    it('break off the reply that they asked for (A29)', async () => {
      const { id, api_key } = await makeKey(admin);
      const message = 'long '.repeat(300);
      const headers = { 'x-api-key': api_key, accept: 'text/event-stream', 'content-type': 'application/json' };
      const body = JSON.stringify({ message: `${message.replaceAll(' ', ', ')}end` });
      const response = await fetch(`${server.url}/api/agents/planner/messages`, { method: 'POST', headers, body });
      expect(response.status).toBe(200);
      const text = response.text().catch(() => 'broken off');
      expect((await admin.send('DELETE', `/api/admin/api_keys/${id}`, {})).status).toBe(204);
      expect(await text).toBe('broken off');
    });
  });

  describe('beside a cookie', () => {
    it('count, and the cookie does not (A42)', async () => {
      const { id, api_key } = await makeKey(admin);
      const both = { cookie: admin.cookie, 'x-api-key': api_key };
      expect((await new Client(server, both).get('/api/auth/me')).json).toMatchObject({ user_id: id, roles: ['user'] });
      expect(problemOf(await new Client(server, both).get('/admin/settings'))).toEqual(problem(403));
    });

    it('that are wrong are refused, however good the cookie is (A42)', async () => {
      for (const path of [AGENTS, '/api/auth/me', '/admin/settings', '/api/admin/api_keys']) {
        const answer = await new Client(server, { cookie: admin.cookie, 'x-api-key': 'wrong' }).get(path);
        expect([path, problemOf(answer)]).toEqual([path, problem(401)]);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
      expect((await admin.get(AGENTS)).status).toBe(200);
    });
  });

  it('take nothing that cannot be read (A30)', async () => {
    const wrong = [
      {},
      { name: '' },
      { name: 7 },
      { name: 'x'.repeat(101) },
      { name: 'x', roles: 'admin' },
      { name: 'x', roles: ['emperor'] },
      { name: 'x', permissions: [1] },
      { name: 'x', permissions: ['everything'] },
      { name: 'x', expires_at: 'tomorrow' },
      { name: 'x', expires_at: '2020-01-01T00:00:00Z' },
      { name: 'x', owner: 'somebody' },
      { name: 'x', is_active: false },
    ];
    const before = (await admin.get('/api/admin/api_keys')).json.length;
    for (const body of wrong) {
      const answer = await admin.call('POST', '/api/admin/api_keys', body);
      expect([body, problemOf(answer)]).toEqual([body, problem(422)]);
    }
    expect((await admin.get('/api/admin/api_keys')).json.length).toBe(before);
  });
});
