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
  ['GET /audit', undefined, [200, 403, 403, 403, 200, 403, 401]],
  ['GET /audit.ndjson', undefined, [200, 403, 403, 403, 200, 403, 401]],
];

describe('who may do what (L12, V36, V37, A11, A12, A13, A14, A15, A16, A69, A70)', () => {
  it.each(ROWS)('%s %j', async (request, body, statuses) => {
    const [method = '', template = ''] = request.split(' ', 2);
    const got = await Promise.all(CALLERS.map((as) => statusOf(method, request.slice(method.length + 1), as, body)));
    expect([template, Object.fromEntries(CALLERS.map((as, index) => [as, got[index]]))]).toEqual([
      template,
      Object.fromEntries(CALLERS.map((as, index) => [as, statuses[index]])),
    ]);
  });
});

/** Of a site of its own; who may not do it has changed nothing and was told of nobody. */
async function statusOf(method: string, template: string, as: Caller, body: object | undefined): Promise<number> {
  const { ask, core, signIn, users, store } = await givenApi();
  const isUser = Object.hasOwn(users, as);
  const headers = isUser ? { cookie: await signIn(as as 'owner'), origin: 'https://own.example' } : {};
  const session = await core.signIn.current(headers.cookie);
  const names: Record<string, string> = Object.fromEntries(Object.entries(users).map(([name, { id }]) => [name, id]));
  const path = template
    .replace('<self>', names[as] ?? as)
    .replace('<own session>', session?.info.id ?? 'none')
    .replaceAll(/<(\w+)>/g, (_all, name: string) => names[name] ?? '');
  const before = JSON.stringify(await store.users({ limit: 1000 }));
  const asked = isUser ? { headers } : { as };
  const response = await ask(method, path, { ...asked, ...(body === undefined ? {} : { body }) });
  if (response.status >= 400) {
    expect(JSON.stringify(await store.users({ limit: 1000 }))).toBe(before);
    expect(await response.text()).not.toMatch(/vera|adam|olga|edna|@example/);
  }
  return response.status;
}
