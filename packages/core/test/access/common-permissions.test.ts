/**
 * Keys never do more than both lists say (L14), against the check of each list alone.
 */

import { expect, it } from '@jest/globals';
import { commonPermissions } from '../../src/access/common-permissions.ts';
import { permissionCheck } from '../../src/access/permission.ts';
import { type Random, seeded } from '../fixture/random.ts';

const PARTS = ['agents', 'docs', 'read', 'write', '*', '*', 'a b', '__proto__'];
const IDS = ['7', '8', '*', 'a:b', ''];

function permission(random: Random): string {
  if (random.chance(0.05)) return random.pick(['*', '*:*', 'plain', '']);
  const parts = [random.pick(PARTS), random.pick(PARTS)];
  if (random.chance(0.4)) parts.push(random.pick(IDS));
  return parts.join(':');
}

const listOf = (random: Random): readonly string[] =>
  Object.freeze(Array.from({ length: random.int(4) }, () => permission(random)));

it('two lists have in common what both of them grant, and nothing else (corpus 4.17, 4.18)', () => {
  const random = seeded(91);
  const wrong: unknown[] = [];
  let granted = 0;
  for (let i = 0; i < 60_000; i += 1) {
    const [a, b, required] = [listOf(random), listOf(random), permission(random)];
    const expected = permissionCheck(a)(required) && permissionCheck(b)(required);
    if (expected) granted += 1;
    if (permissionCheck(commonPermissions(a, b))(required) !== expected) wrong.push({ a, b, required, expected });
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(granted).toBeGreaterThan(500);
});

it('the same lists have the same list in common, so that checks of it are made once', () => {
  const [a, b] = [Object.freeze(['*:read']), Object.freeze(['docs:*'])];
  expect(commonPermissions(a, b)).toEqual(['docs:read']);
  expect(commonPermissions(a, b)).toBe(commonPermissions(a, b));
});

it('is everything where both say so: that carries more than each permission there is (L14)', () => {
  expect(commonPermissions(['*'], ['*'])).toEqual(['*']);
  for (const [a, b] of [
    [['*'], ['*:*']],
    [['*:*'], ['*']],
    [['*:*'], ['*:*']],
  ] as const)
    expect(commonPermissions(a, b)).toEqual(['*:*']);
});
