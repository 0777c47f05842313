/**
 * Which event each action is, and that no secret is in any of them.
 */

import type { AuthEvent } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { faultOf, givenAccounts, MACHINE, OTHER_PASSWORD, PASSWORD } from '../fixture/given-accounts.ts';

const FROM = '192.0.2.1';
type Told = readonly [type: AuthEvent['type'], by: string | null, target: string | null, detail: string | null];

async function begin() {
  const given = await givenAccounts({ signUp: 'pending' });
  const ada = await given.user('ada');
  return { given, id: ada.id, owner: await given.actor(given.owner.id), actor: await given.actor(ada.id) };
}
type Begun = Awaited<ReturnType<typeof begin>>;
const update =
  (change: object) =>
  ({ given, owner, id }: Begun) =>
    given.accounts.users.update(owner, id, change);

const actions: readonly (readonly [string, (begun: Begun) => Promise<unknown>, readonly Told[]])[] = [
  [
    'creating a user',
    ({ given, owner }) =>
      given.accounts.users.create(owner, { username: 'eve', password: PASSWORD, roles: ['viewer', 'editor'] }),
    [['user-created', 'owner', 'eve', 'viewer, editor']],
  ],
  [
    'inviting a user',
    ({ given, owner }) => given.accounts.users.create(owner, { username: 'eve' }),
    [
      ['user-created', 'owner', 'eve', 'no role'],
      ['ticket-issued', 'owner', 'eve', 'invitation'],
    ],
  ],
  [
    'renaming',
    update({ username: 'eve', email: 'a@b.example' }),
    [['user-updated', 'owner', 'eve', 'username, email']],
  ],
  ['changing roles', update({ roles: ['editor'] }), [['roles-changed', 'owner', 'ada', 'viewer -> editor']]],
  ['taking all roles', update({ roles: [] }), [['roles-changed', 'owner', 'ada', 'viewer -> no role']]],
  ['disabling', update({ status: 'disabled' }), [['status-changed', 'owner', 'ada', 'active -> disabled']]],
  [
    'setting a password',
    update({ password: OTHER_PASSWORD }),
    [
      ['user-updated', 'owner', 'ada', 'mustChangePassword'],
      ['password-changed', 'owner', 'ada', null],
    ],
  ],
  [
    'demanding another password',
    update({ mustChangePassword: true }),
    [['user-updated', 'owner', 'ada', 'mustChangePassword']],
  ],
  [
    'all at once',
    update({ displayName: 'A', roles: [], status: 'pending' }),
    [
      ['user-updated', 'owner', 'A', 'displayName'],
      ['status-changed', 'owner', 'A', 'active -> pending'],
      ['roles-changed', 'owner', 'A', 'viewer -> no role'],
    ],
  ],
  ['changing nothing', update({ username: 'ada', roles: ['viewer'] }), []],
  [
    'deleting',
    ({ given, owner, id }) => given.accounts.users.delete(owner, id),
    [['user-deleted', 'owner', 'ada', null]],
  ],
  [
    'a reset link',
    ({ given, owner, id }) => given.accounts.users.resetPassword(owner, id),
    [['ticket-issued', 'owner', 'ada', 'reset']],
  ],
  [
    'a reset link that is used',
    async ({ given, id }) =>
      given.accounts.tickets.redeem(
        (await given.accounts.users.resetPassword(MACHINE, id)).ticket,
        { password: OTHER_PASSWORD },
        FROM,
      ),
    [
      ['ticket-issued', 'machine', 'ada', 'reset'],
      ['ticket-redeemed', 'ada', 'ada', 'reset'],
      ['password-changed', 'ada', 'ada', 'reset'],
    ],
  ],
  [
    'signing a user out',
    async ({ given, owner, id }) => {
      await given.core.signIn.start(
        (await given.actor(id)).principal,
        { clientAddress: FROM, cookieHeader: undefined },
        { version: 1, obligation: null },
      );
      await given.accounts.users.endSessions(owner, id);
    },
    [
      ['login', 'ada', null, null],
      ['session-ended', 'owner', 'ada', '1 sessions'],
    ],
  ],
  [
    'one’s own profile',
    ({ given, actor }) => given.accounts.own.updateProfile(actor, { displayName: 'A' }),
    [['user-updated', 'ada', 'A', 'displayName']],
  ],
  [
    'one’s own password',
    ({ given, actor }) => given.accounts.own.changePassword(actor, PASSWORD, OTHER_PASSWORD),
    [['password-changed', 'ada', 'ada', null]],
  ],
  [
    'a wrong current password',
    ({ given, actor }) => faultOf(given.accounts.own.changePassword(actor, 'wrong', OTHER_PASSWORD)),
    [['login-failure', 'ada', null, null]],
  ],
  [
    'signing up',
    ({ given }) =>
      given.accounts.signUp.create({ username: 'eve', email: null, displayName: null, password: PASSWORD }, FROM),
    [['user-created', 'eve', 'eve', 'sign-up, pending']],
  ],
  ['signing in', ({ given }) => given.signIn('ada', PASSWORD), [['login', 'ada', null, null]]],
  [
    'what is refused',
    ({ given, actor, id }) => faultOf(given.accounts.users.update(actor, id, { roles: ['owner'] })),
    [],
  ],
];

describe('events (A100, V17, V56)', () => {
  it.each(actions)('%s', async (_name, act, wanted) => {
    const begun = await begin();
    const { events } = begun.given;
    events.length = 0;
    await act(begun);
    expect(events.map(({ type, name, targetName, detail }) => [type, name, targetName, detail])).toEqual(wanted);
    for (const { time, subject, clientAddress } of events)
      expect([time, subject === null, clientAddress.length > 0 || subject === 'machine']).toEqual([
        new Date(begun.given.now()).toISOString(),
        false,
        true,
      ]);
  });

  it('of the set-up', async () => {
    const given = await givenAccounts({ owner: null });
    const issued = await given.accounts.tickets.issueSetUp();
    await given.accounts.tickets.redeem(issued?.ticket as string, { username: 'first', password: PASSWORD }, FROM);
    expect(given.events.map(({ type, name, detail }) => [type, name, detail])).toEqual([
      ['ticket-redeemed', 'first', 'set-up'],
      ['user-created', 'first', 'set-up'],
    ]);
  });

  it('are told even when the sessions cannot be ended, because the change stands', async () => {
    let isAway = false;
    const given = await givenAccounts({
      wrapExpiring: (store) => ({
        ...store,
        list: (...all) => (isAway ? Promise.reject(new Error('away')) : store.list(...all)),
      }),
    });
    const { id } = await given.user('ada');
    const cookie = await given.cookieOf('ada');
    isAway = true;
    const owner = await given.actor(given.owner.id);
    await expect(given.accounts.users.update(owner, id, { roles: [] })).rejects.toThrow('away');
    expect(given.events.at(-1)).toMatchObject({ type: 'roles-changed' });
    expect(await given.whoIs(cookie)).toBeNull();
    await expect(given.accounts.own.changePassword(await given.actor(id), PASSWORD, OTHER_PASSWORD)).rejects.toThrow(
      'away',
    );
    expect(given.events.at(-1)).toMatchObject({ type: 'password-changed' });
    await expect(given.accounts.users.delete(owner, id)).rejects.toThrow('away');
    expect(given.events.at(-1)).toMatchObject({ type: 'user-deleted' });
  });
});
