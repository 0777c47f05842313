import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { apiDocument, bareApi, type Route, routes } from './documented.ts';
import { type Asked, COOKIE, type GivenApi, givenApi, NEW_PASSWORD, ORIGIN, PASSWORD } from './given-api.ts';

describe('the document', () => {
  it('is OpenAPI 3.1 (validated by its schema)', async () => {
    const document = await (await givenApi()).read('/openapi.json', 'viewer');
    const { valid, errors } = await new Validator().validate(document as never);
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/auth/api' }] });
  });

  it('names no host, no cookie and no secret', async () => {
    const text = JSON.stringify(await (await givenApi()).read('/openapi.json', 'viewer'));
    expect(text).not.toMatch(/https?:\/\/|own\.example|Notebooks|doorward_|\/work|localhost/);
  });

  it('lists exactly the routes of the app (L18)', () => {
    const served = bareApi.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect([...new Set(served)].sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('gives each operation an id, and demands a credential of all', async () => {
    const ids = routes.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(routes.length);
    const document = (await (await givenApi()).read('/openapi.json', 'viewer')) as Record<string, unknown>;
    expect(document).toMatchObject({
      security: [{ cookie: [] }, { bearer: [] }],
      components: { securitySchemes: { cookie: { type: 'apiKey', in: 'cookie' }, bearer: { scheme: 'bearer' } } },
    });
    expect(JSON.stringify(document['paths'])).not.toContain('"security"');
  });

  it('shows every body as closed', () => {
    for (const { operation } of routes) {
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (schema === undefined) continue;
      const [name] = [schema.$ref?.split('/').at(-1)];
      const resolved = name === undefined ? schema : apiDocument.components.schemas[name];
      expect(resolved).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });
});

type Provocation = (given: GivenApi, route: Route) => Promise<Response>;

const target = ({ path }: Route, given: GivenApi): string => given.pathOf(path);
const asking =
  (as: Asked): Provocation =>
  (given, route) =>
    given.ask(route.method, target(route, given), as);
const at =
  (path: string, asked: Asked): Provocation =>
  (given, route) =>
    given.ask(route.method, path, asked);

/** What makes any endpoint answer so. */
const ANYWHERE: Readonly<Record<string, Provocation>> = {
  400: asking({ headers: { cookie: `${COOKIE}=${'a'.repeat(43)}; ${COOKIE}=${'b'.repeat(43)}` } }),
  401: asking({}),
  403: async (_given, route) => {
    const { ask, pathOf } = await givenApi({ auth: 'off' });
    return ask(route.method, pathOf(route.path), {
      headers: { 'x-forwarded-for': '192.0.2.1' },
    });
  },
  413: asking({ as: 'owner', body: { username: 'x'.repeat(20_000) } }),
  415: asking({ as: 'owner', body: 'x', headers: { 'content-type': 'text/plain' } }),
  429: async (given, route) => {
    const wrong = (n: number) => asking({ headers: { authorization: `Bearer wrong-${n}` } })(given, route);
    for (let n = 0; n < 100; n += 1) if ((await wrong(n)).status === 429) break;
    return wrong(0);
  },
  503: async (given, route) => {
    const headers = { cookie: await given.signIn('owner'), origin: ORIGIN };
    given.loseSessions();
    return given.ask(route.method, target(route, given), {
      headers: { ...headers, cookie: `${COOKIE}=${'a'.repeat(43)}` },
    });
  },
};

/** What makes an endpoint answer so, by its operation. */
const GOOD: Readonly<Record<string, Asked>> = {
  updateMe: { as: 'viewer', body: {} },
  changePassword: { as: 'viewer', body: { current: PASSWORD, password: NEW_PASSWORD } },
  createUser: { as: 'owner', body: { username: 'nora' } },
  updateUser: { as: 'owner', body: {} },
  createKey: { as: 'owner', body: { name: 'nightly export' } },
  updateKey: { as: 'owner', body: {} },
  rotateKey: { as: 'vera', body: {} },
  createRole: { as: 'owner', body: { name: 'temp' } },
  updateRole: { as: 'owner', body: {} },
  createTicket: { as: 'owner', body: { path: '/live' } },
};

const ENDING_OWN: Provocation = async (given) => {
  const headers = { cookie: await given.signIn('viewer'), origin: ORIGIN };
  const session = await given.core.clientSessions.current(headers.cookie);
  return given.ask('DELETE', `/me/sessions/${session?.info.id}`, { headers });
};

const OWNERLESS: Provocation = async (given, route) => {
  await given.ask('PATCH', `/users/${given.users.olga.id}`, { as: 'owner', body: { roles: [] } });
  const body = route.method === 'PATCH' ? { body: { roles: [] } } : {};
  return given.ask(route.method, `/users/${given.users.owner.id}`, { as: 'token', ...body });
};

const TOO_MANY_KEYS: Provocation = async (given) => {
  const make = () => given.ask('POST', '/keys', { as: 'owner', body: { name: 'one more' } });
  const { total } = await given.store.keys({ owner: given.users.owner.id });
  for (let made = total; made < 100; made += 1) await make();
  return make();
};

const SPECIAL: Readonly<Record<string, Provocation>> = {
  'endOwnSession 204': ENDING_OWN,
  'updateMe 409': at('/me', { as: 'viewer', body: { username: 'owner' } }),
  'createUser 409': at('/users', { as: 'owner', body: { username: 'owner' } }),
  'updateUser 409': OWNERLESS,
  'deleteUser 409': OWNERLESS,
  'createRole 409': at('/roles', { as: 'owner', body: { name: 'viewer' } }),
  'updateRole 409': at('/roles/viewer', { as: 'owner', body: {} }),
  'deleteRole 409': at('/roles/viewer', { as: 'owner' }),
  'createKey 404': at('/keys', { as: 'token', body: { name: 'of nobody' } }),
  'createKey 409': TOO_MANY_KEYS,
};

function provoke(status: string, route: Route): Provocation {
  const { operationId } = route.operation;
  const special = SPECIAL[`${operationId} ${status}`];
  if (special !== undefined) return special;
  if (status.startsWith('2')) return asking(GOOD[operationId] ?? { as: 'owner' });
  if (status === '404')
    return (given) =>
      route.path.startsWith('/me')
        ? given.ask(route.method, route.path.replace('{id}', 'x'), { ...GOOD[operationId], as: 'token' })
        : given.ask(route.method, route.path.replaceAll(/\{\w+\}/g, 'unknown'), { ...GOOD[operationId], as: 'owner' });
  if (status === '422' && route.method === 'GET')
    return (given) => given.ask('GET', `${route.path}?limit=x&from=x`, { as: 'owner' });
  if (status === '422') return asking({ as: 'owner', body: { isAdmin: true } });
  return ANYWHERE[status] ?? (async () => Promise.reject(new Error(`nothing provokes ${operationId} ${status}`)));
}

describe('every status that the document promises', () => {
  const promised = routes.flatMap((route) =>
    Object.keys(route.operation.responses).map((status) => ({ status, route })),
  );

  it.each(promised.map(({ status, route }) => [route.method, route.path, status, route] as const))(
    'occurs: %s %s %s',
    async (_method, _path, status, route) => {
      expect((await provoke(status, route)(await givenApi(), route)).status).toBe(Number(status));
    },
  );
});
