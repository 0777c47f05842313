import { describe, expect, it } from '@jest/globals';
import { type GivenApi, givenApi } from './given-api.ts';
import { secretOf } from './people.ts';

type WireKey = Readonly<Record<string, unknown>> & { readonly id: string; readonly key: string };
type Page = { readonly total: number; readonly keys: readonly WireKey[] };

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

async function made(given: GivenApi, body: object, as: 'vera' | 'owner' = 'vera'): Promise<WireKey> {
  const response = await given.ask('POST', '/keys', { as, body });
  expect(response.status).toBe(201);
  return (await response.json()) as WireKey;
}

/** The id that a request with the key acts as; the status when it is refused. */
async function usedBy({ ask }: GivenApi, secret: string): Promise<unknown> {
  const response = await ask('GET', '/me', { headers: { 'x-api-key': secret } });
  return response.status === 200 ? ((await response.json()) as { id: string }).id : response.status;
}

describe('POST /keys', () => {
  it('makes a key of the caller, shows it this once, and lets it in by header and as Bearer', async () => {
    const given = await givenApi();
    const body = { name: ' nightly export ', expiresAt: '2999-01-01T00:00:00+01:00' };
    const response = await given.ask('POST', '/keys', { as: 'vera', body: { ...body, expiresAt: null } });
    const key = (await response.json()) as WireKey;
    expect(key).toEqual({
      id: expect.stringMatching(/^k_[\w-]{22}$/),
      name: 'nightly export',
      hint: key.key.slice(-4),
      owner: given.users.vera.id,
      roles: [],
      permissions: null,
      status: 'active',
      createdAt: TIME,
      createdBy: given.users.vera.id,
      expiresAt: null,
      lastUsedAt: null,
      previousUntil: null,
      key: expect.stringMatching(/^dwk_[\w-]{43}$/),
    });
    expect(await usedBy(given, key.key)).toBe(given.users.vera.id);
    const bearer = await given.ask('GET', '/me', { headers: { authorization: `Bearer ${key.key}` } });
    expect(await bearer.json()).toMatchObject({ id: given.users.vera.id, method: 'api-key' });
    for (const path of ['/keys', `/keys/${key.id}`, '/audit']) {
      const text = JSON.stringify(await given.read(path, path === '/audit' ? 'owner' : 'vera'));
      expect([path, text.includes(key.key), text.includes('"hash"')]).toEqual([path, false, false]);
    }
  });

  it.each([
    ['/keys', {}, 'name', 'Send a text.'],
    ['/keys', { name: 7 }, 'name', 'Send a text.'],
    ['/keys', { name: 'x', permissions: 'flow:read' }, 'permissions', 'Send a list.'],
    ['/keys', { name: 'x', permissions: [7] }, 'permissions.0', 'Send a text.'],
    ['/keys', { name: 'x', service: 'yes' }, 'service', 'Send true or false.'],
    ['/keys/k_x/rotate', { overlapSeconds: 1.5 }, 'overlapSeconds', 'Send a whole number.'],
    ['/keys/k_x/rotate', { overlapSeconds: '1' }, 'overlapSeconds', 'Send a whole number.'],
    ['/keys?owner=%00', undefined, 'owner', 'Send the id of a user, or none.'],
  ])('says in our words what is wrong with %s %j', async (path, body, field, detail) => {
    const { ask } = await givenApi();
    const response = await ask(body === undefined ? 'GET' : 'POST', path, { as: 'vera', ...(body && { body }) });
    expect([response.status, await response.json()]).toMatchObject([422, { field, detail }]);
  });

  it('reads the end as RFC 3339, within ten years', async () => {
    const given = await givenApi();
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    expect(await made(given, { name: 'x', expiresAt: soon })).toMatchObject({ expiresAt: soon, status: 'active' });
    const offset = await made(given, { name: 'x', expiresAt: soon.replace('Z', '+00:00') });
    expect(offset['expiresAt']).toBe(soon);
    for (const expiresAt of ['2026-01-01T00:00:00Z', '2999-01-01T00:00:00Z', '2030-01-01', 'soon', 7, '']) {
      const response = await given.ask('POST', '/keys', { as: 'vera', body: { name: 'x', expiresAt } });
      const problem = (await response.json()) as Record<string, string>;
      expect([expiresAt, response.status, problem['field']]).toEqual([expiresAt, 422, 'expiresAt']);
    }
  });

  it('gives no key more than its owner holds, now or later (L14)', async () => {
    const given = await givenApi();
    const { key } = await made(given, { name: 'x', permissions: ['*:read', 'report:read'] });
    const read = async () => {
      const response = await given.ask('GET', '/me', { headers: { 'x-api-key': key } });
      return response.status === 200 ? ((await response.json()) as object) : response.status;
    };
    expect(await read()).toMatchObject({ roles: [], permissions: ['*:read', 'report:read'] });
    await given.ask('PATCH', `/users/${given.users.vera.id}`, { as: 'owner', body: { roles: [] } });
    expect(await read()).toMatchObject({ roles: [], permissions: [] });
    await given.ask('PATCH', `/users/${given.users.vera.id}`, { as: 'owner', body: { status: 'disabled' } });
    expect(await read()).toBe(401);
  });

  it('makes a service key that is nobody’s, and outlives who made it', async () => {
    const given = await givenApi();
    const { id, key } = await made(given, { name: 'deploy', service: true, roles: ['editor', 'editor'] }, 'owner');
    expect(await given.read(`/keys/${id}`, 'owner')).toMatchObject({ owner: null, roles: ['editor'] });
    expect(await usedBy(given, key)).toBe(id);
    await given.ask('DELETE', `/users/${given.users.owner.id}`, { as: 'olga', body: {} });
    expect([await usedBy(given, key), await usedBy(given, secretOf('key'))]).toEqual([id, 401]);
  });

  it('takes roles for service keys alone', async () => {
    const { ask } = await givenApi();
    for (const service of [{}, { service: false }]) {
      const response = await ask('POST', '/keys', { as: 'owner', body: { name: 'x', roles: ['owner'], ...service } });
      expect([response.status, await response.json()]).toEqual([422, expect.objectContaining({ field: 'roles' })]);
    }
  });
});

