import type { UserRecord } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { routes } from './documented.ts';
import { type Caller, type GivenApi, givenApi, NEW_PASSWORD, NONE_OF_OURS, PASSWORD } from './given-api.ts';

/** Every write endpoint with what makes it succeed, and the fields of the record that it may change. */
const WRITES: readonly {
  readonly request: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly changes: readonly (keyof UserRecord)[];
}[] = [
  { request: 'PATCH /me', body: { displayName: 'Me' }, changes: ['displayName'] },
  {
    request: 'POST /me/password',
    body: { current: PASSWORD, password: NEW_PASSWORD },
    changes: ['passwordHash', 'version'],
  },
  { request: 'DELETE /me/sessions', body: {}, changes: [] },
  { request: 'DELETE /me/sessions/{id}', body: {}, changes: [] },
  { request: 'POST /users', body: { username: 'nora', roles: ['viewer'] }, changes: [] },
  { request: 'PATCH /users/{id}', body: { displayName: 'V' }, changes: ['displayName'] },
  { request: 'DELETE /users/{id}', body: {}, changes: [] },
  { request: 'POST /users/{id}/reset', body: {}, changes: [] },
  { request: 'DELETE /users/{id}/sessions', body: {}, changes: [] },
  { request: 'DELETE /users/{id}/identities/{source}', body: {}, changes: [] },
  { request: 'POST /keys', body: { name: 'robot', service: true, roles: ['viewer'] }, changes: [] },
  { request: 'PATCH /keys/{id}', body: { name: 'renamed' }, changes: [] },
  { request: 'POST /keys/{id}/rotate', body: {}, changes: [] },
  { request: 'DELETE /keys/{id}', body: {}, changes: [] },
  { request: 'POST /roles', body: { name: 'temp', permissions: ['a:b'], inherits: ['viewer'] }, changes: [] },
  { request: 'PATCH /roles/{name}', body: { label: 'Clerk' }, changes: [] },
  { request: 'DELETE /roles/{name}', body: {}, changes: [] },
  { request: 'POST /tickets', body: { path: '/live' }, changes: [] },
];

/** The columns of a user, what other systems call them, and names that mean something to JavaScript. */
const FIELDS = [
  ...['id', 'identifiers', 'passwordHash', 'version', 'createdAt', 'lastSignInAt', 'hasPassword'],
  ...['is_superuser', 'isSuperuser', 'isAdmin', 'is_admin', 'is_active', 'admin', 'owner', 'superuser', 'tenant'],
  ...['role', 'roles_new', 'role_ids', 'roleIds', 'role_id', 'Roles', 'roles[]', 'roles.0', 'roles[0]', 'permissions'],
  ...['password_hash', 'hash', 'salt', 'password_confirmation', 'passwordhash', 'must_change_password', 'display_name'],
  ...['user', 'userId', 'user_id', 'sub', 'subject', 'principal', 'obligation', 'method', 'session', 'sessionId'],
  ...[
    'user.roles',
    'user[roles]',
    '$set',
    '$where',
    '_id',
    'created_at',
    'updatedAt',
    'email_verified',
    'emailVerified',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'constructor.prototype', ''],
];
/** Fields that some endpoints take: refused by the others. */
const KNOWN = [
  ...['username', 'email', 'displayName', 'roles', 'status', 'password', 'current', 'mustChangePassword'],
  ...['name', 'expiresAt', 'service', 'overlapSeconds', 'path', 'hint', 'previous', 'createdBy', 'lastUsedAt', 'key'],
  ...['label', 'description', 'inherits', 'custom', 'editable', 'grantable', 'users', 'isCustom'],
];
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  'PATCH /me': ['username', 'email', 'displayName'],
  'POST /me/password': ['current', 'password'],
  'POST /users': ['username', 'email', 'displayName', 'roles', 'status', 'password', 'mustChangePassword'],
  'PATCH /users/{id}': ['username', 'email', 'displayName', 'roles', 'status', 'password', 'mustChangePassword'],
  'POST /keys': ['name', 'expiresAt', 'permissions', 'service', 'roles'],
  'PATCH /keys/{id}': ['name', 'expiresAt', 'status'],
  'POST /keys/{id}/rotate': ['overlapSeconds'],
  'POST /roles': ['name', 'label', 'description', 'permissions', 'inherits'],
  'PATCH /roles/{name}': ['label', 'description', 'permissions', 'inherits'],
  'POST /tickets': ['path'],
};

