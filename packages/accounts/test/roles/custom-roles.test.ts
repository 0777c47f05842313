import { beforeEach, describe, expect, it } from '@jest/globals';
import { machineActor, type NewRole, type OwnActor } from '../../src/index.ts';
import { faultOf, type Given, givenAccounts } from '../fixture/given-accounts.ts';

const SET = {
  owner: 'owner',
  roles: {
    owner: { permissions: ['*'], users: { may: ['read', 'update', 'roles', 'keys'], whose: '*' } },
    maker: { permissions: ['report:*', 'page:read'], users: { may: ['roles'], whose: '*' } },
    reader: { permissions: ['report:read'], users: { may: ['read'], whose: ['reader'] } },
  },
} as const;

let given: Given;
let owner: OwnActor;
let maker: OwnActor;
beforeEach(async () => {
  given = await givenAccounts({ roles: SET });
  owner = await given.actor(given.owner.id);
  maker = await given.actor((await given.user('maker', { roles: ['maker'] })).id);
});

const roles = () => given.accounts.customRoles;
const make = (by: OwnActor, input: Partial<NewRole> = {}) => roles().create(by, { name: 'clerk', ...input });
const held = (...names: string[]) => given.roles.permissionsOf(names);

describe('a role that people make', () => {
  it('has its permissions and those that it inherits, stands in the list, and can be changed and deleted', async () => {
    const made = await make(maker, { label: 'Clerk', permissions: ['page:read', 'page:read'], inherits: ['reader'] });
    const clerk = { name: 'clerk', label: 'Clerk', description: '', permissions: ['page:read'], inherits: ['reader'] };
    expect(made).toEqual({ ...clerk, isCustom: true });
    expect(given.roles.all.at(-1)).toEqual(made);
    expect(held('clerk')).toEqual(['page:read', 'report:read']);
    expect(held('clerk')).toBe(held('clerk'));
    await roles().update(maker, 'clerk', { description: 'Files reports.', permissions: ['report:file'] });
    expect(given.roles.all.at(-1)).toMatchObject({
      label: 'Clerk',
      description: 'Files reports.',
      inherits: ['reader'],
    });
    expect(held('clerk')).toEqual(['report:file', 'report:read']);
    await roles().delete(maker, 'clerk');
    expect([given.roles.has('clerk'), held('clerk'), await given.store.setting('roles')]).toEqual([false, [], null]);
  });

  it('has no rights over users, and no "*", whatever it inherits', async () => {
    await make(owner, { inherits: ['owner', 'reader'] });
    const authority = given.roles.authorityOf({ roles: ['clerk'], permissions: held('clerk') });
    expect([held('clerk'), authority.may.size, authority.whose]).toEqual([['*:*', 'report:read'], 0, new Set()]);
    expect(await faultOf(make(owner, { name: 'all', permissions: ['*'] }))).toBe('accounts/field-invalid permissions');
  });

  it('is given by who manages everybody and holds all that it holds, and by nobody else', async () => {
    await make(owner, { permissions: ['page:write'] });
    const { id } = await given.user('someone', { roles: [] });
    expect((await given.accounts.users.allowed(maker)).grantable).toEqual(['maker']);
    await given.accounts.users.update(owner, id, { roles: ['clerk'] });
    expect((await given.actor(id)).principal).toMatchObject({ roles: ['clerk'], permissions: ['page:write'] });
  });

  it('is told of with what it gives, and a change with what changed', async () => {
    await make(maker, { permissions: ['report:read'], inherits: ['reader'] });
    await roles().update(maker, 'clerk', { permissions: ['page:read'], label: 'C' });
    await roles().update(maker, 'clerk', { label: 'C' });
    await roles().delete(maker, 'clerk');
    const told = given.events.filter(({ type }) => type.startsWith('role-'));
    expect(told.map(({ type, detail }) => [type, detail])).toEqual([
      ['role-created', '+report:read, inherits +reader'],
      ['role-updated', '+page:read, -report:read, label'],
      ['role-deleted', null],
    ]);
    expect(told[0]).toMatchObject({ subject: maker.principal.subject, target: null, targetName: 'clerk' });
  });
});

