/**
 * The limit on guesses at an account, with the real verifier behind it.
 */

import type { SignInOutcome } from '@doorward/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  cookieHeader,
  type Given,
  givenAccounts,
  OTHER_PASSWORD,
  PASSWORD,
  STRANGER,
} from './fixture/given-accounts.ts';

const MINUTES = 60 * 1000;
const DAY = 24 * 60 * MINUTES;

let given: Given;
let ada: string;
beforeEach(async () => {
  given = await givenAccounts();
  ada = (await given.user('ada', { email: 'ada@x.example' })).id;
});

let guesses = 0;
/** A wrong guess, each from another address, so that the account's limit alone counts. */
function guess(name = 'ada', more: { readonly cookieHeader?: string } = {}): Promise<SignInOutcome> {
  guesses += 1;
  const clientAddress = `198.51.${(guesses >> 8) % 256}.${guesses % 256}`;
  return given.signIn(name, `wrong guess number ${guesses}`, { clientAddress, ...more });
}

async function guessed(times: number, more: { readonly cookieHeader?: string } = {}): Promise<void> {
  for (let i = 0; i < times; i += 1) await guess('ada', more);
}

const withRight = async (more: { readonly cookieHeader?: string } = {}): Promise<string> =>
  (await given.signIn('ada', PASSWORD, { clientAddress: '192.0.2.200', ...more })).kind;

describe('guesses at an account', () => {
  it('are ten in fifteen minutes; then the right password is refused too (V1)', async () => {
    for (let i = 0; i < 10; i += 1) expect([i, (await guess()).kind]).toEqual([i, 'refused']);
    given.hashing.verified = 0;
    expect(await guess()).toEqual({ kind: 'limited', retryAfterSeconds: 900 });
    expect(await withRight()).toBe('limited');
    expect(given.hashing.verified).toBe(0);
    given.advance(15 * MINUTES - 1);
    expect(await withRight()).toBe('limited');
    given.advance(1);
    expect(await withRight()).toBe('signed-in');
  });

  it('are one hundred in a row: the 101st is refused even when it is right, for thirty days (V1)', async () => {
    const start = given.now();
    for (let window = 0; window < 10; window += 1) {
      await guessed(10);
      given.advance(15 * MINUTES);
    }
    const outcome = await given.signIn('ada', PASSWORD, { clientAddress: '192.0.2.200' });
    expect(outcome).toEqual({ kind: 'limited', retryAfterSeconds: (start + 30 * DAY - given.now()) / 1000 });
    given.advance(DAY);
    expect(await withRight()).toBe('limited');
    given.advance(30 * DAY);
    expect(await withRight()).toBe('signed-in');
  });

  it('are counted together however the account is named (L6)', async () => {
    const spellings = [
      'ada',
      'Ada',
      'ADA ',
      'ａｄａ',
      'ada@x.example',
      'ADA@X.EXAMPLE',
      'a\u200bda',
      'Ａda',
      ' ada',
      'aDa',
    ];
    for (const name of spellings) expect([name, (await guess(name)).kind]).toEqual([name, 'refused']);
    for (const name of spellings) expect([name, (await guess(name)).kind]).toEqual([name, 'limited']);
    expect((await guess('bob')).kind).toBe('refused');
  });

  it('of a name that nobody has too (A77, L6)', async () => {
    for (const name of ['eve', 'EVE', 'ｅｖｅ', 'eve ', ' Eve', 'e\u00adve', 'eve', 'eve', 'eve', 'eve'])
      await guess(name);
    expect((await guess('Eve')).kind).toBe('limited');
  });

  it('sent five hundred at once reach the verifier exactly ten times, also in two processes (V1)', async () => {
    const processes = [given, given.another()];
    given.hashing.verified = 0;
    const outcomes = await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        processes[i % 2]?.signIn('ada', `wrong guess ${i}`, { clientAddress: `198.51.${i >> 8}.${i % 256}` }),
      ),
    );
    expect(given.hashing.verified).toBe(10);
    expect(outcomes.filter((outcome) => outcome?.kind === 'refused')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome?.kind === 'limited')).toHaveLength(490);
  });

  it('are forgotten after a success (V64)', async () => {
    for (let round = 0; round < 15; round += 1) {
      await guessed(9);
      expect([round, await withRight()]).toEqual([round, 'signed-in']);
    }
  });

  it('are forgotten when the right password came, though the account still waits', async () => {
    await given.user('eve', { status: 'pending' });
    for (let i = 0; i < 9; i += 1) await guess('eve');
    expect((await given.signIn('eve', PASSWORD)).kind).toBe('waiting');
    for (let i = 0; i < 9; i += 1) expect((await guess('eve')).kind).toBe('refused');
  });

  it('are told as events, with the account that was meant (A77, A100, V17)', async () => {
    await guessed(11);
    expect(
      given.events.filter(({ type, target }) => target === ada && type !== 'user-created').map(({ type }) => type),
    ).toEqual([...Array.from({ length: 10 }, () => 'login-failure'), 'throttled']);
  });
});

