/**
 * What each role may do with each kind of thing.
 *
 * @see acceptance.md, statements A87, A88, A90, A96
 */

import { beforeAll, describe, expect, it } from '@jest/globals';
import { ask, type Method } from './asking.ts';
import { describeOnEach, type Studio } from './studio-process.ts';

const KINDS = ['agents', 'workflows', 'datasets'] as const;

/** What may be done with one, and the permission that it takes. */
const DEEDS: readonly (readonly [action: string, method: Method, path: string, body?: object])[] = [
  ['read', 'GET', ''],
  ['read', 'GET', '/ID'],
  ['execute', 'POST', '/ID/execute', { input: 'hello' }],
  ['write', 'POST', '', { name: 'Another' }],
  ['write', 'PATCH', '/ID', { description: 'changed' }],
  ['write', 'PUT', '/ID', { name: 'Replaced' }],
  ['delete', 'DELETE', '/ID'],
];

const ROLES: Readonly<Record<string, readonly string[]>> = {
  owner: ['read', 'execute', 'write', 'delete'],
  admin: ['read', 'execute', 'write'],
  member: ['read', 'execute'],
  viewer: ['read'],
};

/** Every role by every method: as `role method path: status`. */
async function matrix({ url }: Studio): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const kind of KINDS) {
    for (const role of Object.keys(ROLES)) {
      const made = await ask({ url, key: 'owner-key', body: { name: `For ${role}` } }, 'POST', `/api/${kind}`);
      for (const [, method, path, body] of DEEDS) {
        const target = `/api/${kind}${path.replace('ID', made.json.id)}`;
        const { status } = await ask({ url, key: `${role}-key`, ...(body && { body }) }, method, target);
        seen.push(`${role} ${method} ${kind}${path}: ${status}`);
      }
    }
  }
  return seen;
}

const DONE: Readonly<Record<string, number>> = { 'POST ': 201, 'DELETE /ID': 204 };

const EXPECTED: readonly string[] = KINDS.flatMap((kind) =>
  Object.entries(ROLES).flatMap(([role, actions]) =>
    DEEDS.map(([action, method, path]) => {
      const status = actions.includes(action) ? (DONE[`${method} ${path}`] ?? 200) : 403;
      return `${role} ${method} ${kind}${path}: ${status}`;
    }),
  ),
);

describeOnEach('a role', ({ start }) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await start();
  });

  it('opens what it says, for every method and kind of thing, and nothing else (A87)', async () => {
    expect(await matrix(studio)).toEqual(EXPECTED);
  });

  it('that does not open something is told which permission is missing (A90)', async () => {
    const { url } = studio;
    const named = async (key: string, method: Method, path: string): Promise<unknown> => {
      const { status, json } = await ask({ url, key, body: {} }, method, path);
      return [status, json.code, json.detail];
    };
    const missing = (permission: string) => [403, 'core/forbidden', `This needs the permission ${permission}.`];
    expect(await named('viewer-key', 'DELETE', '/api/agents/triage')).toEqual(missing('agents:delete:triage'));
    expect(await named('viewer-key', 'POST', '/api/workflows')).toEqual(missing('workflows:write'));
    expect(await named('admin-key', 'DELETE', '/api/datasets/%3Cb%3E')).toEqual(missing('datasets:delete'));
  });

  it('counts the same in production and with any licence, known or unknown (A96)', async () => {
    const licences = { MASTRA_LICENSE_KEY: 'x', MASTRA_EE_LICENSE: 'x', LICENSE_KEY: '', MASTRA_DEV: 'true' };
    for (const env of [{ NODE_ENV: 'production' }, { NODE_ENV: 'development', ...licences }]) {
      const other = await start(env);
      expect(await matrix(other)).toEqual(EXPECTED);
      const told = await Promise.all([studio, other].map(({ url }) => ask({ url }, 'GET', '/api/auth/capabilities')));
      expect(told[1]).toEqual(told[0]);
      await other.stop();
    }
  });
});

describeOnEach('a permission', ({ start }) => {
  const PATTERNS = ['*', '*:read', 'agents:*', 'agents:execute', 'agents:read:triage'];
  let url: string;
  beforeAll(async () => {
    const users = PATTERNS.map((pattern, index) => [
      `pattern-${index}`,
      { id: `user-${index}`, permissions: [pattern] },
    ]);
    ({ url } = await start({}, Object.fromEntries(users)));
  });

  const status = async (pattern: string, method: Method, path: string): Promise<number> =>
    (await ask({ url, key: `pattern-${PATTERNS.indexOf(pattern)}`, body: {} }, method, path)).status;

  const EXPECTATIONS: readonly (readonly [method: Method, path: string, expected: readonly number[]])[] = [
    ['GET', '/api/agents', [200, 200, 200, 403, 403]],
    ['GET', '/api/agents/triage', [200, 200, 200, 403, 200]],
    ['GET', '/api/agents/release-writer', [200, 200, 200, 403, 403]],
    ['POST', '/api/agents/triage/execute', [200, 403, 200, 200, 403]],
    ['PATCH', '/api/agents/triage', [200, 403, 200, 403, 403]],
    ['GET', '/api/datasets', [200, 200, 403, 403, 403]],
    ['POST', '/api/workflows/nightly-report/execute', [200, 403, 403, 403, 403]],
    ['GET', '/api/agents/triage%2F', [404, 404, 404, 403, 403]],
  ];

  describe.each(EXPECTATIONS)('%s %s', (method, path, expected) => {
    it.each(PATTERNS.map((pattern, index) => [pattern, expected[index]]))(
      'with %s is %i (A88)',
      async (pattern, wanted) => {
        expect(await status(String(pattern), method, path)).toBe(wanted);
      },
    );
  });
});
