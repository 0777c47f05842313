/**
 * A key with fewer permissions than everything: whatever it is used for, in whatever order, it reads agents
 * and does nothing else.
 *
 * @see acceptance.md, statement A29
 */

import { type Answer, FORM_TYPE, JSON_TYPE, PAGE } from '@doorward/test-process';
import { beforeAll, expect, it } from '@jest/globals';
import { type Assistant, describeOnEach, PASSWORD } from './assistant-process.ts';
import { addPerson, type Client, makeKey, signedIn, withKey } from './client.ts';

const STEPS = 600;
/** Another walk with SEED=2. */
const SEED = Number(process.env['SEED'] ?? 1);

/** Where it may get an answer of 200. All else is refused, to read as well. */
const MAY_READ = [
  /^\/(?:health|api\/auth\/(?:me|login|logout)|assets\/(?:style\.css|chat\.js))$/,
  /^\/api\/agents(?:\/[a-z]+)?$/,
  /^\/(?:agents\/[a-z]+)?$/,
  // Its own name, and descriptions that say the same to everybody.
  /^\/auth\/api\/(?:me|roles|openapi\.json)$/,
  // The own account of its owner, to read.
  /^\/auth\/(?:account(?:\/.*)?|api\/(?:me\/.*|keys(?:\/[\w-]+)?))$/,
];

interface Place {
  readonly method: string;
  /** With `:id` or `{id}` where an id stands. */
  readonly path: string;
}

const OWN_ROUTES: readonly Place[] = [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/agents/:id' },
  { method: 'POST', path: '/agents/:id/messages' },
  { method: 'POST', path: '/agents/:id/delete' },
  { method: 'GET', path: '/new-agent' },
  { method: 'POST', path: '/new-agent' },
  { method: 'GET', path: '/api/auth/me' },
  { method: 'POST', path: '/api/auth/logout' },
  { method: 'GET', path: '/api/agents' },
  { method: 'GET', path: '/api/agents/:id' },
  { method: 'POST', path: '/api/agents' },
  { method: 'DELETE', path: '/api/agents/:id' },
  { method: 'POST', path: '/api/agents/:id/messages' },
  { method: 'GET', path: '/api/admin/api_keys' },
  { method: 'POST', path: '/api/admin/api_keys' },
  { method: 'DELETE', path: '/api/admin/api_keys/:id' },
  { method: 'GET', path: '/admin/settings' },
  { method: 'PUT', path: '/admin/settings' },
  { method: 'POST', path: '/admin/settings' },
  { method: 'GET', path: '/auth/admin' },
  { method: 'POST', path: '/auth/admin/new' },
  { method: 'GET', path: '/auth/admin/users/:id' },
  { method: 'POST', path: '/auth/admin/users/:id' },
  { method: 'POST', path: '/auth/admin/users/:id/delete' },
  { method: 'GET', path: '/auth/admin/audit' },
  { method: 'GET', path: '/auth/admin/keys' },
  { method: 'POST', path: '/auth/admin/keys/new' },
  { method: 'POST', path: '/auth/admin/keys/:id' },
  { method: 'POST', path: '/auth/admin/keys/:id/rotate' },
  { method: 'POST', path: '/auth/admin/keys/:id/delete' },
  { method: 'POST', path: '/auth/account/keys/new' },
  { method: 'POST', path: '/auth/account/keys/:id' },
  { method: 'POST', path: '/auth/account/keys/:id/rotate' },
  { method: 'POST', path: '/auth/account/keys/:id/delete' },
  { method: 'POST', path: '/auth/account' },
  { method: 'POST', path: '/auth/account/password' },
];

const PHRASE = 'seven teal bicycles at noon';
const AGENT = { name: 'Planted', description: 'by a key', skill: 'summary' };

/** What would work if only the key were allowed to. The first that fits a path. */
const FITTING: readonly (readonly [path: RegExp, body: Readonly<Record<string, unknown>>])[] = [
  [/\/api\/agents$|\/new-agent$/, AGENT],
  [/\/messages$/, { message: 'hello' }],
  [/\/admin\/settings$/, { greeting: 'Planted', max_message_length: 1, max_agents: 1 }],
  [/\/api_keys$/, { name: 'planted', roles: ['admin'] }],
  [/\/admin\/new$/, { username: 'planted', access: 'password', password: PHRASE, role: 'admin', status: 'active' }],
  [/\/admin\/users\/[^/]+$/, { status: 'disabled' }],
  [/\/account\/password$/, { current: PASSWORD, password: PHRASE, repeat: PHRASE }],
  [/\/api\/me$/, { displayName: 'Planted' }],
  [/\/api\/me\/password$/, { current: PASSWORD, password: PHRASE }],
  [/\/api\/users$/, { username: 'planted', password: PHRASE, roles: ['admin'], mustChangePassword: false }],
  [/\/api\/users\/[^/]+$/, { roles: ['admin'] }],
  [/\/api\/keys$/, { name: 'planted', service: true, roles: ['admin'] }],
  [/\/api\/keys\/[^/]+$/, { status: 'disabled' }],
  [/\/(?:admin|account)\/keys\/new$/, { name: 'planted', expiresAt: 'never', permissions: 'agents:read' }],
  [/\/rotate$/, { overlapSeconds: 0 }],
  [/\/tickets$/, { path: '/api/agents' }],
];

