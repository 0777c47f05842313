import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { routes } from './documented.ts';
import { givenApi } from './given-api.ts';

const RUNS = { seed: Number(process.env['SEED'] ?? 1), numRuns: 300 };

const NAMES = [
  ...['username', 'email', 'displayName', 'roles', 'status', 'password', 'current', 'mustChangePassword'],
  ...['name', 'expiresAt', 'permissions', 'service', 'overlapSeconds', 'path', 'label', 'description', 'inherits'],
];

/** Bodies that are near to good ones: known names with values of any kind, and some unknown. */
const nearBody = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string() }),
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'active',
      'viewer',
      'owner',
      '',
      '__proto__',
      '\u0000',
      '\ud800',
      'a@b',
      '2030-01-31T12:00:00Z',
      '/live',
    ),
    fc.array(fc.constantFrom('viewer', 'owner', 'x')),
    fc.jsonValue(),
  ),
);

const body = fc.oneof(
  nearBody.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

const query = fc.array(
  fc.tuple(
    fc.constantFrom(
      ...['search', 'role', 'status', 'offset', 'limit', 'types', 'subject', 'from', 'until', 'before', 'owner'],
    ),
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
    ),
  ),
  { maxLength: 4 },
);

const id = fc.oneof(
  fc.constantFrom('u_vera'.padEnd(24, '0'), 'k_gadget'.padEnd(24, '0'), 'clerk'),
  fc.stringMatching(/^[\w.~%-]{1,70}$/),
  fc.string({ minLength: 1 }),
);

describe('random requests (4.10, 4.11, 4.13)', () => {
  it.each(routes.map(({ method, path }) => [method, path] as const))(
    'never fail on our side: %s %s',
    async (method, path) => {
      const { ask, errors, signIn } = await givenApi();
      const property = fc.asyncProperty(body, query, id, async (text, pairs, random) => {
        const search = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
        const target = path.replace(/\{\w+\}/, () => encodeURIComponent(random));
        const cookie = await signIn('owner');
        const headers = { 'content-type': 'application/json', cookie, origin: 'https://own.example' };
        const sent = method === 'GET' ? {} : { body: text };
        const response = await ask(method, `${target}?${search}`, { headers, ...sent });
        expect(response.status).toBeLessThan(500);
      });
      await fc.assert(property, RUNS);
      expect(errors).toEqual([]);
    },
  );

  it('leave an owner who can sign in, and the prototypes as they were (A16, L25)', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const { ask, store, users } = await givenApi();
    const ids = Object.values(users).map((user) => user.id);
    const property = fc.asyncProperty(
      nearBody,
      fc.constantFrom(...ids),
      fc.boolean(),
      async (value, target, isDelete) => {
        const change = { as: 'token', body: isDelete ? {} : value } as const;
        await ask(isDelete ? 'DELETE' : 'PATCH', `/users/${target}`, change);
        expect((await store.users({ role: 'owner', status: 'active' })).total).toBeGreaterThan(0);
      },
    );
    await fc.assert(property, RUNS);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});
