import { canonicalName } from '@doorward/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OwnActor } from '../../src/index.ts';
import { faultOf, type Given, MACHINE, PASSWORD } from '../fixture/given-accounts.ts';
import { givenTeam, type Team } from '../fixture/given-team.ts';

let given: Given;
let owner: OwnActor;
let ids: Team['ids'];
beforeEach(async () => {
  ({ given, owner, ids } = await givenTeam());
});

describe('in a race', () => {
  it('two owners who demote, disable or delete each other leave one (A16)', async () => {
    const { users } = given.accounts;
    const second = await given.actor(ids.owner);
    const [one, two] = [given.owner.id, ids.owner];
    for (const attempt of [
      (actor: OwnActor, id: string) => users.update(actor, id, { roles: [] }),
      (actor: OwnActor, id: string) => users.update(actor, id, { status: 'disabled' }),
      (actor: OwnActor, id: string) => users.delete(actor, id),
    ]) {
      const faults = await Promise.all([faultOf(attempt(owner, two)), faultOf(attempt(second, one))]);
      expect(faults.sort()).toEqual(['accounts/not-allowed', 'no fault']);
      expect((await given.store.users({ role: 'owner', status: 'active' })).total).toBe(1);
      await users.create(MACHINE, { username: `again-${Math.random()}` });
      const gone = (await given.store.user(one)) === null ? one : (await given.store.user(two)) === null ? two : null;
      if (gone === null)
        for (const id of [one, two]) await users.update(MACHINE, id, { roles: ['owner'], status: 'active' });
    }
  });

  it('of fifty parallel users with one name in several spellings one is made (L6, 4.11)', async () => {
    const spellings = ['ada', 'ADA', ' Ada ', 'ａｄａ', 'ADÁ'.normalize('NFD').replace('\u0301', '')];
    expect(new Set(spellings.map(canonicalName)).size).toBe(1);
    const faults = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        faultOf(given.accounts.users.create(owner, { username: spellings[i % 5] as string })),
      ),
    );
    expect(faults.filter((fault) => fault === 'no fault')).toHaveLength(1);
    expect(new Set(faults)).toEqual(new Set(['no fault', 'core/identifier-taken']));
  });

  it('of fifty with one e-mail address, or a username like it, one is made', async () => {
    const faults = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const username = i % 2 === 0 ? `name-${i}` : 'ADA@X.example';
        return faultOf(
          given.accounts.users.create(owner, { username, email: i % 3 ? 'ada@x.example' : 'Ada@x.EXAMPLE' }),
        );
      }),
    );
    expect(faults.filter((fault) => fault === 'no fault')).toHaveLength(1);
  });

  it('who was deleted or demoted meanwhile can do nothing more, not even as owner (S6, L13)', async () => {
    const { users } = given.accounts;
    const stale = await given.actor(ids.owner);
    await users.update(owner, ids.owner, { roles: ['viewer'] });
    expect(await faultOf(users.update(stale, ids.viewer, { displayName: 'x' }))).toBe('accounts/not-allowed');
    await users.update(owner, ids.owner, { roles: ['owner'], status: 'disabled' });
    expect(await faultOf(users.create(stale, { username: 'x', roles: ['owner'] }))).toBe('accounts/not-allowed');
    await users.delete(owner, ids.owner);
    for (const attempt of [
      () => users.create(stale, { username: 'x', roles: ['owner'] }),
      () => users.update(stale, ids.viewer, { roles: ['owner'] }),
      () => users.delete(stale, ids.viewer),
      () => users.list(stale),
      () => given.accounts.audit.list(stale),
    ])
      expect(await faultOf(attempt())).toBe('accounts/not-allowed');
    expect((await users.allowed(owner)).grantable).toHaveLength(4);
    expect(await faultOf(users.allowed(stale))).toBe('accounts/not-allowed');
  });

  it('who loses his role while a password is hashed for him creates and changes nobody', async () => {
    const { users } = given.accounts;
    const second = await given.actor(ids.owner);
    const attempts = Promise.all([
      faultOf(users.create(second, { username: 'late', password: PASSWORD })),
      faultOf(users.update(second, ids.viewer, { password: PASSWORD })),
    ]);
    await users.update(owner, ids.owner, { roles: [] });
    expect(await attempts).toEqual(['accounts/not-allowed', 'accounts/not-allowed']);
    expect(await given.store.userBy('late')).toBeNull();
  });

  it('changes of several fields of one user all stand', async () => {
    const { users } = given.accounts;
    await Promise.all([
      users.update(owner, ids.viewer, { password: PASSWORD, mustChangePassword: false }),
      users.update(owner, ids.viewer, { displayName: 'V' }),
      users.update(owner, ids.viewer, { roles: ['editor'] }),
      users.update(owner, ids.viewer, { email: 'v@x.example', status: 'pending' }),
    ]);
    expect(await given.record(ids.viewer)).toMatchObject({
      displayName: 'V',
      roles: ['editor'],
      email: 'v@x.example',
      status: 'pending',
      version: 4,
    });
  });
});
