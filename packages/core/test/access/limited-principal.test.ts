/**
 * A person whose requests a program's key limits.
 */

import { describe, expect, it } from '@jest/globals';
import { limitedPrincipal } from '../../src/access/limited-principal.ts';
import { createPrincipal } from '../../src/access/principal.ts';

describe('a principal that a key limits', () => {
  const person = createPrincipal({
    subject: 'ada',
    roles: ['admin', 'viewer'],
    permissions: ['*'],
    method: 'password',
  });
  const key = (roles: readonly string[], permissions: readonly string[]) =>
    createPrincipal({ subject: 'k_1', roles, permissions, method: 'api-key' });

  it('is the person, with the roles and permissions that both have (A9)', () => {
    const limited = limitedPrincipal(person, key(['viewer', 'robot'], ['*:read']));
    expect(limited).toMatchObject({ subject: 'ada', method: 'password', roles: ['viewer'], permissions: ['*:read'] });
    expect(limitedPrincipal(person, key([], ['reports:read']))).toMatchObject({
      roles: [],
      permissions: ['reports:read'],
    });
  });

  it('keeps every role beside a key that may do everything, and gains none (A9)', () => {
    expect(limitedPrincipal(person, key(['owner'], ['*']))).toMatchObject({ roles: ['admin', 'viewer'] });
    const weak = createPrincipal({ subject: 'bob', roles: [], permissions: [], method: 'password' });
    expect(limitedPrincipal(weak, key(['owner'], ['*']))).toMatchObject({ roles: [], permissions: [] });
  });
});
