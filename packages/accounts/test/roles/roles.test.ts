import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRoles, type RoleSet, roleSets } from '../../src/index.ts';
import { faultOf } from '../fixture/given-accounts.ts';
import { isWithin, powerOf } from '../fixture/model.ts';
import { runs } from '../fixture/random.ts';
import { anyRoleSet } from '../fixture/role-sets.ts';

const ALL = ['read', 'create', 'update', 'delete', 'audit'] as const;
const set = (roles: RoleSet['roles'], more: Partial<RoleSet> = {}): RoleSet => ({ owner: 'owner', roles, ...more });
const everything = { permissions: ['*'], users: { may: ALL, whose: '*' } } as const;

describe('a role', () => {
  it('has what it inherits, over any number of steps, and each permission once', () => {
    const roles = createRoles(
      set({
        owner: { inherits: ['b', 'c'] },
        b: { permissions: ['x:b'], inherits: ['a'] },
        c: { permissions: ['x:c'], inherits: ['a'], users: { may: ['read'], whose: ['a'] } },
        a: { permissions: ['x:a'], users: { may: ['update'], whose: ['b'] } },
      }),
    );
    expect([...roles.permissionsOf(['owner'])].sort()).toEqual(['x:a', 'x:b', 'x:c']);
    const { may, whose } = roles.authorityOf({ roles: ['owner'], permissions: [] });
    expect([[...may].sort(), [...(whose as ReadonlySet<string>)].sort()]).toEqual([
      ['read', 'update'],
      ['a', 'b'],
    ]);
  });

  it('that the set does not have gives nothing, whatever its name (S6)', () => {
    const roles = createRoles(roleSets.team);
    for (const name of ['Owner', 'owner ', '', '__proto__', 'constructor', 'toString', '*']) {
      expect([name, roles.has(name), roles.permissionsOf([name])]).toEqual([name, false, []]);
      expect(roles.authorityOf({ roles: [name], permissions: [] }).may.size).toBe(0);
    }
  });

  it('gives the same frozen list each time, for any number of lists', () => {
    const roles = createRoles(roleSets.team);
    const list = roles.permissionsOf(['viewer', 'editor']);
    expect(roles.permissionsOf(['viewer', 'editor'])).toBe(list);
    expect(Object.isFrozen(list)).toBe(true);
    for (let i = 0; i < 20_000; i += 1) roles.permissionsOf([`x${i}`]);
    expect(roles.permissionsOf(['viewer', 'editor'])).toBe(list);
    expect(Object.isFrozen(roles.permissionsOf(['x19999', 'viewer']))).toBe(true);
  });

  it('has a label of its own or its name, and comes in the order of the configuration', () => {
    const roles = createRoles(set({ zoe: {}, owner: { label: 'Boss', description: 'All.' } }));
    expect(roles.all).toEqual([
      { name: 'zoe', label: 'Zoe', description: '', permissions: [], inherits: [], isCustom: false },
      { name: 'owner', label: 'Boss', description: 'All.', permissions: [], inherits: [], isCustom: false },
    ]);
  });
});

describe('a role set with a mistake stops the start with its path', () => {
  const wrong: readonly (readonly [string, RoleSet])[] = [
    ['roles.owner', set({ admin: {} })],
    ['roles.owner', set({ admin: {} }, { owner: '__proto__' })],
    ['roles.newcomer', set({ owner: {} }, { newcomer: 'guest' })],
    ['roles.roles.owner.inherits', set({ owner: { inherits: ['nobody'] } })],
    ['roles.roles.owner.inherits', set({ owner: { inherits: ['owner'] } })],
    [
      'roles.roles.a.inherits',
      set({ owner: {}, a: { inherits: ['b'] }, b: { inherits: ['c'] }, c: { inherits: ['a'] } }),
    ],
    ['roles.roles.owner.users.whose', set({ owner: { users: { may: ['read'], whose: ['nobody'] } } })],
    ['roles.roles.owner.users', set({ owner: { users: { may: ['roles'], whose: ['owner'] } } })],
    ['roles.roles.owner.permissions', set({ owner: { permissions: ['read'] } })],
    ['roles.roles.owner.permissions', set({ owner: { permissions: ['a:read', 'a: read'] } })],
    ['roles.roles.owner.permissions', set({ owner: { permissions: [':read'] } })],
    ['roles.roles.a b', set({ owner: {}, 'a b': {} })],
    ['roles.roles.', set({ owner: {}, '': {} })],
    [`roles.roles.${'x'.repeat(65)}`, set({ owner: {}, ['x'.repeat(65)]: {} })],
  ];
  it.each(wrong)('%s', async (path, roles) => {
    expect(await faultOf(Promise.resolve().then(() => createRoles(roles)))).toBe(`accounts/roles-invalid ${path}`);
  });

  it('and every valid one is taken (property)', () => {
    fc.assert(
      fc.property(anyRoleSet, (roles) => void createRoles(roles)),
      runs(500),
    );
  });
});

