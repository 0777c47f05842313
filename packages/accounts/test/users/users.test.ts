import { beforeEach, describe, expect, it } from '@jest/globals';
import { type OwnActor, roleSets, type User } from '../../src/index.ts';
import { faultOf, type Given, givenAccounts, OWNER_PASSWORD, PASSWORD } from '../fixture/given-accounts.ts';
import { givenTeam } from '../fixture/given-team.ts';

let given: Given;
let owner: OwnActor;
let admin: OwnActor;
beforeEach(async () => {
  ({ given, owner, admin } = await givenTeam());
});

const names = ({ users }: { readonly users: readonly User[] }) => users.map(({ username }) => username);

describe('a list', () => {
  it('shows an admin those whom he may manage, and an owner all (A13, L12, L13)', async () => {
    const { users } = given.accounts;
    await given.user('two-roles', { roles: ['viewer', 'admin'] });
    await given.user('none', { roles: [] });
    expect(names(await users.list(admin))).toEqual(['none', 'the-editor', 'the-viewer']);
    expect((await users.list(admin, { search: 'owner' })).total).toBe(0);
    expect((await users.list(admin, { rolesWithin: ['owner'] } as never)).total).toBe(3);
    expect((await users.list(owner)).total).toBe(7);
  });

  it('is searched in any spelling, by username and e-mail (A69, L6)', async () => {
    const { users } = given.accounts;
    await given.user('Straße', { email: 'Grace@Hopper.example' });
    for (const search of ['straße', 'STRASSE', ' ｓｔｒａｓｓｅ', 'rasse', 'GRACE@', 'hopper.EXAMPLE'])
      expect([search, names(await users.list(owner, { search }))]).toEqual([search, ['Straße']]);
    expect((await users.list(owner, { search: '%' })).total).toBe(0);
  });

  it('comes in pages, filtered by status and role (A69)', async () => {
    const { users } = given.accounts;
    for (let i = 0; i < 7; i += 1) await given.user(`page-${i}`, { roles: [], status: i < 5 ? 'pending' : 'active' });
    const page = await users.list(owner, { status: 'pending', offset: 3, limit: 3 });
    expect([page.total, names(page)]).toEqual([5, ['page-3', 'page-4']]);
    expect(names(await users.list(owner, { role: 'admin' }))).toEqual(['the-admin']);
  });

  it('holds no password hash, and nothing else that the record alone has (S17)', async () => {
    const text = JSON.stringify(await given.accounts.users.list(owner));
    expect(text).not.toMatch(/argon2|version|identifiers/);
  });
});

describe('a user whose role the set does not have any more', () => {
  it('keeps nothing of it, and an owner can take it away but not give it (S6)', async () => {
    const { store, owner: first } = await givenAccounts();
    const changed = await givenAccounts({ owner: null, wrapDurable: () => store, roles: { ...roleSets.studio } });
    const lead = await changed.user('lead', { roles: ['member'] });
    await store.write(async (writer) =>
      writer.putUser({ ...(await changed.record(lead.id)), roles: ['editor', 'member'] }),
    );
    const actor = await changed.actor(first.id);
    expect((await changed.actor(lead.id)).principal).toMatchObject({
      roles: ['member'],
      permissions: ['*:read', '*:execute'],
    });
    await changed.accounts.users.update(actor, lead.id, { displayName: 'still' });
    await changed.accounts.users.update(actor, lead.id, { roles: ['member'] });
    expect(await faultOf(changed.accounts.users.update(actor, lead.id, { roles: ['editor'] }))).toBe(
      'accounts/field-invalid roles',
    );
  });
});

describe('a new user', () => {
  it('gets an invitation where nobody gave a password, and has to change one that somebody gave (V12, V13)', async () => {
    const { users } = given.accounts;
    const invited = await users.create(owner, { username: 'a', roles: ['viewer'] });
    expect([invited.ticket?.purpose, invited.user.hasPassword]).toEqual(['invitation', false]);
    const told = await users.create(owner, { username: 'b', password: PASSWORD });
    expect([told.ticket, told.user.mustChangePassword]).toEqual([null, true]);
    const kept = await users.create(owner, { username: 'c', password: PASSWORD, mustChangePassword: false });
    expect(kept.user.mustChangePassword).toBe(false);
    const passwordHash = (await given.record(given.owner.id)).passwordHash as string;
    const moved = await users.create(owner, { username: 'd', passwordHash });
    expect([moved.ticket, moved.user.mustChangePassword, moved.user.hasPassword]).toEqual([null, false, true]);
    const must = await users.create(owner, { username: 'e', passwordHash, mustChangePassword: true });
    expect(must.user.mustChangePassword).toBe(true);
    expect(await given.signIn('e', OWNER_PASSWORD)).toMatchObject({ kind: 'signed-in', obligation: 'change-password' });
  });

  it('has an id that cannot be guessed, and that no two share', async () => {
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, i) => given.accounts.users.create(owner, { username: `u${i}` })),
    );
    expect(new Set(made.map(({ user }) => user.id)).size).toBe(50);
    for (const { user } of made) expect(user.id).toMatch(/^u_[\w-]{22}$/);
  });
});
