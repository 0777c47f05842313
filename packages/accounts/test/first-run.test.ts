import { describe, expect, it } from '@jest/globals';
import { createFirstOwner, hasDefaultPassword } from '../src/index.ts';
import {
  faultOf,
  type Given,
  givenAccounts,
  MACHINE,
  OTHER_PASSWORD,
  OWNER_PASSWORD,
  PASSWORD,
} from './fixture/given-accounts.ts';

const FROM = '192.0.2.7';
const INVALID = 'accounts/ticket-invalid ticket';
const use = (ticket: string, input: object, at: Given) =>
  at.accounts.tickets.redeem(ticket, { password: OTHER_PASSWORD, ...input }, FROM);

describe('the set-up (decision 12, V14, L10)', () => {
  const first = { username: 'first', email: null, displayName: null };

  it('makes one owner, of fifty parallel attempts with several links in two processes', async () => {
    const fresh = await givenAccounts({ owner: null });
    const processes = [fresh, fresh.another()];
    const links = await Promise.all(
      Array.from({ length: 50 }, (_, i) => processes[i % 2]?.accounts.tickets.issueSetUp()),
    );
    const faults = await Promise.all(
      links.map((each, i) =>
        faultOf(
          i % 10 === 0
            ? createFirstOwner(fresh, { username: `conf-${i}`, email: null, password: PASSWORD, isDefault: false })
            : use(each?.ticket as string, { ...first, username: `first-${i}` }, processes[i % 2] as Given),
        ),
      ),
    );
    expect((await fresh.store.users()).total).toBe(1);
    expect((await fresh.store.users({ role: 'owner', status: 'active' })).total).toBe(1);
    expect(new Set(faults.filter((fault) => fault !== 'no fault').map((fault) => fault.split(' ')[0]))).toEqual(
      new Set(['accounts/ticket-invalid']),
    );
  });

  it('is not used up by wrong input', async () => {
    const fresh = await givenAccounts({ owner: null });
    const { ticket } = (await fresh.accounts.tickets.issueSetUp()) as { ticket: string };
    expect(await faultOf(use(ticket, { ...first, username: '' }, fresh))).toBe('accounts/field-invalid username');
    expect(await faultOf(use(ticket, { ...first, password: 'short' }, fresh))).toBe(
      'accounts/password-too-short password',
    );
    expect(await use(ticket, { ...first, roles: ['viewer'] }, fresh)).toMatchObject({
      roles: ['owner'],
      status: 'active',
    });
  });

  it('is over for links that are left, also to look at', async () => {
    const fresh = await givenAccounts({ owner: null });
    const [one, two] = [await fresh.accounts.tickets.issueSetUp(), await fresh.accounts.tickets.issueSetUp()];
    const names = ['first', 'late'];
    const faults = await Promise.all(
      [one, two].map((each, i) => faultOf(use(each?.ticket as string, { ...first, username: names[i] }, fresh))),
    );
    expect(faults.sort()).toEqual(['accounts/ticket-invalid', 'no fault']);
    expect(await fresh.accounts.tickets.issueSetUp()).toBeNull();
    expect(await faultOf(fresh.accounts.tickets.look(two?.ticket as string))).toBe(INVALID);
    expect(await faultOf(use(two?.ticket as string, first, fresh))).toMatch(INVALID);
  });

  it.each(['link', 'configuration', 'machine'] as const)(
    'by %s never opens again, whatever becomes of the users',
    async (way) => {
      const fresh = await givenAccounts({ owner: null });
      if (way === 'link') await use((await fresh.accounts.tickets.issueSetUp())?.ticket as string, first, fresh);
      const options = { username: 'first', email: null, password: OWNER_PASSWORD, isDefault: false };
      if (way === 'configuration') await createFirstOwner(fresh, options);
      if (way === 'machine') await fresh.accounts.users.create(MACHINE, { username: 'first', roles: ['owner'] });
      const { users } = await fresh.store.users();
      expect(users).toHaveLength(1);
      await fresh.store.write(async (writer) => {
        for (const { id } of users) await writer.deleteUser(id);
      });
      expect(await fresh.accounts.tickets.issueSetUp()).toBeNull();
      expect(await createFirstOwner(fresh, options)).toBeNull();
    },
  );

  it('has no account before it, so nobody signs in (V14)', async () => {
    const fresh = await givenAccounts({ owner: null });
    for (const name of ['admin', 'owner', 'root', 'user', 'test', ''])
      for (const password of ['admin', 'password', 'root', '', 'owner', 'changeme'])
        expect((await fresh.signIn(name, password, {}, true)).kind).not.toBe('signed-in');
  });
});

describe('a first owner with a well-known password (V14, A70)', () => {
  const isDefault = { owner: { password: 'admin', isDefault: true } };

  it('signs in on this machine alone, and has to change it at once', async () => {
    const given = await givenAccounts(isDefault);
    expect((await given.signIn('owner', 'admin')).kind).toBe('refused');
    expect(await given.signIn('owner', 'admin', {}, true)).toMatchObject({
      kind: 'signed-in',
      obligation: 'change-password',
    });
    expect(await hasDefaultPassword(given.store)).toBe(true);
  });

  it('is refused elsewhere like a wrong one, at the same cost', async () => {
    const given = await givenAccounts(isDefault);
    const costs: unknown[] = [];
    for (const password of ['admin', 'wrong']) {
      const before = { ...given.hashing };
      costs.push([
        await given.signIn('owner', password),
        given.hashing.verified - before.verified,
        given.hashing.made - before.made,
      ]);
    }
    expect(costs[0]).toEqual(costs[1]);
  });

  it('stays refused elsewhere when somebody takes only the duty away', async () => {
    const given = await givenAccounts(isDefault);
    await given.accounts.users.update(MACHINE, given.owner.id, { mustChangePassword: false });
    expect((await given.signIn('owner', 'admin')).kind).toBe('refused');
    expect(await hasDefaultPassword(given.store)).toBe(true);
  });

  const ways: readonly (readonly [string, (given: Given) => Promise<unknown>])[] = [
    [
      'his own change',
      async (given) => given.accounts.own.changePassword(await given.actor(given.owner.id), 'admin', OTHER_PASSWORD),
    ],
    [
      'a link',
      async (given) => use((await given.accounts.users.resetPassword(MACHINE, given.owner.id)).ticket, {}, given),
    ],
    ['the command line', (given) => given.accounts.users.update(MACHINE, given.owner.id, { password: OTHER_PASSWORD })],
  ];
  it.each(ways)('signs in from everywhere once the password is another, by %s', async (_way, change) => {
    const given = await givenAccounts(isDefault);
    await change(given);
    expect(await hasDefaultPassword(given.store)).toBe(false);
    expect((await given.signIn('owner', OTHER_PASSWORD)).kind).toBe('signed-in');
    expect((await given.signIn('owner', 'admin', {}, true)).kind).toBe('refused');
  });

  it('is forgotten with the user', async () => {
    const given = await givenAccounts(isDefault);
    await given.user('second', { roles: ['owner'] });
    await given.accounts.users.delete(MACHINE, given.owner.id);
    expect(await hasDefaultPassword(given.store)).toBe(false);
  });
});
