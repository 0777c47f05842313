import { describe, expect, it } from '@jest/globals';
import { routes } from './documented.ts';
import { type Asked, givenApi, NONE_OF_OURS, ORIGIN, TOKEN } from './given-api.ts';

const WRITES = routes.filter(({ method }) => method !== 'GET').map(({ method, path }) => [method, path] as const);
const at = (path: string): string => path.replaceAll(/\{\w+\}/g, 'unknown');

async function problemOf(response: Response) {
  const { code, field } = (await response.json()) as { code: string; field?: string };
  return [response.status, code, ...(field === undefined ? [] : [field])];
}

describe('every endpoint that changes something', () => {
  it.each(WRITES)('takes no form and no text: %s %s (decision 15)', async (method, path) => {
    const { ask } = await givenApi();
    const types = [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'text/plain;application/json',
      'application/vnd.api+json',
      'application/jsonp',
    ];
    for (const type of types) {
      const response = await ask(method, at(path), { as: 'owner', body: '{}', headers: { 'content-type': type } });
      expect([type, ...(await problemOf(response))]).toEqual([type, 415, 'web/unsupported-media-type']);
    }
    const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await ask(method, at(path), { as: 'owner', body: '{}', headers: packed })).status).toBe(415);
  });

  it.each(WRITES)('is refused from a page of another site: %s %s (W8, V33, V54)', async (method, path) => {
    const given = await givenApi();
    const cookie = await given.signIn('owner');
    const before = JSON.stringify(await given.store.users({ limit: 100 }));
    const says = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of says) {
      const response = await given.ask(method, at(path), { body: {}, headers: { ...headers, cookie } as never });
      expect(await problemOf(response)).toEqual([403, 'core/cross-site-request']);
    }
    expect(JSON.stringify(await given.store.users({ limit: 100 }))).toBe(before);
  });

  it.each(WRITES)('takes an object and nothing else: %s %s (4.13)', async (method, path) => {
    const { ask } = await givenApi();
    const headers = { 'content-type': 'application/json' };
    for (const body of ['{', '[]', '"x"', '7', 'null', '{"a":1}{"b":2}', "{'a':1}", `${'['.repeat(8000)}`]) {
      const response = await ask(method, at(path), { as: 'owner', body, headers });
      expect([body.slice(0, 20), ...(await problemOf(response))]).toEqual([body.slice(0, 20), 400, 'web/body-invalid']);
    }
  });

  it.each(WRITES)('takes at most 16 kB: %s %s (4.14)', async (method, path) => {
    const { ask } = await givenApi();
    const response = await ask(method, at(path), { as: 'owner', body: { username: 'x'.repeat(17_000) } });
    expect(await problemOf(response)).toEqual([413, 'web/body-too-large']);
  });

  it('needs no origin with a bearer token and no cookie', async () => {
    const { ask, users } = await givenApi();
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await ask('PATCH', `/users/${users.vera.id}`, { headers, body: { displayName: 'V' } })).status).toBe(200);
  });

  it('takes an empty object in place of no body', async () => {
    const { ask, users } = await givenApi();
    expect((await ask('DELETE', `/users/${users.vera.id}`, { as: 'owner', body: {} })).status).toBe(204);
  });
});

describe('addresses and methods', () => {
  it.each(['', '/', '/users/', '/ME', '/me/', '/users/a/b', '/%6de', '/users/x%2Fy', '/users/..%2fme', '/__proto__'])(
    'answers 404 for "%s"',
    async (path) => {
      const response = await (await givenApi()).ask('GET', path, { as: 'owner' });
      expect([400, 404, NONE_OF_OURS]).toContain(response.status);
      if (response.status === 404) expect(await problemOf(response)).toEqual([404, 'web/not-found']);
    },
  );

  it.each([
    ['PUT', '/users/x', 'GET, HEAD, PATCH, DELETE'],
    ['POST', '/me', 'GET, HEAD, PATCH'],
    ['OPTIONS', '/me/sessions', 'GET, HEAD, DELETE'],
    ['DELETE', '/users', 'GET, HEAD, POST'],
    ['POST', '/audit', 'GET, HEAD'],
    ['GET', '/me/password', 'POST'],
    ['HEAD', '/users/x/reset', 'POST'],
  ])('answers 405 to %s %s, and names what is possible (V50)', async (method, path, allow) => {
    const response = await (await givenApi()).ask(method, path, { as: 'owner' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('has no effect by a safe method (V54)', async () => {
    const { ask, store, users, signIn } = await givenApi();
    const headers = { cookie: await signIn('owner') };
    const before = JSON.stringify(await store.users({ limit: 100 }));
    for (const { path } of routes.filter(({ method }) => method === 'GET'))
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        await ask(method, path.replace('{id}', users.vera.id), { headers });
    expect(JSON.stringify(await store.users({ limit: 100 }))).toBe(before);
  });
});

describe('a session that has to choose a password first', () => {
  const others = routes.filter(({ path, method }) => `${method} ${path}` !== 'GET /me' && path !== '/me/password');

  it.each(others.map(({ method, path }) => [method, path]))('does not reach %s %s (S8)', async (method, path) => {
    const { ask, signIn, users } = await givenApi();
    const headers = { cookie: await signIn('owner', 'change-password'), origin: ORIGIN };
    const target = path.replace('{id}', users.vera.id);
    const body = method === 'GET' ? {} : { body: path === '/me' ? { displayName: 'X' } : {} };
    const response = await ask(method, target, { headers, ...body });
    expect(await problemOf(response)).toEqual([403, 'core/password-change-required']);
  });
});

describe('errors', () => {
  const failing: readonly (readonly [string, string, Asked])[] = [
    ['GET', '/users', { as: 'token' }],
    ['GET', '/roles', { as: 'token' }],
    ['GET', '/audit.ndjson', { as: 'token' }],
    ['POST', '/users', { as: 'token', body: { username: 'nora' } }],
  ];

  it.each(failing)(
    'of a store are 503, are reported, and say nothing of it: %s %s (V58, V59, V60)',
    async (method, path, asked) => {
      const { ask, loseUsers, errors } = await givenApi();
      loseUsers();
      const response = await ask(method, path, asked);
      const text = await response.text();
      expect([response.status, response.headers.get('retry-after'), errors.length]).toEqual([503, '5', 1]);
      expect(text).toContain('core/unavailable');
      expect(text).not.toMatch(/ECONN|10\.1\.2\.3|Error|node_modules/);
    },
  );

  it('have the shape that is configured', async () => {
    const { ask } = await givenApi({
      renderError: ({ code, field }) => ({ contentType: 'application/problem+json', body: { code, field } }),
    });
    const bodies = ['/nothing', '/users?limit=x', '/users/x'].map(async (path) =>
      (await ask('GET', path, { as: 'owner' })).json(),
    );
    expect(await Promise.all(bodies)).toEqual([
      { code: 'web/not-found' },
      { code: 'accounts/field-invalid', field: 'limit' },
      { code: 'accounts/not-found' },
    ]);
  });

  it('do not repeat what was sent (V58)', async () => {
    const { ask } = await givenApi();
    const body = { username: 'canary-1', email: 'canary-2', password: 'canary-3', roles: ['canary-4'] };
    const text = await (await ask('POST', '/users', { as: 'owner', body })).text();
    expect(text).not.toContain('canary');
  });

  it('are JSON also for who looks at pages', async () => {
    const headers = { accept: 'text/html' };
    const response = await (await givenApi()).ask('GET', '/nothing', { as: 'owner', headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });
});