describe('GET /keys', () => {
  it('lists the keys of the caller, of a user, or of services, the latest first, by pages', async () => {
    const given = await givenApi();
    const ids = [];
    for (const name of ['a', 'b', 'c']) ids.unshift((await made(given, { name })).id);
    const page = (await given.read('/keys?limit=2&offset=1', 'vera')) as Page;
    expect(page.total).toBe(4);
    const all = (await given.read('/keys', 'vera')) as Page;
    expect(all.keys.slice(1, 3)).toEqual(page.keys);
    expect(all.keys.map(({ id }) => id)).toEqual(expect.arrayContaining([...ids, given.keys.gadget.id]));
    expect(all.keys.at(-1)?.id).toBe(given.keys.gadget.id);
    expect(await given.read(`/keys?owner=${given.users.vera.id}`, 'admin')).toEqual(all);
    const services = (await given.read('/keys?owner=none', 'owner')) as Page;
    expect(services.keys.map(({ name }) => name)).toEqual(['robot']);
  });
});

describe('PATCH /keys/{id}', () => {
  it('renames, moves the end, disables and enables, and shows no secret', async () => {
    const given = await givenApi();
    const path = `/keys/${given.keys.gadget.id}`;
    const change = async (body: object) => (await given.ask('PATCH', path, { as: 'vera', body })).json();
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    expect(await change({ name: 'tool', expiresAt })).toMatchObject({ name: 'tool', expiresAt, status: 'active' });
    expect(await change({ status: 'disabled' })).toMatchObject({ name: 'tool', expiresAt, status: 'disabled' });
    expect(await usedBy(given, secretOf('gadget'))).toBe(401);
    expect(await change({ status: 'active', expiresAt: null })).not.toHaveProperty('key');
    expect(await usedBy(given, secretOf('gadget'))).toBe(given.users.vera.id);
  });

  it.each([
    [{ status: 'expired' }, 'status'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'a\u0000b' }, 'name'],
    [{ expiresAt: '2026-01-01T00:00:00Z' }, 'expiresAt'],
    [{ permissions: ['*'] }, 'permissions'],
    [{ roles: ['owner'] }, 'roles'],
    [{ owner: null }, 'owner'],
  ])('refuses %j', async (body, field) => {
    const { ask, keys, store } = await givenApi();
    const response = await ask('PATCH', `/keys/${keys.gadget.id}`, { as: 'vera', body });
    expect([response.status, await response.json()]).toEqual([422, expect.objectContaining({ field })]);
    expect(await store.key(keys.gadget.id)).toEqual(keys.gadget);
  });
});

