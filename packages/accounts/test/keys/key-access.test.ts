/**
 * Who may do what with API keys: rows of people, columns of keys.
 *
 * @see security.md L11, L12, L14
 */

import { describe, expect, it } from '@jest/globals';
import { type Actor, KEY_METHOD, type KeyAction } from '../../src/index.ts';
import { faultOf, type Given, givenAccounts, MACHINE } from '../fixture/given-accounts.ts';

const ALL: readonly KeyAction[] = ['read', 'update', 'rotate', 'delete'];

/** `clerk` manages service keys, and holds little himself. */
const ROLES = {
  owner: 'owner',
  roles: {
    owner: { permissions: ['*'], users: { may: ['read', 'create', 'update', 'delete', 'audit', 'keys'], whose: '*' } },
    admin: { permissions: ['*:read'], users: { may: ['read', 'update'], whose: ['viewer'] } },
    looker: { users: { may: ['read'], whose: ['viewer'] } },
    clerk: { permissions: ['report:read'], users: { may: ['keys'], whose: ['robot'] } },
    robot: { permissions: ['report:read'] },
    viewer: { permissions: ['*:read'] },
  },
} as const;

interface Keyed extends Given {
  readonly keys: NonNullable<Given['accounts']['keys']>;
  as(name: string): Promise<Actor>;
}

async function given(): Promise<Keyed> {
  const made = await givenAccounts({ roles: ROLES });
  const { keys } = made.accounts;
  if (keys === null) throw new Error('keys are on');
  const ids = new Map([['owner', made.owner.id]]);
  for (const role of ['admin', 'looker', 'clerk', 'viewer'])
    ids.set(role, (await made.user(role, { roles: [role] })).id);
  ids.set('vera', (await made.user('vera', { roles: ['viewer'] })).id);
  return { ...made, keys, as: (name) => made.actor(ids.get(name) ?? '') };
}

/** What each may do with a key, as the calls themselves say; and the same as `actions` says it beforehand. */
async function actionsOf({ keys }: Keyed, actor: Actor, id: string): Promise<readonly KeyAction[]> {
  const calls: Record<KeyAction, () => Promise<unknown>> = {
    read: () => keys.get(actor, id),
    update: () => keys.update(actor, id, { name: 'renamed' }),
    rotate: () => keys.rotate(actor, id),
    delete: () => keys.delete(actor, id),
  };
  const said = await keys.actions(actor, id).catch(() => new Set<KeyAction>());
  const done: KeyAction[] = [];
  for (const action of ALL) {
    const fault = await faultOf(calls[action]());
    if (fault === 'no fault') done.push(action);
    else
      expect([action, fault]).toEqual([
        action,
        done.includes('read') ? 'accounts/not-allowed' : 'accounts/key-not-found',
      ]);
  }
  expect([...said]).toEqual(done);
  return done;
}

describe('a key of a person (L11, L12)', () => {
  it.each([
    ['vera', ALL],
    ['owner', ['read', 'update', 'delete']],
    ['admin', ['read', 'update', 'delete']],
    ['looker', ['read']],
    ['clerk', []],
    ['viewer', []],
  ] as const)('lets the %s do with it: %j', async (name, expected) => {
    const all = await given();
    const { key } = await all.keys.create(await all.as('vera'), { name: 'mine' });
    expect(await actionsOf(all, await all.as(name), key.id)).toEqual(expected);
  });

  it('has another secret for its owner alone, and for the machine: who gets it acts as that person', async () => {
    const all = await given();
    const { key } = await all.keys.create(await all.as('vera'), { name: 'mine' });
    expect(await actionsOf(all, MACHINE, key.id)).toEqual(ALL);
  });
});

describe('a service key (L12)', () => {
  it.each([
    ['robot, which he could give', 'clerk', { roles: ['robot'] }, ALL],
    ['more than he could give', 'clerk', { roles: ['owner'] }, ['read', 'delete']],
    ['permissions that he does not hold', 'clerk', { permissions: ['*'] }, ['read', 'delete']],
    ['a role that is gone', 'clerk', { roles: ['former'] }, ALL],
    ['all', 'owner', { roles: ['owner'] }, ALL],
    ['little', 'admin', { roles: ['robot'] }, []],
  ] as const)('with %s lets the %s do what he could have made himself', async (_what, name, input, expected) => {
    const all = await given();
    const { key } = await all.keys.createService(MACHINE, { name: 'robot', ...input, roles: [] });
    await all.store.write(async (writer) => {
      const record = await writer.key(key.id);
      if (record !== null) await writer.putKey({ ...record, roles: 'roles' in input ? input.roles : [] });
    });
    expect(await actionsOf(all, await all.as(name), key.id)).toEqual(expected);
  });

  it('is made with no more than its maker holds', async () => {
    const { keys, as } = await given();
    const make = async (input: object) => faultOf(keys.createService(await as('clerk'), { name: 'robot', ...input }));
    expect(await make({ roles: ['robot'], permissions: ['report:read'] })).toBe('no fault');
    expect(await make({ roles: ['viewer'] })).toBe('accounts/not-allowed roles');
    expect(await make({ roles: ['nothing'] })).toBe('accounts/field-invalid roles');
    expect(await make({ permissions: ['report:write'] })).toBe('accounts/not-allowed permissions');
    expect(await faultOf(keys.createService(await as('admin'), { name: 'robot' }))).toBe('accounts/not-allowed');
  });
});

describe('a key itself (L14)', () => {
  it('looks at keys, and does nothing with them', async () => {
    const all = await given();
    const { key } = await all.keys.create(await all.as('vera'), { name: 'mine' });
    const person = await all.as('vera');
    const actor = { ...person, principal: { ...person.principal, method: KEY_METHOD } };
    expect(await actionsOf(all, actor, key.id)).toEqual(['read']);
    expect(await all.keys.allowed(actor)).toEqual({ own: false, service: false });
    expect(await faultOf(all.keys.create(actor, { name: 'another' }))).toBe('accounts/not-allowed');
    const { key: service } = await all.keys.createService(MACHINE, { name: 'robot', roles: ['owner'] });
    const robot = { ...actor, principal: { ...MACHINE.principal, subject: service.id, method: KEY_METHOD } };
    expect(await actionsOf(all, robot, service.id)).toEqual(['read']);
    expect(await faultOf(all.keys.createService(robot, { name: 'another' }))).toBe('accounts/not-allowed');
  });

  it('changes nothing about its owner, neither as the account nor as a user whom he may manage', async () => {
    const all = await given();
    const person = await all.as('owner');
    const actor = { ...person, principal: { ...person.principal, method: KEY_METHOD }, sessionId: null };
    const { id } = all.owner;
    const { own, users } = all.accounts;
    for (const call of [
      () => own.updateProfile(actor, { displayName: 'x' }),
      () => own.endOtherSessions(actor),
      () => users.update(actor, id, { displayName: 'x' }),
      () => users.update(actor, id, { roles: ['owner', 'viewer'] }),
      () => users.endSessions(actor, id),
    ])
      expect(await faultOf(call())).toBe('accounts/not-allowed');
    expect(await all.record(id)).toEqual(all.owner);
    expect((await users.update(person, id, { displayName: 'x' })).displayName).toBe('x');
  });
});
