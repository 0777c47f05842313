/**
 * The start: who is the first admin, the key that is there from the beginning, and what stops it.
 *
 * @see acceptance.md, statements A28, A29, A43
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PAGE } from '@doorward/test-process';
import { expect, it } from '@jest/globals';
import { ADMIN, describeOnEach, PASSWORD } from './assistant-process.ts';
import { Client, signedIn, withKey } from './client.ts';

const KEY = 'dwk_kq7-J2vTz_0mWx4Rb9LdYs3HnCf8GpUe1';
const OTHER_KEY = 'dwk_Zt5_bN8rQe2-XwKj6VmPa0LcSh9DyGu4';

describeOnEach('the start', ({ start, startBare, startInVain }) => {
  it('prints a link that sets up the first admin, once (A43)', async () => {
    const server = await startBare();
    const link = new URL(server.openUrl);
    const visitor = new Client(server);
    expect((await visitor.get(link.pathname + link.search, PAGE)).status).toBe(200);
    const ticket = link.searchParams.get('ticket') ?? '';
    const fields = { ticket, username: 'ada', password: PASSWORD, repeat: PASSWORD };
    expect((await visitor.submit(link.pathname, fields)).status).toBe(303);
    expect((await visitor.get('/api/auth/me')).json).toMatchObject({ name: 'ada', roles: ['admin'] });
    expect((await new Client(server).submit(link.pathname, { ...fields, username: 'eve' })).status).toBe(410);
    await server.stop();
    const again = await start({ DOORWARD_DATA_FOLDER: server.folder });
    expect(again.openUrl).toBe('');
    expect((await signedIn(again, 'ada')).cookie).not.toBe('');
    const other = new Client(again);
    expect((await other.call('POST', '/api/auth/login', { username: ADMIN, password: PASSWORD })).status).toBe(401);
  });

  it('makes one key from DOORWARD_BOOTSTRAP_KEY, which may everything but keys (A28)', async () => {
    const server = await start({ DOORWARD_BOOTSTRAP_KEY: KEY });
    const robot = withKey(server, KEY);
    expect((await robot.get('/admin/settings')).status).toBe(200);
    expect((await robot.call('POST', '/api/agents', { name: 'First', skill: 'summary' })).status).toBe(201);
    expect((await robot.call('POST', '/api/admin/api_keys', { name: 'child' })).status).toBe(403);
    const listed = (await robot.get('/api/admin/api_keys')).json;
    expect(listed).toMatchObject([{ name: 'bootstrap', value_masked: `...${KEY.slice(-4)}`, roles: ['admin'] }]);
    expect(server.printed()).not.toContain(KEY);
    await server.stop();
    const again = await start({ DOORWARD_BOOTSTRAP_KEY: KEY, DOORWARD_DATA_FOLDER: server.folder });
    expect((await withKey(again, KEY).get('/api/admin/api_keys')).json).toHaveLength(1);
  });

  it('does not bring back a bootstrap key that was deleted, and replaces one by another (A29)', async () => {
    const first = await start({ DOORWARD_BOOTSTRAP_KEY: KEY });
    const { folder } = first;
    const [{ id }] = (await withKey(first, KEY).get('/api/admin/api_keys')).json;
    expect((await (await signedIn(first)).send('DELETE', `/api/admin/api_keys/${id}`, {})).status).toBe(204);
    await first.stop();
    const second = await start({ DOORWARD_BOOTSTRAP_KEY: KEY, DOORWARD_DATA_FOLDER: folder });
    expect((await withKey(second, KEY).get('/api/agents')).status).toBe(401);
    await second.stop();
    const third = await start({ DOORWARD_BOOTSTRAP_KEY: OTHER_KEY, DOORWARD_DATA_FOLDER: folder });
    expect((await withKey(third, OTHER_KEY).get('/admin/settings')).status).toBe(200);
    expect((await withKey(third, KEY).get('/api/agents')).status).toBe(401);
  });

  it('serves everything below a prefix', async () => {
    const server = await start({ DOORWARD_BASE_PATH: '/heron', DOORWARD_BOOTSTRAP_KEY: KEY });
    expect(server.url).toMatch(/\/heron$/);
    expect((await withKey(server, KEY).get('/heron/api/agents')).status).toBe(200);
    expect((await new Client(server).get('/heron/health')).status).toBe(200);
    const visitor = new Client(server);
    const fields = { username: ADMIN, password: PASSWORD };
    expect((await visitor.submit('/heron/api/auth/login', fields)).headers.location).toBe('/heron/');
    for (const path of ['/heron/', '/heron/agents/planner', '/heron/new-agent', '/heron/admin/settings']) {
      const page = await visitor.get(path, PAGE);
      const elsewhere = page.body.match(/(?:href|action|src|data-api)="\/(?!heron\/)/g);
      expect([path, page.status, elsewhere]).toEqual([path, 200, null]);
    }
  });

  it('is stopped by what cannot be used, with one line that says why', async () => {
    const wrong: [env: Record<string, string>, line: RegExp][] = [
      [{ DOORWARD_BOOTSTRAP_KEY: 'too-short' }, /bootstrap/],
      [{ DOORWARD_OWNER_PASSWORD: 'x9-Kd' }, /at least 15/],
      [{ PORT: '70000' }, /PORT 70000: write a whole number/],
      [{ HOST: 'nowhere.invalid' }, /HOST and PORT/],
    ];
    for (const [env, line] of wrong) {
      const { code, stderr } = await startInVain({ DOORWARD_OWNER_PASSWORD: PASSWORD, ...env });
      expect([env, code, stderr.trimEnd().split('\n').at(-1)]).toEqual([env, 1, expect.stringMatching(line)]);
      expect(stderr).toMatch(/^The server did not start\. /m);
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
  });

  it('says when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = String((other.address() as AddressInfo).port);
    const { code, stderr } = await startInVain({ DOORWARD_OWNER_PASSWORD: PASSWORD, PORT: taken });
    await new Promise((resolve) => other.close(resolve));
    expect([code, stderr]).toEqual([1, expect.stringContaining(`port ${taken} (EADDRINUSE)`)]);
  });
});
