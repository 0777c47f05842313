import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OwnActor, UserChange } from '../../src/index.ts';
import { faultOf, type Given, givenAccounts, OTHER_PASSWORD, PASSWORD } from '../fixture/given-accounts.ts';
import { givenTeam, type Team } from '../fixture/given-team.ts';

let given: Given;
let owner: OwnActor;
let admin: OwnActor;
let ids: Team['ids'];
beforeEach(async () => {
  ({ given, owner, admin, ids } = await givenTeam());
});

describe('who may do what to whom, with the roles of the team (A12-A15, L12)', () => {
  const tries: readonly (readonly [string, (actor: OwnActor, id: string) => Promise<unknown>])[] = [
    ['get', (actor, id) => given.accounts.users.get(actor, id)],
    ['rename', (actor, id) => given.accounts.users.update(actor, id, { username: 'renamed' })],
    ['password', (actor, id) => given.accounts.users.update(actor, id, { password: OTHER_PASSWORD })],
    ['to editor', (actor, id) => given.accounts.users.update(actor, id, { roles: ['editor'] })],
    ['to admin', (actor, id) => given.accounts.users.update(actor, id, { roles: ['admin'] })],
    ['also owner', (actor, id) => given.accounts.users.update(actor, id, { roles: ['viewer', 'owner'] })],
    ['disable', (actor, id) => given.accounts.users.update(actor, id, { status: 'disabled' })],
    ['reset', (actor, id) => given.accounts.users.resetPassword(actor, id)],
    ['sessions', (actor, id) => given.accounts.users.sessions(actor, id)],
    ['sign out', (actor, id) => given.accounts.users.endSessions(actor, id)],
    ['create', (actor) => given.accounts.users.create(actor, { username: 'new', password: PASSWORD })],
    ['delete', (actor, id) => given.accounts.users.delete(actor, id)],
    ['list', (actor) => given.accounts.users.list(actor)],
  ];
  const all = tries.map(([name]) => name);
  const managed = all.filter((name) => !['to admin', 'also owner', 'create', 'delete'].includes(name));
  const may: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    viewer: { viewer: [], editor: [], admin: [], owner: [] },
    editor: { viewer: [], editor: [], admin: [], owner: [] },
    admin: { viewer: managed, editor: managed, admin: ['list'], owner: ['list'] },
    owner: { viewer: all, editor: all, admin: all, owner: all },
  };
  it.each(Object.keys(may))('%s', async (role) => {
    for (const target of ['viewer', 'editor', 'admin', 'owner'] as const) {
      for (const [name, attempt] of tries) {
        const fresh = await givenAccounts();
        given = fresh;
        const by = await fresh.user('by', { roles: [role] });
        const on = await fresh.user('on', { roles: [target] });
        const fault = await faultOf(attempt(await fresh.actor(by.id), on.id));
        const wanted = may[role]?.[target]?.includes(name) ? 'no fault' : 'accounts/not-allowed';
        expect([name, target, fault.replace(/ roles$/, '')]).toEqual([name, target, wanted]);
      }
    }
  });

  it('holds for fields that a body brings along, under any name (A14, A78)', async () => {
    const body = {
      displayName: 'x',
      is_superuser: true,
      isOwner: true,
      role: 'owner',
      permissions: ['*'],
      version: 99,
      id: ids.owner,
      passwordHash: 'x',
      createdAt: 0,
    };
    await given.accounts.users.update(admin, ids.viewer, body as UserChange);
    const { displayName, roles, version, createdAt, passwordHash } = await given.record(ids.viewer);
    expect([displayName, roles, version, createdAt]).toEqual(['x', ['viewer'], 1, given.now()]);
    expect(passwordHash).toMatch(/^\$argon2id/);
  });
});

describe('what is allowed, for pages', () => {
  it('says what there is to do with users, with one, and which roles may be given', async () => {
    const { users } = given.accounts;
    const of = async (actor: OwnActor, id?: string) => {
      const allowed = await users.allowed(actor, id === undefined ? undefined : await users.get(owner, id));
      return [[...allowed.actions].sort().join(' '), allowed.grantable.join(' ')];
    };
    expect(await of(admin)).toEqual(['read update', 'viewer editor']);
    expect(await of(admin, ids.viewer)).toEqual(['read update', 'viewer editor']);
    expect(await of(admin, ids.owner)).toEqual(['', 'viewer editor']);
    expect(await of(owner, ids.owner)).toEqual([
      'audit create delete keys read roles update',
      'viewer editor admin owner',
    ]);
    expect(await of(await given.actor(ids.viewer))).toEqual(['', '']);
  });
});
