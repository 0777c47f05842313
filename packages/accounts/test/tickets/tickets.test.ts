import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OwnActor } from '../../src/index.ts';
import {
  cookieHeader,
  faultOf,
  type Given,
  givenAccounts,
  MACHINE,
  OTHER_PASSWORD,
  PASSWORD,
  STRANGER,
} from '../fixture/given-accounts.ts';

const HOUR = 60 * 60 * 1000;
const FROM = '192.0.2.7';
const INVALID = 'accounts/ticket-invalid ticket';
const chosen = { password: OTHER_PASSWORD };

let given: Given;
let owner: OwnActor;
let ada: string;
beforeEach(async () => {
  given = await givenAccounts();
  owner = await given.actor(given.owner.id);
  ada = (await given.user('ada', { email: 'ada@x.example' })).id;
});

const link = async (id = ada) => (await given.accounts.users.resetPassword(owner, id)).ticket;
const redeem = (ticket: string, input: object = chosen, at = given) =>
  at.accounts.tickets.redeem(ticket, { ...chosen, ...input }, FROM);

describe('a link to choose a new password (4.19, L10, V12)', () => {
  it('works once: of a hundred parallel attempts in two processes exactly one succeeds', async () => {
    const ticket = await link();
    const processes = [given, given.another()];
    given.hashing.made = 0;
    const faults = await Promise.all(
      Array.from({ length: 100 }, (_, i) => {
        const { tickets } = (processes[i % 2] as Given).accounts;
        return faultOf(tickets.redeem(ticket, { password: `${OTHER_PASSWORD} ${i}` }, FROM));
      }),
    );
    expect(faults.filter((fault) => fault === 'no fault')).toHaveLength(1);
    expect(faults.filter((fault) => fault === INVALID)).toHaveLength(99);
    expect(given.hashing.made).toBe(1);
    const winner = faults.indexOf('no fault');
    expect((await given.signIn('ada', `${OTHER_PASSWORD} ${winner}`)).kind).toBe('signed-in');
    expect((await given.record(ada)).version).toBe(2);
  });

  it('is made for nobody by who may not manage him, whoever calls (L13, A14)', async () => {
    const { tickets } = given.accounts;
    const editor = await given.actor((await given.user('eve', { roles: ['editor'] })).id);
    const admin = await given.actor((await given.user('adam', { roles: ['admin'] })).id);
    for (const [actor, id, purpose] of [
      [editor, ada, 'reset'],
      [admin, given.owner.id, 'reset'],
      [admin, ada, 'invitation'],
    ] as const) {
      const call = tickets.issue(actor, purpose, await given.record(id));
      expect(await faultOf(call)).toMatch(/^accounts\/not-allowed/);
    }
  });

  it('sets the password of its user alone, who then signs in with it and no longer with the old one', async () => {
    const bob = await given.user('bob');
    await redeem(await link());
    expect((await given.signIn('ada', OTHER_PASSWORD)).kind).toBe('signed-in');
    expect((await given.signIn('ada', PASSWORD)).kind).toBe('refused');
    expect(await given.record(bob.id)).toEqual(bob);
  });

  it.each([
    ['reset', HOUR],
    ['invitation', 7 * 24 * HOUR],
    ['set-up', 24 * HOUR],
  ] as const)('ends by the clock: %s after %d ms', async (purpose, lifetime) => {
    const fresh = await givenAccounts({ owner: purpose === 'set-up' ? null : {} });
    const make = async () =>
      purpose === 'set-up'
        ? fresh.accounts.tickets.issueSetUp()
        : fresh.accounts.tickets.issue(MACHINE, purpose, fresh.owner);
    const [one, two] = [await make(), await make()];
    expect(one?.expiresAt).toBe(fresh.now() + lifetime);
    fresh.advance(lifetime - 1);
    expect(await fresh.accounts.tickets.look(one?.ticket as string)).toMatchObject({ purpose });
    expect(await faultOf(redeem(one?.ticket as string, { username: 'first' }, fresh))).toBe('no fault');
    fresh.advance(1);
    expect(await faultOf(fresh.accounts.tickets.look(two?.ticket as string))).toBe(INVALID);
    expect(await faultOf(redeem(two?.ticket as string, { username: 'first' }, fresh))).toBe(INVALID);
  });

  it('is not used up by wrong input, and not made longer by it', async () => {
    const ticket = await link();
    const wrong = ['short', 'aaaaaaaaaaaaaaaaaaaaaa', 'x'.repeat(2000)];
    for (const password of wrong) expect(await faultOf(redeem(ticket, { password }))).toMatch(/^accounts\/password-/);
    given.advance(HOUR - 1);
    expect(await faultOf(redeem(ticket, { password: 'short' }))).toMatch(/^accounts\/password-/);
    given.advance(1);
    expect(await faultOf(redeem(ticket))).toBe(INVALID);
  });

  it('is not used up by looking', async () => {
    const ticket = await link();
    for (let i = 0; i < 3; i += 1)
      expect(await given.accounts.tickets.look(ticket)).toMatchObject({ purpose: 'reset', user: { id: ada } });
    expect((await redeem(ticket)).id).toBe(ada);
    expect(await faultOf(given.accounts.tickets.look(ticket))).toBe(INVALID);
  });

  const voids: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a reset by another link', async () => redeem(await link(), { password: 'harvest pylon quiet umbrella' })],
    [
      'the user’s own change',
      async () => given.accounts.own.changePassword(await given.actor(ada), PASSWORD, OTHER_PASSWORD),
    ],
    ['an owner’s change', () => given.accounts.users.update(owner, ada, { password: OTHER_PASSWORD })],
    ['other roles', () => given.accounts.users.update(owner, ada, { roles: ['editor'] })],
    ['disabling', () => given.accounts.users.update(owner, ada, { status: 'disabled' })],
    ['deleting', () => given.accounts.users.delete(owner, ada)],
  ];
  it.each(voids)('is void after %s', async (_what, happen) => {
    const ticket = await link();
    await happen();
    expect(await faultOf(given.accounts.tickets.look(ticket))).toBe(INVALID);
    expect(await faultOf(redeem(ticket, { password: 'tundra cello pebble marigold' }))).toBe(INVALID);
  });

  it('is void when what it depends on changes while the new password is hashed', async () => {
    const ticket = await link();
    const redeeming = faultOf(redeem(ticket));
    await given.accounts.users.update(owner, ada, { roles: ['editor'] });
    expect(await redeeming).toBe(INVALID);
    expect((await given.signIn('ada', PASSWORD)).kind).toBe('signed-in');
  });

  it('is good for its purpose and as it is: not shortened, changed, or with another purpose in front', async () => {
    const ticket = await link();
    const [purpose, secret] = ticket.split('.') as [string, string];
    const others = [
      '',
      secret,
      `${purpose}.`,
      `set-up.${secret}`,
      `invitation.${secret}`,
      `${ticket} `,
      ticket.toUpperCase(),
    ];
    for (const other of [...others, ticket.slice(0, -1), '__proto__', '\0', 'x'.repeat(100_000)]) {
      expect([other.slice(0, 50), await faultOf(redeem(other))]).toEqual([other.slice(0, 50), INVALID]);
    }
    expect((await redeem(ticket)).id).toBe(ada);
  });

  it('has 256 random bits, and never the same (V12)', async () => {
    const issued = await Promise.all(Array.from({ length: 200 }, () => link()));
    expect(new Set(issued).size).toBe(200);
    for (const ticket of issued) expect(ticket).toMatch(/^reset\.[\w-]{43}$/);
  });

  it('gives no roles and no other names, whatever comes with it (L13, A78)', async () => {
    await redeem(await link(), {
      username: 'root',
      roles: ['owner'],
      status: 'active',
      displayName: 'x',
      email: 'x@y',
    });
    expect(await given.record(ada)).toMatchObject({ username: 'ada', roles: ['viewer'], displayName: null });
  });

  it('is kept as a hash: no store and no event sees it (S17)', async () => {
    const seen: string[] = [];
    const spied = await givenAccounts({
      wrapExpiring: (store) => ({
        ...store,
        create(kind, key, record) {
          seen.push(kind, key, JSON.stringify(record));
          return store.create(kind, key, record);
        },
      }),
    });
    const user = await spied.user('ada');
    const { ticket } = await spied.accounts.users.resetPassword(await spied.actor(spied.owner.id), user.id);
    expect(seen).toContain('ticket');
    await faultOf(redeem(ticket, { password: 'short' }, spied));
    await redeem(ticket, {}, spied);
    const text = JSON.stringify([seen, spied.events, await spied.store.users()]);
    for (const secret of [ticket, ticket.split('.')[1] as string, OTHER_PASSWORD]) expect(text).not.toContain(secret);
  });

  it('takes away the duty to change the password', async () => {
    await given.accounts.users.update(owner, ada, { password: OTHER_PASSWORD });
    await redeem(await link(), { password: 'harvest pylon quiet umbrella' });
    expect(await given.signIn('ada', 'harvest pylon quiet umbrella')).toMatchObject({ obligation: null });
  });
});

describe('an invitation', () => {
  it('lets its user choose a password, and then sign in', async () => {
    const { user, ticket } = await given.accounts.users.create(owner, { username: 'eve', roles: ['editor'] });
    expect((await given.signIn('eve', '')).kind).toBe('refused');
    const record = await redeem(ticket?.ticket as string);
    expect([record.id, record.status]).toEqual([user.id, 'active']);
    expect((await given.signIn('eve', OTHER_PASSWORD)).kind).toBe('signed-in');
  });

  it('approves nobody who waits', async () => {
    const { ticket } = await given.accounts.users.create(owner, { username: 'eve', status: 'pending' });
    const record = await redeem(ticket?.ticket as string);
    expect(record.status).toBe('pending');
    const account = { version: record.version, obligation: null };
    const principal = (await given.actor(record.id)).principal;
    expect(await given.whoIs(cookieHeader(await given.core.signIn.start(principal, STRANGER, account)))).toBeNull();
  });
});
