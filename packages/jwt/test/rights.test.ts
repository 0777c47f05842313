import type { Principal } from '@doorward/core';
import { describe, expect, it, jest } from '@jest/globals';
import type { JwtOptions } from '../src/options.ts';
import { claims, givenScheme, header, issued } from './fixture/given-issuer.ts';
import { givenKey, signed } from './fixture/signing-key.ts';

const key = givenKey('ES256');

async function principalOf(options: Partial<JwtOptions>, payload: object | string): Promise<Principal> {
  const token = typeof payload === 'string' ? signed(header(key), payload, key) : issued(key, { ...payload });
  const outcome = await givenScheme({ jwks: { keys: [key.jwk] }, ...options }).ask(token);
  if (outcome.kind !== 'authenticated') throw new Error(outcome.kind);
  return outcome.principal;
}

const mapping = { admins: 'owner', staff: ['member', 'viewer'] };

describe('roles of a token', () => {
  it('are those that values of the claim are mapped to; a value that is not mapped gives none', async () => {
    expect(await principalOf({ roles: { mapping } }, { roles: ['staff', 'owner', 'member', 'Admins'] })).toMatchObject({
      roles: ['member', 'viewer'],
    });
    expect(await principalOf({ roles: { mapping } }, { roles: 'admins' })).toMatchObject({ roles: ['owner'] });
  });

  it('stand at the end of a path, or in a claim that has dots in its name', async () => {
    const keycloak = { roles: { claim: 'realm_access.roles', mapping } };
    expect(await principalOf(keycloak, { realm_access: { roles: ['admins'] } })).toMatchObject({ roles: ['owner'] });
    const namespaced = { roles: { claim: 'https://example.com/roles', mapping } };
    expect(await principalOf(namespaced, { 'https://example.com/roles': ['admins'] })).toMatchObject({
      roles: ['owner'],
    });
  });

  it('are none where the claim is missing or of another kind', async () => {
    for (const roles of [
      undefined,
      null,
      7,
      {},
      [7, null, ['admins'], { admins: true }],
      { 0: 'admins' },
      'admins staff',
    ]) {
      expect((await principalOf({ roles: { mapping } }, { roles })).roles).toEqual([]);
    }
    const path = { roles: { claim: 'a.b.length', mapping: { 6: 'owner', admins: 'owner' } } };
    for (const a of [null, 'admins', { b: 'admins' }, []]) expect((await principalOf(path, { a })).roles).toEqual([]);
  });

  it('are never those of a name that every object has (T8)', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    const { roles, permissions } = await principalOf(
      { roles: { mapping }, permissions: { mapping: {} } },
      { roles: names, scope: names.join(' ') },
    );
    expect([roles, permissions]).toEqual([[], []]);
    for (const claim of ['__proto__', 'constructor', 'constructor.name', '__proto__.roles']) {
      const given = { roles: { claim, mapping: { Object: 'owner' } } };
      expect((await principalOf(given, {})).roles).toEqual([]);
    }
    Object.defineProperty(Object.prototype, 'groups', { value: { of: ['admins'] }, configurable: true });
    try {
      for (const claim of ['groups', 'groups.of', 'inner.groups.of']) {
        expect((await principalOf({ roles: { claim, mapping } }, { inner: {} })).roles).toEqual([]);
      }
    } finally {
      Reflect.deleteProperty(Object.prototype, 'groups');
    }
    const polluting = `${JSON.stringify(claims()).slice(0, -1)},"__proto__":{"roles":["admins"]}}`;
    expect((await principalOf({ roles: { mapping } }, polluting)).roles).toEqual([]);
  });
});

describe('permissions of a token (V47)', () => {
  it('are those that words of scope are mapped to, and those of its roles', async () => {
    const permissionsOf = (roles: readonly string[]) => roles.map((role) => `${role}:use`);
    const options = { roles: { mapping }, permissions: { mapping: { read: 'files:read' } }, permissionsOf };
    expect(await principalOf(options, { roles: ['admins'], scope: 'openid read read' })).toMatchObject({
      roles: ['owner'],
      permissions: ['owner:use', 'files:read'],
    });
    const listed = { permissions: { claim: 'scp', mapping: { read: ['files:read', 'files:list'] } } };
    expect(await principalOf(listed, { scp: ['read'], scope: 'write' })).toMatchObject({
      permissions: ['files:list', 'files:read'],
    });
  });

  it('are none unless they are mapped, whatever the token says', async () => {
    expect(await principalOf({}, { scope: '*', permissions: ['*'], roles: ['owner'] })).toMatchObject({
      roles: [],
      permissions: [],
    });
  });

  it('are the same frozen lists for the same roles, and made once', async () => {
    const permissionsOf = jest.fn((roles: readonly string[]) => roles.map((role) => `${role}:use`));
    const { ask } = givenScheme({ jwks: { keys: [key.jwk] }, roles: { mapping }, permissionsOf });
    const [one, two, other] = await Promise.all(
      [
        { roles: ['admins', 'staff'] },
        { roles: ['staff', 'x', 'admins'], sub: 'user-2' },
        { roles: ['staff'], sub: 'user-3' },
      ].map(async (changes) => {
        const outcome = await ask(issued(key, changes));
        return outcome.kind === 'authenticated' ? outcome.principal : undefined;
      }),
    );
    expect(one?.roles).toEqual(['member', 'owner', 'viewer']);
    expect(two?.roles).toBe(one?.roles);
    expect(two?.permissions).toBe(one?.permissions);
    expect(other?.roles).not.toBe(one?.roles);
    expect(Object.isFrozen(one?.roles) && Object.isFrozen(one?.permissions)).toBe(true);
    expect(permissionsOf).toHaveBeenCalledTimes(2);
  });

  it('are made anew past a thousand kinds, and stay right', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_002 }, (_, index) => [`g${index}`, `r${index}`]));
    const { ask } = givenScheme({ jwks: { keys: [key.jwk] }, roles: { mapping: many } });
    for (const name of [...Object.keys(many), 'g0']) {
      expect(await ask(issued(key, { roles: [name] }))).toMatchObject({ principal: { roles: [many[name]] } });
    }
  });
});
