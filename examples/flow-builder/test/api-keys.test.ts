/**
 * API keys: made by people, for their programs.
 *
 * @see acceptance.md, statements A72, A73, A74, A99
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, JSON_TYPE, PAGE } from '@doorward/test-process';
import { beforeAll, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SECURE, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const PHRASE = 'seven teal bicycles at noon';
const DEBUG = { ...SECURE, LANGFLOW_LOG_LEVEL: 'DEBUG' };

describeOnEach('API keys', ({ start }) => {
  let server: FlowBuilder;
  let superuser: Visitor;
  let ada: Visitor;

  const keyOf = async (visitor: Visitor, input: object = {}): Promise<{ id: string; key: string }> => {
    const { status, json } = await visitor.api('POST', '/api_key/', { name: 'test', ...input });
    expect([status, json.api_key]).toEqual([200, expect.stringMatching(/^sk-[\w-]{43}$/)]);
    return { id: json.id, key: json.api_key };
  };
  const byKey = (key: string, method = 'GET', path = '/users/whoami', body?: unknown, on = server): Promise<Answer> =>
    new Visitor(on).send(
      method,
      `/api/v1${path}`,
      { 'x-api-key': key, ...(body === undefined ? {} : JSON_TYPE) },
      body === undefined ? '' : JSON.stringify(body),
    );
  const byQuery = (key: string, path = '/api/v1/users/whoami', on = server): Promise<Answer> =>
    new Visitor(on).send('GET', `${path}?x-api-key=${key}`, {});

  beforeAll(async () => {
    server = await start(DEBUG);
    superuser = await signedIn(server, SUPERUSER, PASSWORD);
    await superuser.api('POST', '/users/', { username: 'ada', password: PHRASE, is_active: true });
    ada = await signedIn(server, 'ada', PHRASE);
  });

  it('are shown once, listed masked, and open nothing once they are deleted (A73)', async () => {
    const { id, key } = await keyOf(ada, { name: 'nightly export' });
    const list = await ada.api('GET', '/api_key/');
    const { id: adaId } = (await ada.api('GET', '/users/whoami')).json;
    expect(list.json).toMatchObject({ total_count: 1, user_id: adaId });
    expect(list.json.api_keys[0]).toEqual({
      id,
      name: 'nightly export',
      api_key: `sk-********${key.slice(-4)}`,
      is_active: true,
      permissions: null,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      expires_at: null,
      last_used_at: null,
    });
    expect(list.body).not.toContain(key);
    expect((await byKey(key)).status).toBe(200);
    const gone = await ada.api('DELETE', `/api_key/${id}`);
    expect([gone.status, gone.json]).toEqual([200, { detail: 'API Key deleted' }]);
    expect([(await byKey(key)).status, (await byQuery(key)).status]).toEqual([401, 401]);
    expect((await ada.api('GET', '/api_key/')).json.total_count).toBe(0);
    const again = await ada.api('DELETE', `/api_key/${id}`);
    expect([again.status, again.json]).toEqual([404, { detail: 'API Key not found' }]);
  });

  it('work as header, as query and as Bearer, with the rights of their owner (A73)', async () => {
    const { key } = await keyOf(ada);
    const bearer = await new Visitor(server).send('GET', '/api/v1/users/whoami', { authorization: `Bearer ${key}` });
    for (const answer of [await byKey(key), await byQuery(key), bearer])
      expect([answer.status, answer.json.username]).toEqual([200, 'ada']);
    const made = await byKey(key, 'POST', '/flows', { name: 'By key' });
    expect(made.status).toBe(201);
    expect((await ada.api('GET', `/flows/${made.json.id}`)).json.name).toBe('By key');
    expect((await byKey(key, 'GET', '/users/')).status).toBe(403);
    const { key: strong } = await keyOf(superuser);
    expect((await byKey(strong, 'GET', '/users/')).json.total_count).toBe(2);
    expect((await byKey(strong, 'GET', `/flows/${made.json.id}`)).status).toBe(404);
  });

  it('say when they were last used (A73)', async () => {
    const own = await start();
    const owner = await signedIn(own, SUPERUSER, PASSWORD);
    const { id, key } = await keyOf(owner);
    const at = Date.now();
    await byKey(key, 'GET', '/users/whoami', undefined, own);
    // Written once a minute, and at the end.
    await own.stop();
    const again = await start({ ...SECURE, LANGFLOW_CONFIG_DIR: own.folder });
    const { api_keys } = (await owner.at(again).api('GET', '/api_key/')).json;
    const { last_used_at } = api_keys.find((each: { id: string }) => each.id === id);
    expect(Math.abs(Date.parse(last_used_at) - at)).toBeLessThan(5_000);
    expect((await byKey(key, 'GET', '/users/whoami', undefined, again)).status).toBe(200);
    await again.stop();
  });

  it('are kept as a hash, which opens nothing (A74)', async () => {
    const { key } = await keyOf(ada);
    const hash = createHash('sha256').update(key).digest();
    const files = readdirSync(server.folder)
      .filter((name) => name.startsWith('doorward.db'))
      .map((name) => readFileSync(join(server.folder, name)));
    const holds = (text: string): boolean => files.some((file) => file.includes(text));
    const hashes = [hash.toString('base64url'), hash.toString('hex')];
    expect([holds(key), holds(key.slice(3)), hashes.some(holds)]).toEqual([false, false, true]);
    for (const guess of [...hashes, ...hashes.map((each) => `sk-${each}`), key.slice(0, -1), `${key}x`])
      expect([guess, (await byKey(guess)).status]).toEqual([guess, 401]);
  });

  it('end when they say (A74)', async () => {
    const { key } = await keyOf(ada, { expires_at: new Date(Date.now() + 1_500).toISOString() });
    expect((await byKey(key)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    expect((await byKey(key)).status).toBe(401);
    expect((await ada.api('GET', '/api_key/')).json.api_keys[0]).toMatchObject({ is_active: false });
    for (const expires_at of ['2020-01-01T00:00:00Z', 'soon', 7, '2030-01-01', '9999-01-01T00:00:00Z'])
      expect((await ada.api('POST', '/api_key/', { name: 'x', expires_at })).status).toBe(422);
  });

  it('may no more than they say, whatever their owner may (A74)', async () => {
    const flow = (await ada.api('POST', '/flows', { name: 'Hers' })).json.id;
    const { key } = await keyOf(ada, { permissions: ['flow:read'] });
    expect((await byKey(key, 'GET', `/flows/${flow}`)).json.name).toBe('Hers');
    for (const [method, path] of [
      ['POST', '/flows'],
      ['PATCH', `/flows/${flow}`],
      ['DELETE', `/flows/${flow}`],
    ] as const) {
      const answer = await byKey(key, method, path, method === 'DELETE' ? undefined : { name: 'Theirs' });
      expect([method, answer.status, answer.json]).toEqual([method, 403, { detail: 'This needs flow:write.' }]);
    }
    const { key: reader } = await keyOf(superuser, { permissions: ['flow:read'] });
    expect((await byKey(reader, 'GET', '/users/')).status).toBe(403);
    for (const permissions of [['user:create'], ['*'], ['flow:*:x:y'], 'flow:read', [7]]) {
      const answer = await ada.api('POST', '/api_key/', { name: 'x', permissions });
      expect([permissions, [403, 422].includes(answer.status)]).toEqual([permissions, true]);
    }
  });

  it('make no keys, and change no account (A73)', async () => {
    const { id, key } = await keyOf(ada);
    expect((await byKey(key, 'POST', '/api_key/', { name: 'child' })).status).toBe(403);
    expect((await byKey(key, 'DELETE', `/api_key/${id}`)).status).toBe(403);
    const { id: adaId } = (await ada.api('GET', '/users/whoami')).json;
    const body = { current_password: PHRASE, password: 'driftwood and orange peel' };
    expect((await byKey(key, 'PATCH', `/users/${adaId}/reset-password`, body)).status).toBe(403);
    expect((await byKey(key, 'PATCH', `/users/${adaId}`, { username: 'eve' })).status).toBe(403);
    const other = await superuser.api('POST', '/users/', { username: 'bert', password: PHRASE, is_active: true });
    expect(other.status).toBe(201);
    const bert = await signedIn(server, 'bert', PHRASE);
    expect((await bert.api('DELETE', `/api_key/${id}`)).status).toBe(404);
    expect((await byKey(key)).status).toBe(200);
  });

  it('are refused when two differ, and rescued by no cookie (A99)', async () => {
    const [one, two] = [await keyOf(ada), await keyOf(superuser)];
    const path = `/api/v1/users/whoami?x-api-key=${two.key}`;
    expect((await new Visitor(server).send('GET', path, { 'x-api-key': one.key })).status).toBe(400);
    const wrong = await ada.send('GET', '/api/v1/users/whoami', { 'x-api-key': `${one.key}x` });
    expect([wrong.status, wrong.json]).toEqual([401, { detail: 'Could not validate credentials' }]);
    expect((await new Visitor(server).api('GET', '/users/whoami')).status).toBe(401);
  });

  it('reach no log by the address, and begin no session (A74)', async () => {
    const { key } = await keyOf(ada);
    const answers = [
      await byQuery(key),
      await byQuery(key, '/api/v1/flows/nowhere'),
      await byQuery(key, '/nowhere'),
      await new Visitor(server).send('GET', `/flows?a=1&x-api-key=${key}&b=2`, PAGE),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 200]);
    for (const { headers, body } of answers) {
      expect(headers['set-cookie']).toBeUndefined();
      expect(body + JSON.stringify(headers)).not.toContain(key);
    }
    expect(server.printed()).toContain('Millrace: GET /flows?a=1&b=2 200');
    expect(server.printed()).not.toContain(key);
    const { headers } = await new Visitor(server).send('GET', `/flows?x-api-key=${key}x&b=2`, PAGE);
    expect(headers.location).toBe('/login?next=/flows%3Fb%3D2&error=credential');
  });

  it('count in no address where that is switched off, and in the header all the same (A74)', async () => {
    const own = await start({ ...SECURE, LANGFLOW_API_KEY_IN_QUERY: 'False' });
    const { key } = await keyOf(await signedIn(own, SUPERUSER, PASSWORD));
    expect((await byQuery(key, undefined, own)).status).toBe(401);
    expect((await byKey(key, 'GET', '/users/whoami', undefined, own)).status).toBe(200);
    await own.stop();
  });
});
