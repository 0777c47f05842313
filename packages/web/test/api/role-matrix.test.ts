import { describe, expect, it } from '@jest/globals';
import { type Caller, givenApi, NEW_PASSWORD, PASSWORD } from './given-api.ts';

const CALLERS = ['owner', 'admin', 'editor', 'viewer', 'token', 'stranger', 'nobody'] as const satisfies Caller[];

/**
 * Statuses by caller, in the order of `CALLERS`. `<vera>` stands for the id of that user, `<self>` for the caller's
 * own, `<own session>` for the public id of the session that asks.
 */
type Row = readonly [request: string, body: object | undefined, statuses: readonly number[]];

const ROWS: readonly Row[] = [
  ['GET /me', undefined, [200, 200, 200, 200, 200, 200, 401]],
  ['PATCH /me', { displayName: 'Me' }, [200, 200, 200, 200, 404, 404, 401]],
  ['POST /me/password', { current: PASSWORD, password: NEW_PASSWORD }, [204, 204, 204, 204, 404, 404, 401]],
  ['GET /me/sessions', undefined, [200, 200, 200, 200, 404, 404, 401]],
  ['DELETE /me/sessions', undefined, [200, 200, 200, 200, 404, 404, 401]],
  ['DELETE /me/sessions/<own session>', undefined, [204, 204, 204, 204, 404, 404, 401]],
  ['GET /roles', undefined, [200, 200, 200, 200, 200, 200, 401]],
  ['GET /openapi.json', undefined, [200, 200, 200, 200, 200, 200, 401]],
  ['GET /users', undefined, [200, 200, 403, 403, 200, 403, 401]],
  ['POST /users', { username: 'nora' }, [201, 403, 403, 403, 201, 403, 401]],
  ['POST /users', { username: 'nora', roles: ['viewer'] }, [201, 403, 403, 403, 201, 403, 401]],
  ['POST /users', { username: 'nora', roles: ['owner'] }, [201, 403, 403, 403, 201, 403, 401]],
  ['GET /users/<vera>', undefined, [200, 200, 403, 403, 200, 403, 401]],
  ['GET /users/<adam>', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['GET /users/<olga>', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['GET /users/<self>', undefined, [200, 403, 403, 403, 404, 403, 401]],
  ['GET /users/unknown', undefined, [404, 404, 403, 403, 404, 403, 401]],
  ['PATCH /users/<vera>', { username: 'vera2' }, [200, 200, 403, 403, 200, 403, 401]],
  ['PATCH /users/<vera>', { email: 'v@example.com' }, [200, 200, 403, 403, 200, 403, 401]],
  ['PATCH /users/<vera>', { password: NEW_PASSWORD }, [200, 200, 403, 403, 200, 403, 401]],
  ['PATCH /users/<vera>', { roles: ['editor'] }, [200, 200, 403, 403, 200, 403, 401]],
  ['PATCH /users/<vera>', { roles: ['viewer', 'editor'] }, [200, 200, 403, 403, 200, 403, 401]],
  ['PATCH /users/<vera>', { roles: ['admin'] }, [200, 403, 403, 403, 200, 403, 401]],
  ['PATCH /users/<vera>', { roles: ['viewer', 'owner'] }, [200, 403, 403, 403, 200, 403, 401]],
  ['PATCH /users/<edna>', { roles: ['viewer'] }, [200, 200, 403, 403, 200, 403, 401]],
  ['PATCH /users/<adam>', { username: 'adam2' }, [200, 403, 403, 403, 200, 403, 401]],
  ['PATCH /users/<adam>', { roles: ['viewer'] }, [200, 403, 403, 403, 200, 403, 401]],
  ['PATCH /users/<olga>', { roles: ['viewer'] }, [200, 403, 403, 403, 200, 403, 401]],
  ['PATCH /users/<olga>', { password: NEW_PASSWORD }, [200, 403, 403, 403, 200, 403, 401]],
  ['PATCH /users/<self>', { roles: ['owner'] }, [200, 403, 403, 403, 404, 403, 401]],
  ['PATCH /users/unknown', { displayName: 'X' }, [404, 404, 403, 403, 404, 403, 401]],
  ['DELETE /users/<vera>', undefined, [204, 403, 403, 403, 204, 403, 401]],
  ['DELETE /users/<olga>', undefined, [204, 403, 403, 403, 204, 403, 401]],
  ['DELETE /users/<self>', undefined, [400, 403, 403, 403, 404, 403, 401]],
  ['POST /users/<vera>/reset', undefined, [200, 200, 403, 403, 200, 403, 401]],
  ['POST /users/<adam>/reset', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['POST /users/<olga>/reset', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['GET /users/<vera>/sessions', undefined, [200, 200, 403, 403, 200, 403, 401]],
  ['GET /users/<olga>/sessions', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['DELETE /users/<vera>/sessions', undefined, [200, 200, 403, 403, 200, 403, 401]],
  ['DELETE /users/<olga>/sessions', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['DELETE /users/<vera>/identities/acme', undefined, [200, 200, 403, 403, 200, 403, 401]],
  ['DELETE /users/<vera>/identities/other', undefined, [404, 404, 403, 403, 404, 403, 401]],
  ['DELETE /users/<olga>/identities/acme', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['DELETE /users/<self>/identities/acme', undefined, [400, 403, 403, 403, 404, 403, 401]],
  ['GET /audit', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['GET /audit.ndjson', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['GET /keys', undefined, [200, 200, 200, 200, 200, 200, 401]],
  ['GET /keys?owner=<self>', undefined, [200, 200, 200, 200, 200, 200, 401]],
  ['GET /keys?owner=<vera>', undefined, [200, 200, 403, 403, 200, 403, 401]],
  ['GET /keys?owner=<olga>', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['GET /keys?owner=none', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['GET /keys?owner=unknown', undefined, [403, 403, 403, 403, 403, 403, 401]],
  ['POST /keys', { name: 'export' }, [201, 201, 201, 201, 404, 404, 401]],
  ['POST /keys', { name: 'export', permissions: ['*:read'] }, [201, 201, 201, 201, 404, 404, 401]],
  ['POST /keys', { name: 'export', permissions: ['*:delete'] }, [201, 201, 201, 403, 404, 404, 401]],
  ['POST /keys', { name: 'export', permissions: ['*'] }, [201, 403, 403, 403, 404, 404, 401]],
  ['POST /keys', { name: 'robot', service: true }, [201, 403, 403, 403, 201, 403, 401]],
  ['POST /keys', { name: 'robot', service: true, roles: ['owner'] }, [201, 403, 403, 403, 201, 403, 401]],
  ['POST /keys', { name: 'robot', service: true, permissions: ['*'] }, [201, 403, 403, 403, 201, 403, 401]],
  ['GET /keys/<gadget>', undefined, [200, 200, 404, 404, 200, 404, 401]],
  ['GET /keys/<robot>', undefined, [200, 404, 404, 404, 200, 404, 401]],
  ['GET /keys/<key>', undefined, [200, 404, 404, 404, 200, 404, 401]],
  ['PATCH /keys/<gadget>', { name: 'taken' }, [200, 200, 404, 404, 200, 404, 401]],
  ['PATCH /keys/<gadget>', { status: 'disabled' }, [200, 200, 404, 404, 200, 404, 401]],
  ['PATCH /keys/<robot>', { expiresAt: null }, [200, 404, 404, 404, 200, 404, 401]],
  ['POST /keys/<gadget>/rotate', {}, [403, 403, 404, 404, 403, 404, 401]],
  ['POST /keys/<robot>/rotate', {}, [200, 404, 404, 404, 200, 404, 401]],
  ['POST /keys/<key>/rotate', {}, [200, 404, 404, 404, 403, 404, 401]],
  ['DELETE /keys/<gadget>', undefined, [204, 204, 404, 404, 204, 404, 401]],
  ['DELETE /keys/<robot>', undefined, [204, 404, 404, 404, 204, 404, 401]],
  ['DELETE /keys/unknown', undefined, [404, 404, 404, 404, 404, 404, 401]],
  ['POST /roles', { name: 'temp', permissions: ['report:read'] }, [201, 403, 403, 403, 201, 403, 401]],
  ['POST /roles', { name: 'temp', inherits: ['owner'] }, [201, 403, 403, 403, 201, 403, 401]],
  ['POST /roles', { name: 'viewer' }, [409, 403, 403, 403, 409, 403, 401]],
  ['PATCH /roles/clerk', { permissions: ['report:*'] }, [200, 403, 403, 403, 200, 403, 401]],
  ['PATCH /roles/viewer', { permissions: ['report:*'] }, [409, 403, 403, 403, 409, 403, 401]],
  ['DELETE /roles/clerk', undefined, [204, 403, 403, 403, 204, 403, 401]],
  ['DELETE /roles/owner', undefined, [409, 403, 403, 403, 409, 403, 401]],
  ['DELETE /roles/unknown', undefined, [404, 403, 403, 403, 404, 403, 401]],
  ['POST /tickets', { path: '/live' }, [201, 201, 201, 201, 403, 403, 401]],
];

/**
 * The same for keys: one of an owner, a service that may everything, and one of an owner that is limited to
 * permissions. They change no key, and nobody's own account.
 */
const KEY_CALLERS = ['key', 'robot', 'narrow'] as const satisfies Caller[];
const KEY_ROWS: readonly Row[] = [
  ['GET /me', undefined, [200, 200, 200]],
  ['PATCH /me', { displayName: 'Me' }, [403, 403, 403]],
  ['POST /me/password', { current: PASSWORD, password: NEW_PASSWORD }, [403, 403, 403]],
  ['DELETE /me/sessions', undefined, [403, 403, 403]],
  ['GET /users', undefined, [200, 200, 403]],
  ['POST /users', { username: 'nora' }, [201, 201, 403]],
  ['PATCH /users/<vera>', { displayName: 'V' }, [200, 200, 403]],
  ['PATCH /users/<owner>', { email: 'mine@example.com' }, [403, 200, 403]],
  ['PATCH /users/<owner>', { roles: ['viewer', 'owner'] }, [403, 200, 403]],
  ['DELETE /users/<owner>/sessions', undefined, [403, 200, 403]],
  ['POST /users/<owner>/reset', undefined, [400, 200, 403]],
  ['DELETE /users/<owner>', undefined, [400, 204, 403]],
  ['GET /audit', undefined, [200, 200, 403]],
  ['GET /keys', undefined, [200, 200, 200]],
  ['GET /keys?owner=none', undefined, [200, 200, 403]],
  ['GET /keys/<key>', undefined, [200, 200, 200]],
  ['GET /keys/<robot>', undefined, [200, 200, 404]],
  ['POST /keys', { name: 'second' }, [403, 403, 403]],
  ['POST /keys', { name: 'second', service: true, roles: ['owner'] }, [403, 403, 403]],
  ['PATCH /keys/<key>', { expiresAt: null }, [403, 403, 403]],
  ['PATCH /keys/<robot>', { status: 'active' }, [403, 403, 404]],
  ['PATCH /keys/<gadget>', { status: 'disabled' }, [403, 403, 404]],
  ['POST /keys/<key>/rotate', {}, [403, 403, 403]],
  ['POST /keys/<robot>/rotate', {}, [403, 403, 404]],
  ['POST /keys/<gadget>/rotate', {}, [403, 403, 404]],
  ['DELETE /keys/<key>', undefined, [403, 403, 403]],
  ['DELETE /keys/<robot>', undefined, [403, 403, 404]],
  ['DELETE /keys/<gadget>', undefined, [403, 403, 404]],
  ['GET /roles', undefined, [200, 200, 200]],
  ['POST /roles', { name: 'temp' }, [403, 403, 403]],
  ['PATCH /roles/clerk', { permissions: [] }, [403, 403, 403]],
  ['DELETE /roles/clerk', undefined, [403, 403, 403]],
  ['POST /tickets', { path: '/live' }, [403, 403, 403]],
];

describe('who may do what (L11, L12, V36, V37, A11, A12, A13, A14, A15, A16, A69, A70)', () => {
  it.each(ROWS)('%s %j', (request, body, statuses) => assertStatuses(CALLERS, request, body, statuses));
});

describe('what an API key may do (L14)', () => {
  it.each(KEY_ROWS)('%s %j', (request, body, statuses) => assertStatuses(KEY_CALLERS, request, body, statuses));
});

async function assertStatuses(
  callers: readonly Caller[],
  request: string,
  body: object | undefined,
  statuses: readonly number[],
): Promise<void> {
  const [method = ''] = request.split(' ', 1);
  const template = request.slice(method.length + 1);
  const got = await Promise.all(callers.map((as) => statusOf(method, template, as, body)));
  expect([template, Object.fromEntries(callers.map((as, index) => [as, got[index]]))]).toEqual([
    template,
    Object.fromEntries(callers.map((as, index) => [as, statuses[index]])),
  ]);
}

/** Of a site of its own; who may not do it has changed nothing and was told of nobody. */
async function statusOf(method: string, template: string, as: Caller, body: object | undefined): Promise<number> {
  const { ask, core, signIn, users, keys, store } = await givenApi();
  const isUser = Object.hasOwn(users, as);
  const headers = isUser ? { cookie: await signIn(as as 'owner'), origin: 'https://own.example' } : {};
  const session = await core.clientSessions.current(headers.cookie);
  const all = Object.entries({ ...keys, ...users });
  const names: Record<string, string> = Object.fromEntries(all.map(([name, { id }]) => [name, id]));
  const everything = async () =>
    JSON.stringify([
      await store.users({ limit: 1000 }),
      await store.keys({ limit: 1000 }),
      await store.setting('roles'),
    ]);
  const path = template
    .replace('<self>', names[as] ?? as)
    .replace('<own session>', session?.info.id ?? 'none')
    .replaceAll(/<(\w+)>/g, (_all, name: string) => names[name] ?? '');
  const before = await everything();
  const asked = isUser ? { headers } : { as };
  const response = await ask(method, path, { ...asked, ...(body === undefined ? {} : { body }) });
  if (response.status >= 400) {
    expect(await everything()).toBe(before);
    expect(await response.text()).not.toMatch(/vera|adam|olga|edna|gadget|robot|@example/);
  }
  return response.status;
}