describe('nobody makes, changes or deletes a role that holds more than he does (L13)', () => {
  it('by its permissions, by what it inherits, or by what it held before', async () => {
    await make(owner, { name: 'writer', permissions: ['page:write'] });
    await make(maker);
    const refused = 'accounts/not-allowed permissions';
    for (const wanted of [{ permissions: ['page:write'] }, { permissions: ['*:*'] }, { inherits: ['owner'] }]) {
      expect([wanted, await faultOf(make(maker, { ...wanted, name: 'other' }))]).toEqual([wanted, refused]);
      expect([wanted, await faultOf(roles().update(maker, 'clerk', wanted))]).toEqual([wanted, refused]);
    }
    expect(await faultOf(roles().update(maker, 'clerk', { inherits: ['writer'] }))).toBe(refused);
    expect(await faultOf(roles().update(maker, 'writer', { permissions: [] }))).toBe(refused);
    expect(await faultOf(roles().delete(maker, 'writer'))).toBe(refused);
    expect((await roles().allowed(maker)).editable).toEqual(new Set(['clerk']));
    expect((await roles().allowed(owner)).editable).toEqual(new Set(['writer', 'clerk']));
  });

  it('as he is at the moment of the write: a role that he had lost a permission meanwhile', async () => {
    await make(owner, { name: 'half', permissions: ['page:write'] });
    const id = maker.principal.subject;
    await given.accounts.users.update(owner, id, { roles: ['maker', 'half'] });
    const before = await given.actor(id);
    await make(before, { permissions: ['page:write'] });
    await roles().update(owner, 'half', { permissions: [] });
    expect(before.principal.permissions).toContain('page:write');
    expect(await faultOf(make(before, { name: 'late', permissions: ['page:write'] }))).toBe(
      'accounts/not-allowed permissions',
    );
  });

  it('as the store has the roles, also where a change by another process was not heard of yet (decision 4)', async () => {
    const deaf = await givenAccounts({
      roles: SET,
      wrapDurable: (store) => ({ ...store, subscribe: () => () => undefined }),
    });
    const put = (permissions: string[]) =>
      deaf.store.write((writer) => {
        const half = { name: 'half', label: '', description: '', permissions, inherits: [] };
        return writer.putSetting('roles', JSON.stringify([half]));
      });
    await put(['page:write']);
    await deaf.roles.refresh(deaf.store);
    const by = await deaf.actor((await deaf.user('both', { roles: ['maker', 'half'] })).id);
    await put([]);
    expect(deaf.roles.permissionsOf(['half'])).toEqual(['page:write']);
    const call = deaf.accounts.customRoles.create(by, { name: 'late', permissions: ['page:write'] });
    expect(await faultOf(call)).toBe('accounts/not-allowed permissions');
  });

  it('and without the right "roles" not at all, nor with any key', async () => {
    const reader = await given.actor((await given.user('reader', { roles: ['reader'] })).id);
    expect([await faultOf(make(reader)), (await roles().allowed(reader)).create]).toEqual([
      'accounts/not-allowed',
      false,
    ]);
    const key = { ...owner, principal: { ...owner.principal, method: 'api-key' } };
    for (const refused of [make(key), roles().update(key, 'clerk', {}), roles().delete(key, 'clerk')]) {
      expect(await faultOf(refused)).toBe('accounts/not-allowed');
    }
    expect(await roles().allowed(key)).toEqual({ create: false, editable: new Set() });
    await roles().create(machineActor('test'), { name: 'clerk', permissions: ['x:y'] });
  });
});

describe('a role of the configuration', () => {
  it('is neither changed nor deleted, and no other role takes its name', async () => {
    for (const name of ['owner', 'reader']) {
      expect(await faultOf(roles().update(owner, name, { label: 'x' }))).toBe('accounts/role-configured');
      expect(await faultOf(roles().delete(owner, name))).toBe('accounts/role-configured');
    }
    for (const name of ['reader', 'Reader'])
      expect(await faultOf(make(owner, { name }))).toBe('accounts/role-taken name');
  });
});

describe('a custom role is refused', () => {
  it.each<[string, Partial<NewRole>]>([
    ['name', { name: '' }],
    ['name', { name: '..' }],
    ['name', { name: 'a b' }],
    ['name', { name: 'x'.repeat(65) }],
    ['name', { name: '__proto__' }],
    ['label', { label: 'x'.repeat(65) }],
    ['label', { label: 'a\u0000b' }],
    ['description', { description: 'x'.repeat(201) }],
    ['permissions', { permissions: ['report'] }],
    ['permissions', { permissions: ['a:b', 'a: b'] }],
    ['permissions', { permissions: ['a:\u0000'] }],
    ['permissions', { permissions: [`a:${'x'.repeat(200)}`] }],
    ['permissions', { permissions: Array.from({ length: 201 }, (_, i) => `a:${i}`) }],
    ['inherits', { inherits: ['nobody'] }],
    ['inherits', { inherits: ['clerk'] }],
  ])('with its %s named: %j', async (field, input) => {
    expect(await faultOf(make(owner, input))).toBe(`accounts/field-invalid ${field}`);
    expect(await given.store.setting('roles')).toBeNull();
  });

  it('in a circle, over any number of steps', async () => {
    await make(owner, { name: 'a' });
    await make(owner, { name: 'b', inherits: ['a'] });
    await make(owner, { name: 'c', inherits: ['b'] });
    expect(await faultOf(roles().update(owner, 'a', { inherits: ['c'] }))).toBe('accounts/field-invalid inherits');
  });

  it('past the hundredth, and where there is one of that name', async () => {
    for (let i = 0; i < 100; i += 1) await make(owner, { name: `r${i}` });
    expect(await faultOf(make(owner))).toBe('accounts/too-many-roles');
    await roles().delete(owner, 'r0');
    expect(await faultOf(make(owner, { name: 'R1' }))).toBe('accounts/role-taken name');
    await make(owner);
  });

  it('a change of one that is not there', async () => {
    expect(await faultOf(roles().update(owner, 'nobody', {}))).toBe('accounts/role-not-found');
    expect(await faultOf(roles().delete(owner, 'nobody'))).toBe('accounts/role-not-found');
  });
});

it('a role in use is not deleted, and it is said how many have it', async () => {
  await make(owner);
  await make(owner, { name: 'heir', inherits: ['clerk'] });
  const { id } = await given.user('someone', { roles: ['clerk'], status: 'disabled' });
  const { key } = (await given.accounts.keys?.createService(owner, { name: 'robot', roles: ['clerk'] })) ?? {};
  const refusal = () => roles().delete(owner, 'clerk');
  await expect(refusal()).rejects.toThrow('one user and one service key and one other role');
  expect(await faultOf(refusal())).toBe('accounts/role-in-use');
  await given.accounts.users.update(owner, id, { roles: [] });
  await roles().update(owner, 'heir', { inherits: [] });
  await expect(refusal()).rejects.toThrow('one service key.');
  await given.accounts.keys?.delete(owner, key?.id ?? '');
  await refusal();
});