describe('whom the attack is not about (F32, V1)', () => {
  it('the owner of the account gets in from a browser that he used before', async () => {
    const cookie = await given.cookieOf('ada');
    const browser = cookie.split('; ').find((each) => each.includes('_browser='));
    await guessed(30);
    expect(await withRight()).toBe('limited');
    expect(await withRight({ cookieHeader: browser as string })).toBe('signed-in');
    given.advance(100 * DAY);
    await guessed(11);
    expect(await withRight({ cookieHeader: browser as string })).toBe('signed-in');
  });

  it('and from one with a live session, which goes on all the while', async () => {
    const cookie = await given.cookieOf('ada');
    const session = cookie.split('; ').find((each) => !each.includes('_browser=')) as string;
    await guessed(30);
    expect(await given.whoIs(cookie)).toBe('ada');
    expect(await withRight({ cookieHeader: session })).toBe('signed-in');
  });

  it('whoever sits at that browser has ten guesses, too', async () => {
    const cookieHeader = await given.cookieOf('ada');
    await guessed(10, { cookieHeader });
    expect((await guess('ada', { cookieHeader })).kind).toBe('limited');
    expect(await withRight()).toBe('signed-in');
  });

  it('the cookie of another account, a forged one and one of another secret help nobody', async () => {
    await given.user('bob');
    const [bob, mine] = [await given.cookieOf('bob'), await given.cookieOf('ada')];
    const other = await givenAccounts();
    await other.user('ada');
    const foreign = await other.cookieOf('ada');
    const [browser, signature] = (/_browser=([^.]+)\.(\S+)/.exec(mine) ?? []).slice(1) as [string, string];
    await guessed(11);
    for (const value of [
      bob,
      foreign,
      `doorward_test_browser=${'x'.repeat(43)}.${signature}`,
      `doorward_test_browser=${browser}.${signature.slice(1)}`,
      `doorward_test_browser=${browser}.${'é'.repeat(43)}`,
      `doorward_test_browser=${browser}.`,
      `doorward_test_browser=${browser}`,
      `doorward_test_browser=${browser}.${signature}.x`,
      `doorward_test_browser=${browser}.${signature}; doorward_test_browser=x.y`,
    ])
      expect([value, await withRight({ cookieHeader: value })]).toEqual([value, 'limited']);
  });

  it('another account from the same address is refused only when that address guessed too much', async () => {
    await given.user('bob');
    for (let i = 0; i < 15; i += 1) await given.signIn('ada', `wrong guess ${i}`, STRANGER);
    expect((await given.signIn('bob', PASSWORD, STRANGER)).kind).toBe('signed-in');
  });
});

describe('who was shut out gets in again', () => {
  it('by a reset link (F32)', async () => {
    await guessed(11);
    const { ticket } = await given.accounts.users.resetPassword(await given.actor(given.owner.id), ada);
    await given.accounts.tickets.redeem(ticket, { password: OTHER_PASSWORD }, '192.0.2.1');
    expect((await given.signIn('ada', OTHER_PASSWORD)).kind).toBe('signed-in');
  });

  it('by an owner who sets a password, or the status', async () => {
    const owner = await given.actor(given.owner.id);
    await guessed(11);
    await given.accounts.users.update(owner, ada, { status: 'active' });
    expect(await withRight()).toBe('signed-in');
    await guessed(11);
    await given.accounts.users.update(owner, ada, { password: OTHER_PASSWORD });
    expect((await given.signIn('ada', OTHER_PASSWORD)).kind).toBe('signed-in');
  });

  it('also in the browser that was used with the account, once a link has signed it in', async () => {
    const known = await given.cookieOf('ada');
    await guessed(11, { cookieHeader: known });
    const { ticket } = await given.accounts.users.resetPassword(await given.actor(given.owner.id), ada);
    const user = await given.accounts.tickets.redeem(ticket, { password: OTHER_PASSWORD }, '192.0.2.1');
    const client = { ...STRANGER, cookieHeader: known };
    const account = { version: user.version, obligation: null };
    const { principal } = await given.actor(ada);
    const session = cookieHeader(await given.core.signIn.start(principal, client, account));
    expect(await given.whoIs(session)).toBe('ada');
    expect((await given.signIn('ada', OTHER_PASSWORD, { cookieHeader: known })).kind).toBe('signed-in');
  });
});
