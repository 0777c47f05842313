/**
 * When two principals are the same.
 */

import { describe, expect, it } from '@jest/globals';
import { createPrincipal, isSamePrincipal, type Principal } from '../../src/access/principal.ts';

const ADA = createPrincipal({
  subject: 'u_ada',
  name: 'Ada',
  roles: ['a', 'b'],
  permissions: ['x:y'],
  method: 'password',
});
const copy = (change: object = {}): Principal => ({ ...ADA, roles: [...ADA.roles], ...change });

describe('two principals', () => {
  it('are the same when all parts are, whoever made them', () => {
    expect(isSamePrincipal(ADA, ADA)).toBe(true);
    expect(isSamePrincipal(ADA, copy())).toBe(true);
    expect(isSamePrincipal(copy({ email: 'a@b' }), copy({ email: 'a@b' }))).toBe(true);
  });

  it.each([
    { subject: 'u_bob' },
    { roles: ['a'] },
    { roles: ['b', 'a'] },
    { roles: ['a', 'b', 'c'] },
    { roles: 'ab' },
    { permissions: [] },
    { method: 'token' },
    { email: 'a@b' },
    { some: 'part that is not known today' },
  ])('are not when one has %j', (change) => {
    expect(isSamePrincipal(ADA, copy(change))).toBe(false);
    expect(isSamePrincipal(copy(change), ADA)).toBe(false);
  });

  it('are not when a part of each stands for nothing in the other', () => {
    const [a, b] = [copy({ email: undefined }), copy({ avatarUrl: 'https://example.com/a.png' })];
    expect([isSamePrincipal(a, b), isSamePrincipal(b, a)]).toEqual([false, false]);
  });
});