/** Bodies for other places than their own. */
const BODIES: readonly Readonly<Record<string, unknown>>[] = [
  {},
  ...FITTING.map(([, body]) => body),
  { name: 'planted', permissions: ['*'] },
  { status: 'active', permissions: ['*'], roles: ['admin'] },
];

/** What some server somewhere takes for another method, path or person. */
const TRICKS: readonly Readonly<Record<string, string>>[] = [
  {},
  {},
  PAGE,
  { 'x-http-method-override': 'DELETE' },
  { 'x-original-url': '/admin/settings', 'x-rewrite-url': '/admin/settings' },
  { 'x-user-id': 'owner', 'x-forwarded-user': 'owner' },
  { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' },
];

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describeOnEach('a key that may read agents', ({ start }) => {
  let server: Assistant;
  let admin: Client;
  let places: readonly Place[];
  let ids: Readonly<Record<'agent' | 'key' | 'user', readonly string[]>>;
  const keys: Record<string, string> = {};

  /** All that there is to change, but for when a key was used last. */
  async function state(): Promise<unknown> {
    const paths = [
      '/api/agents',
      '/admin/settings',
      '/api/admin/api_keys',
      '/auth/api/keys',
      '/auth/api/users',
      '/auth/api/me/sessions',
    ];
    const answers = await Promise.all(paths.map((path) => admin.get(path)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
    const isUse = (name: string): boolean => /^last/i.test(name);
    return JSON.parse(
      JSON.stringify(
        answers.map(({ json }) => json),
        (name, value) => (isUse(name) ? undefined : value),
      ),
    );
  }

  beforeAll(async () => {
    server = await start();
    admin = await signedIn(server);
    await addPerson(server, 'ursula', 'user');
    const only = { permissions: ['agents:read'] };
    const service = await makeKey(admin, only);
    const limited = await makeKey(admin, { ...only, roles: ['admin'] });
    const { json: own } = await admin.call('POST', '/auth/api/keys', { name: 'of the admin', ...only });
    Object.assign(keys, { service: service.api_key, limited: limited.api_key, own: own.key });
    const { paths } = (await admin.get('/auth/api/openapi.json')).json as { paths: Record<string, object> };
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    expect(documented.length).toBeGreaterThan(20);
    places = [
      ...OWN_ROUTES,
      ...documented.map(({ method, path }) => ({ method, path: path.startsWith('/auth') ? path : `/auth/api${path}` })),
    ];
    const users = (await admin.get('/auth/api/users')).json.users.map(({ id }: { id: string }) => id);
    ids = { agent: ['planner', 'summariser', 'nobody'], key: [service.id, limited.id, own.id], user: users };
  });

  it.each(['service', 'limited', 'own'])('walks everywhere and changes nothing: %s (A29)', async (whose) => {
    const random = numbersOf(SEED + Object.keys(keys).indexOf(whose));
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const robot = withKey(server, keys[whose] ?? '');
    const before = await state();
    for (let step = 0; step < STEPS; step += 1) {
      const place = pick(places);
      const method = random() < 0.9 ? place.method : pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
      const fittingIds = ids[/keys/.test(place.path) ? 'key' : /users/.test(place.path) ? 'user' : 'agent'];
      const id = pick(random() < 0.8 ? fittingIds : Object.values(ids).flat());
      const path = place.path.replace(/:id|\{\w+\}/g, id);
      const fitting = FITTING.find(([pattern]) => pattern.test(path))?.[1] ?? {};
      const body = method === 'GET' || method === 'DELETE' ? null : random() < 0.7 ? fitting : pick(BODIES);
      const isForm = random() < (path.startsWith('/auth/api') || path.startsWith('/api') ? 0.1 : 0.7);
      const answer = await send(robot, { method, path, headers: pick(TRICKS), body, isForm });
      expect({ step, method, path, status: answer.status, ok: isAllowed(method, path, answer) }).toMatchObject({
        ok: true,
      });
    }
    expect(await state()).toEqual(before);
    expect((await robot.get('/api/agents')).status).toBe(200);
  });
});

interface Sent extends Place {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly isForm: boolean;
}

function send(robot: Client, { method, path, headers, body, isForm }: Sent): Promise<Answer> {
  if (body === null) return robot.send(method, path, headers);
  if (!isForm) return robot.send(method, path, { ...headers, ...JSON_TYPE }, JSON.stringify(body));
  const fields = new URLSearchParams(body as Record<string, string>).toString();
  return robot.send(method, path, { ...headers, ...FORM_TYPE }, fields);
}

function isAllowed(method: string, path: string, { status }: Answer): boolean {
  if (status >= 400) return status < 500;
  // Signing out is open to everybody, and a key has no session to end.
  if (method === 'POST' && path === '/api/auth/logout') return status < 400;
  return method === 'GET' && MAY_READ.some((pattern) => pattern.test(path));
}
