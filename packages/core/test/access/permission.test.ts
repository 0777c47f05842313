/**
 * Corpus 4.17: permissions against an interpreter of the rule in seed-systems.md §5.5.
 */

import { describe, expect, it } from '@jest/globals';
import { permissionCheck } from '../../src/access/permission.ts';
import { missingFrom } from '../../src/access/policy.ts';
import { createPrincipal } from '../../src/access/principal.ts';
import { type Random, seeded } from '../fixture/random.ts';

const PARTS = [
  'agents',
  'workflows',
  'read',
  'write',
  '*',
  '*',
  '',
  'Agents',
  'a b',
  '%3A',
  '__proto__',
  'constructor',
  '**',
  'agents*',
  '：',
];
const IDS = ['x', 'y', '*', '', 'a:b', 'x:y', '__proto__', 'ﬁ', '%3A'];

describe('a permission', () => {
  it('is granted as the reference interpreter says (property 21, corpus 4.17)', () => {
    const random = seeded(51);
    const wrong: unknown[] = [];
    let granted = 0;
    for (let i = 0; i < 60_000; i += 1) {
      const grants = Array.from({ length: random.int(4) }, () => permission(random));
      const required = permission(random);
      const expected = grants.some((grant) => covers(grant, required));
      if (expected) granted += 1;
      if (permissionCheck(grants)(required) !== expected) wrong.push({ seed: random.seed, grants, required, expected });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(granted).toBeGreaterThan(3000);
  });

  it('is not taken away by a further grant, nor given by taking one away (property 20)', () => {
    const random = seeded(52);
    for (let i = 0; i < 20_000; i += 1) {
      const grants = Array.from({ length: 1 + random.int(3) }, () => permission(random));
      const required = permission(random);
      if (permissionCheck(grants.slice(1))(required))
        expect([grants, required, permissionCheck(grants)(required)]).toEqual([grants, required, true]);
    }
  });

  it.each([
    [['*'], 'agents:read', true],
    [['*:*'], 'agents:read:x', true],
    [['*:read'], 'agents:read:x', true],
    [['*:read'], 'agents:write', false],
    [['agents:*'], 'agents:delete:x', true],
    [['agents:*'], 'workflows:read', false],
    [['agents:execute'], 'agents:execute', true],
    [['agents:execute'], 'agents:execute:x', true],
    [['agents:read:my-id'], 'agents:read:my-id', true],
    [['agents:read:my-id'], 'agents:read:other', false],
    [['agents:read:my-id'], 'agents:read', false],
    [['agents:read:my-id'], 'agents:write:my-id', false],
    [['agents:*:my-id'], 'agents:write:my-id', true],
    [['*:read:my-id'], 'agents:read:my-id', true],
    [[], 'agents:read', false],
    [['agents'], 'agents:read', false],
    [['agents:'], 'agents:read', false],
    [['agents:rea'], 'agents:read', false],
    [['agents:read*'], 'agents:read', false],
    [['**'], 'agents:read', false],
    [['AGENTS:READ'], 'agents:read', false],
    [['agents:read'], '*', false],
    [['agents:read'], 'agents:*', false],
    [['agents:read'], '*:read', false],
    [['*'], '', false],
  ])('granted %j answers %s with %s (A88)', (grants, required, expected) => {
    expect(permissionCheck(grants)(required)).toBe(expected);
  });

  it('is answered as quickly by ten thousand grants', () => {
    const grants = Object.freeze(Array.from({ length: 10_000 }, (_, i) => `resource-${i}:read`));
    permissionCheck(grants);
    const started = performance.now();
    for (let i = 0; i < 10_000; i += 1) permissionCheck(grants)('resource-9999:write');
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('a policy', () => {
  const editor = createPrincipal({ subject: 'e', roles: ['editor'], permissions: ['docs:write'], method: 'test' });

  it('wants any one of its roles and every one of its permissions, and names what is missing (A90, L5)', () => {
    expect(missingFrom(editor, {})).toBeNull();
    expect(missingFrom(editor, { roles: ['admin', 'editor'] })).toBeNull();
    expect(missingFrom(editor, { roles: ['admin', 'owner'] })).toBe('role admin or owner');
    expect(missingFrom(editor, { permissions: ['docs:write', 'docs:write:1'] })).toBeNull();
    expect(missingFrom(editor, { permissions: ['docs:write', 'docs:read'] })).toBe('permission docs:read');
    expect(missingFrom(editor, { roles: ['editor'], permissions: ['docs:read'] })).toBe('permission docs:read');
  });

  it('is not met by names that objects inherit (L25)', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(missingFrom(editor, { roles: [name] })).toBe(`role ${name}`);
      expect(missingFrom(editor, { permissions: [name] })).toBe(`permission ${name}`);
    }
  });

  it('is met by no part of a role', () => {
    for (const role of ['edit', 'editors', 'Editor', 'editor ', ''])
      expect(missingFrom(editor, { roles: [role] })).not.toBeNull();
  });
});

function permission(random: Random): string {
  if (random.chance(0.03)) return '*';
  const parts = [random.pick(PARTS), random.pick(PARTS)];
  if (random.chance(0.4)) parts.push(random.pick(IDS));
  return random.chance(0.05) ? (parts[0] ?? '') : parts.join(':');
}

/** Does one grant cover a requirement? Written from the text, not from the code. */
function covers(grant: string, required: string): boolean {
  if (required === '') return false;
  if (grant === '*' || grant === '*:*' || grant === required) return true;
  const [g, r] = [split(grant), split(required)];
  if (g === null || r === null) return false;
  if (g.resource !== '*' && g.resource !== r.resource) return false;
  if (g.action !== '*' && g.action !== r.action) return false;
  return g.id === null || g.id === r.id;
}

/** Resource, action and, after the second colon, an id that may hold colons; `null` when one of the first two is missing. */
function split(permission: string): { resource: string; action: string; id: string | null } | null {
  const [resource = '', action = '', ...id] = permission.split(':');
  return resource === '' || action === '' ? null : { resource, action, id: id.length === 0 ? null : id.join(':') };
}