describe('nobody hands out more than he holds (L13, A14)', () => {
  it('in any role set, by any roles together (property)', () => {
    fc.assert(
      fc.property(anyRoleSet, fc.array(fc.nat(5), { maxLength: 3 }), (given, indices) => {
        const roles = createRoles(given);
        const names = Object.keys(given.roles);
        const held = indices.map((index) => names[index % names.length] as string);
        const authority = roles.authorityOf({ roles: held, permissions: roles.permissionsOf(held) });
        for (const name of names) {
          if (!roles.mayGrant(authority, name)) continue;
          expect([name, isWithin(powerOf(given, [name]), powerOf(given, held))]).toEqual([name, true]);
        }
      }),
      runs(2000),
    );
  });

  const middle = set({
    owner: everything,
    lead: {
      permissions: ['docs:read'],
      users: { may: ['read', 'update'], whose: ['reader', 'writer', 'peer', 'robot'] },
    },
    reader: { permissions: ['docs:read:1'] },
    writer: { permissions: ['docs:write'] },
    peer: { permissions: ['docs:read'], users: { may: ['read'], whose: ['reader'] } },
    robot: { permissions: ['docs:read'], users: { may: ['delete'], whose: ['reader'] } },
  });
  const roles = createRoles(middle);
  const lead = roles.authorityOf({ roles: ['lead'], permissions: roles.permissionsOf(['lead']) });

  it.each([
    ['reader', true, 'holds less of the same'],
    ['peer', true, 'does less with users'],
    ['writer', false, 'a permission that he does not hold'],
    ['robot', false, 'does more with users'],
    ['lead', false, 'not among those whom he manages'],
    ['owner', false, 'holds all'],
    ['nobody', false, 'there is none'],
  ])('a middle role gives %s: %p, %s', (role, may) => {
    expect(roles.mayGrant(lead, role)).toBe(may);
  });

  it('and cannot become it by setting its password: what may not be given may not be updated', () => {
    expect(roles.mayManage(lead, 'update', { roles: ['reader'] })).toBe(true);
    expect(roles.mayManage(lead, 'update', { roles: ['reader', 'writer'] })).toBe(false);
    expect(roles.mayManage(lead, 'read', { roles: ['writer'] })).toBe(true);
    expect(roles.mayManage(lead, 'delete', { roles: ['reader'] })).toBe(false);
    expect(roles.mayManage(lead, 'read', { roles: ['reader', 'owner'] })).toBe(false);
  });

  it('takes `*` for what it is: rights over all users come with it, which `*:*` does not give', () => {
    const wide = createRoles(
      set({
        owner: everything,
        broad: { permissions: ['*:*'], users: { may: ['read', 'update'], whose: ['root', 'viewer'] } },
        root: { permissions: ['*'] },
        viewer: { permissions: ['*:read'] },
      }),
    );
    const broad = wide.authorityOf({ roles: ['broad'], permissions: wide.permissionsOf(['broad']) });
    expect([wide.mayGrant(broad, 'viewer'), wide.mayGrant(broad, 'root')]).toEqual([true, false]);
    expect(wide.authorityOf({ roles: ['root'], permissions: ['*'] }).whose).toBe('*');
  });

  it('a wildcard in the app is no right over users (A12)', () => {
    const { may } = createRoles(roleSets.team).authorityOf({ roles: ['editor'], permissions: ['*:delete', '*:*'] });
    expect(may.size).toBe(0);
  });
});