const VALUES = [
  '"owner"',
  '["owner"]',
  '{"roles":["owner"],"isAdmin":true}',
  'true',
  '1',
  'null',
  '"$argon2id$v=19$x"',
];

/** Values among the wrong ones that are not. */
const GOOD_VALUES: Readonly<Record<string, readonly string[]>> = {
  roles: ['[]'],
  permissions: ['[]'],
  inherits: ['[]'],
  overlapSeconds: ['7'],
};

const snapshot = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));

async function everything({ store }: GivenApi): Promise<string> {
  const { users } = await store.users({ limit: 1000 });
  return JSON.stringify([users, (await store.keys({ limit: 1000 })).keys, await store.setting('roles')]);
}

/** Somebody who may do it all to the user `vera` and her key; what is one's own, the lowest of all. */
const callerOf = (request: string): Caller =>
  request.includes('/me') || request.endsWith('/rotate') ? 'vera' : 'owner';

async function send(given: GivenApi, request: string, text: string): Promise<Response> {
  const [method = '', template = ''] = request.split(' ');
  const headers = { 'content-type': 'application/json' };
  return given.ask(method, given.pathOf(template), { as: callerOf(request), body: text, headers });
}

/** JSON text, so that names such as `__proto__` are sent as any other. */
function jsonOf(body: object, field: string, value: string, first: boolean): string {
  const pairs = Object.entries(body).map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`);
  const extra = `${JSON.stringify(field)}:${value}`;
  return `{${(first ? [extra, ...pairs] : [...pairs, extra]).join(',')}}`;
}

describe('fields that are not to be set (4.10, V38, A14, A70, A78, L1, L25)', () => {
  it('are asked of every endpoint that changes something', () => {
    const documented = routes.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
    expect(WRITES.map(({ request }) => request).sort()).toEqual(documented.sort());
  });

  it.each(WRITES)('are refused by name, and nothing is changed: $request', async ({ request, body }) => {
    const given = await givenApi();
    const before = await everything(given);
    const taken = TAKEN[request] ?? [];
    for (const field of [...FIELDS, ...KNOWN].filter((each) => !taken.includes(each))) {
      for (const [index, value] of VALUES.entries()) {
        const response = await send(given, request, jsonOf(body, field, value, index % 2 === 0));
        const problem = (await response.json()) as Record<string, unknown>;
        expect([field, value, response.status, problem['code']]).toEqual([field, value, 422, 'accounts/field-invalid']);
        expect([field, problem['field']]).toEqual([field, field === '' ? undefined : field]);
      }
    }
    expect(await everything(given)).toBe(before);
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(snapshot);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it.each(WRITES.filter(({ request }) => !request.startsWith('DELETE')))(
    'are not among what a good request changes: $request',
    async ({ request, body, changes }) => {
      const given = await givenApi();
      expect((await send(given, request, JSON.stringify(body))).status).toBeLessThan(300);
      const after = await given.record('vera');
      const changed = Object.entries(after ?? {}).filter(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(given.users.vera[key as keyof UserRecord]),
      );
      expect(changed.map(([key]) => key).sort()).toEqual([...changes].sort());
      for (const person of ['owner', 'olga', 'viewer'] as const)
        expect(await given.record(person)).toEqual(given.users[person]);
    },
  );

  it.each(WRITES)('have no effect in the query: $request', async ({ request, body }) => {
    const [plain, filled] = [await givenApi(), await givenApi()];
    const query = FIELDS.map((field) => `${encodeURIComponent(field)}=owner`).join('&');
    const [method = '', template = ''] = request.split(' ');
    const ask = async (given: GivenApi, suffix: string) => {
      const path = `${given.pathOf(template)}${suffix}`;
      return (await given.ask(method, path, { as: callerOf(request), body })).status;
    };
    expect(await ask(filled, `?${query}`)).toBe(await ask(plain, ''));
    const shapes = await Promise.all(
      [plain, filled].map(async ({ store }) =>
        (await store.users({ limit: 100 })).users.map(({ username, roles, status }) => [username, roles, status]),
      ),
    );
    expect(shapes[1]).toEqual(shapes[0]);
  });

  it.each(Object.entries(TAKEN))('of the wrong type are refused by name: %s (4.13)', async (request, fields) => {
    const given = await givenApi();
    const { body = {} } = WRITES.find((each) => each.request === request) ?? {};
    const before = await everything(given);
    for (const field of fields) {
      const wrong = [
        '{}',
        '[]',
        '[[]]',
        '[1]',
        '7',
        '1e400',
        '{"toString":"x"}',
        ...(['mustChangePassword', 'service'].includes(field) ? ['"true"', '1'] : ['true']),
      ].filter((each) => !(GOOD_VALUES[field] ?? []).includes(each));
      for (const value of wrong) {
        const { [field]: _sent, ...others } = body;
        const response = await send(given, request, jsonOf(others, field, value, false));
        const problem = (await response.json()) as Record<string, string>;
        expect([field, value, response.status, problem['field']?.split('.')[0]]).toEqual([field, value, 422, field]);
      }
    }
    expect(await everything(given)).toBe(before);
  });

  it.each([
    ['POST /users', { username: 'nora', roles: ['__proto__'] }],
    ['POST /users', { username: 'nora', roles: ['constructor'] }],
    ['PATCH /users/{id}', { roles: ['viewer', 'toString'] }],
    ['PATCH /users/{id}', { roles: ['Owner'] }],
    ['PATCH /users/{id}', { status: 'ACTIVE' }],
  ])('are not roles or states that do not exist: %s %j (4.17)', async (request, body) => {
    const given = await givenApi();
    const before = await everything(given);
    expect([(await send(given, request, JSON.stringify(body))).status, await everything(given)]).toEqual([422, before]);
  });

  it.each(['__proto__', 'constructor', 'u_vera', '%5Bobject%20Object%5D', '0', 'u_vera000000000000000000%00'])(
    'are no ids: %s',
    async (id) => {
      const response = await (await givenApi()).ask('GET', `/users/${id}`, { as: 'owner' });
      expect([400, 404, NONE_OF_OURS]).toContain(response.status);
    },
  );
});

describe('what no answer holds (V38, V57)', () => {
  it.each(['owner', 'admin', 'editor', 'viewer', 'token', 'stranger', 'key', 'robot'] as const)(
    'is a hash, a secret or a token, for the %s',
    async (as) => {
      const { ask, users, keys, pathOf, signIn, store } = await givenApi();
      const cookie = await signIn('vera');
      const hashes = [...Object.values(keys).map(({ hash }) => hash), users.vera.passwordHash ?? ''];
      const secrets = [...hashes, cookie.split('=')[1] ?? '', 'sup3rs3cr3t', '$argon2', 'dwk_'];
      for (const { path } of routes.filter(({ method, path: each }) => method === 'GET' && each !== '/openapi.json')) {
        const text = await (await ask('GET', pathOf(path), { as })).text();
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
        expect(text).not.toMatch(/"(?:passwordHash|identifiers|version|secret|token|hash|key)":/);
      }
      expect((await store.user(users.vera.id))?.passwordHash).toMatch(/^\$argon2id/);
    },
  );
});
