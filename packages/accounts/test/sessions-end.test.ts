/**
 * What ends the sessions of a user, by the very next request, in every process (A19, S4, S6, S7).
 */

import { describe, expect, it } from '@jest/globals';
import { type Given, givenAccounts, type Instance, OTHER_PASSWORD, PASSWORD } from './fixture/given-accounts.ts';

interface Change {
  readonly name: string;
  readonly ends: boolean;
  /** False where the account stays as it is, so that only the deleted sessions tell. */
  readonly isOfAccount?: boolean;
  make(given: Given, id: string): Promise<unknown>;
}

const owner = (given: Given) => given.actor(given.owner.id);
const update = (change: object) => async (given: Given, id: string) =>
  given.accounts.users.update(await owner(given), id, change);

const changes: readonly Change[] = [
  {
    name: 'the user’s own new password',
    ends: true,
    make: async (given, id) => given.accounts.own.changePassword(await given.actor(id), PASSWORD, OTHER_PASSWORD),
  },
  {
    name: 'a reset link that is used',
    ends: true,
    async make(given, id) {
      const { ticket } = await given.accounts.users.resetPassword(await owner(given), id);
      await given.accounts.tickets.redeem(ticket, { password: OTHER_PASSWORD }, '192.0.2.1');
    },
  },
  { name: 'a password that an owner set', ends: true, make: update({ password: OTHER_PASSWORD }) },
  {
    name: 'a password that he may keep',
    ends: true,
    make: update({ password: OTHER_PASSWORD, mustChangePassword: false }),
  },
  { name: 'the duty to change the password', ends: true, make: update({ mustChangePassword: true }) },
  { name: 'disabling', ends: true, make: update({ status: 'disabled' }) },
  { name: 'taking the approval back', ends: true, make: update({ status: 'pending' }) },
  { name: 'a role more', ends: true, make: update({ roles: ['viewer', 'editor'] }) },
  { name: 'a role less', ends: true, make: update({ roles: [] }) },
  {
    name: 'disabling, though it is taken back at once',
    ends: true,
    async make(given, id) {
      await update({ status: 'disabled' })(given, id);
      await update({ status: 'active' })(given, id);
    },
  },
  { name: 'deleting', ends: true, make: async (given, id) => given.accounts.users.delete(await owner(given), id) },
  {
    name: 'an owner who signs the user out',
    ends: true,
    isOfAccount: false,
    make: async (given, id) => given.accounts.users.endSessions(await owner(given), id),
  },
  {
    name: 'a reset link that is only made',
    ends: false,
    make: async (given, id) => given.accounts.users.resetPassword(await owner(given), id),
  },
  { name: 'another e-mail address', ends: false, make: update({ email: 'ada@x.example' }) },
  { name: 'the same roles in another order', ends: false, make: update({ roles: ['viewer'] }) },
  { name: 'a change that changes nothing', ends: false, make: update({ status: 'active', mustChangePassword: false }) },
];

/** Lets what was put off until a later turn happen. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function begin() {
  const given = await givenAccounts();
  const { id } = await given.user('ada');
  const bob = await given.user('bob');
  const replica = given.another();
  const cookies = [await given.cookieOf('ada'), await replica.cookieOf('ada')];
  const other = await given.cookieOf('bob');
  const everywhere = (cookie: string) => Promise.all([given, replica].map((each: Instance) => each.whoIs(cookie)));
  for (const cookie of [...cookies, other]) await everywhere(cookie);
  return { given, replica, id, bob, cookies, other, everywhere };
}

describe.each(changes)('$name', ({ ends, isOfAccount = ends, make }) => {
  it(ends ? 'ends every session in every process, and no other’s' : 'ends no session', async () => {
    const { given, id, cookies, other, everywhere } = await begin();
    await make(given, id);
    for (const cookie of cookies) expect(await everywhere(cookie)).toEqual(ends ? [null, null] : ['ada', 'ada']);
    expect(await everywhere(other)).toEqual(['bob', 'bob']);
  });

  it(ends ? 'closes live connections' : 'closes no live connection', async () => {
    const { given, replica, id, cookies, other } = await begin();
    const ended: string[] = [];
    const hold = async (at: Instance, cookie: string, name: string) => {
      const session = (await at.core.clientSessions.current(cookie))?.info;
      if (session === undefined) throw new Error('no session');
      at.core.live.hold({ session, standing: null }, (reason) => ended.push(`${name} ${reason}`));
    };
    await hold(given, cookies[0] as string, 'here');
    await hold(replica, cookies[0] as string, 'there');
    await hold(replica, cookies[1] as string, 'second');
    await hold(replica, other, 'of bob');
    await make(given, id);
    await turn();
    const all = ['here session-ended', 'second session-ended', 'there session-ended'];
    expect(ended.sort()).toEqual(ends ? all : []);
    for (const { core } of [given, replica]) core.close();
  });

  it(isOfAccount ? 'is known by the account alone' : 'leaves no trace in the account', async () => {
    const given = await givenAccounts({
      // Sessions that nobody deletes, as when the store of sessions was away at that moment.
      wrapExpiring: (store) => ({ ...store, deleteOwned: () => [], delete: () => false }),
    });
    const { id } = await given.user('ada');
    const replica = given.another();
    const cookie = await given.cookieOf('ada');
    await replica.whoIs(cookie);
    await make(given, id);
    const name = isOfAccount ? null : 'ada';
    expect(await Promise.all([given, replica].map((each) => each.whoIs(cookie)))).toEqual([name, name]);
  });
});

describe('a change of names', () => {
  it('is seen by the next request of every session, in every process', async () => {
    const { given, id, cookies, everywhere } = await begin();
    await given.accounts.own.updateProfile(await given.actor(id), { displayName: 'Ada Lovelace' });
    for (const cookie of cookies) expect(await everywhere(cookie)).toEqual(['Ada Lovelace', 'Ada Lovelace']);
  });
});

describe('a session that begins while the account changes', () => {
  it('is none: a sign-in with the password of before opens nothing (S4)', async () => {
    const { given, id } = await begin();
    const { version } = await given.record(id);
    const { principal } = await given.actor(id);
    await given.accounts.users.update(await owner(given), id, { password: OTHER_PASSWORD });
    const late = await given.core.signIn.start(
      principal,
      { clientAddress: '', cookieHeader: undefined },
      { version, obligation: null },
    );
    expect(await given.whoIs(late.map((cookie) => cookie.split(';')[0]).join('; '))).toBeNull();
  });
});