describe('POST /keys/{id}/rotate', () => {
  it.each([
    [{}, 86_400],
    [{ overlapSeconds: 0 }, 0],
    [{ overlapSeconds: 2_592_000 }, 2_592_000],
  ])('replaces the secret; after %j the one before counts for %i seconds', async (body, seconds) => {
    const given = await givenApi();
    const response = await given.ask('POST', `/keys/${given.keys.gadget.id}/rotate`, { as: 'vera', body });
    const { key, previousUntil, id } = (await response.json()) as WireKey;
    expect([response.status, id]).toEqual([200, given.keys.gadget.id]);
    expect(await usedBy(given, key)).toBe(given.users.vera.id);
    expect(await usedBy(given, secretOf('gadget'))).toBe(seconds === 0 ? 401 : given.users.vera.id);
    const left = previousUntil === null ? 0 : (Date.parse(String(previousUntil)) - Date.now()) / 1000;
    expect(Math.abs(left - seconds)).toBeLessThan(30);
  });

  it.each([-1, 2_592_001, 0.5, '60', null])('refuses an overlap of %j', async (overlapSeconds) => {
    const { ask, keys, store } = await givenApi();
    const response = await ask('POST', `/keys/${keys.gadget.id}/rotate`, { as: 'vera', body: { overlapSeconds } });
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({ field: 'overlapSeconds' }),
    ]);
    expect(await store.key(keys.gadget.id)).toEqual(keys.gadget);
  });
});

describe('DELETE /keys/{id}', () => {
  it('ends the key, at the next request', async () => {
    const given = await givenApi();
    expect(await usedBy(given, secretOf('gadget'))).toBe(given.users.vera.id);
    const response = await given.ask('DELETE', `/keys/${given.keys.gadget.id}`, { as: 'vera', body: {} });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await usedBy(given, secretOf('gadget'))).toBe(401);
    expect((await given.ask('DELETE', `/keys/${given.keys.gadget.id}`, { as: 'vera', body: {} })).status).toBe(404);
  });
});

describe('every change of a key', () => {
  it('is an event, with the end of the key and never more of it (S17)', async () => {
    const given = await givenApi();
    const { id, key } = await made(given, { name: 'x' });
    await given.ask('PATCH', `/keys/${id}`, { as: 'vera', body: { status: 'disabled' } });
    const rotated = await given.ask('POST', `/keys/${id}/rotate`, { as: 'vera', body: {} });
    const { key: next } = (await rotated.json()) as WireKey;
    await given.ask('DELETE', `/keys/${id}`, { as: 'vera', body: {} });
    const told = given.events.filter(({ type }) => type.startsWith('key-'));
    expect(told.map(({ type, subject, targetName }) => [type, subject, targetName])).toEqual(
      ['key-created', 'key-updated', 'key-rotated', 'key-deleted'].map((type) => [type, given.users.vera.id, 'x']),
    );
    expect(told[1]?.detail).toBe(`…${key.slice(-4)}: disabled`);
    for (const secret of [key, next]) expect(JSON.stringify(given.events)).not.toContain(secret.slice(4, -4));
  });
});
