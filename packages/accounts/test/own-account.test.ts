import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OwnActor, Profile } from '../src/index.ts';
import { problemOf } from '../src/index.ts';
import {
  cookieHeader,
  faultOf,
  type Given,
  givenAccounts,
  MACHINE,
  OTHER_PASSWORD,
  PASSWORD,
  STRANGER,
} from './fixture/given-accounts.ts';

let given: Given;
let ada: string;
let actor: OwnActor;
beforeEach(async () => {
  given = await givenAccounts();
  ada = (await given.user('ada')).id;
  actor = await given.actor(ada);
});

const change = (current: string, next: string, by = actor) => given.accounts.own.changePassword(by, current, next);

describe('one’s own password (A18, A71, V9)', () => {
  it('is changed with the current one; all sessions end, and a new one begins for the answer', async () => {
    const cookies = [await given.cookieOf('ada'), await given.cookieOf('ada')];
    const user = await change(PASSWORD, OTHER_PASSWORD);
    for (const cookie of cookies) expect(await given.whoIs(cookie)).toBeNull();
    const account = { version: user.version, obligation: null };
    const { principal } = await given.actor(ada);
    const renewed = await given.core.signIn.renew(principal, { ...STRANGER, cookieHeader: cookies[0] }, account);
    expect(await given.whoIs(cookieHeader(renewed))).toBe('ada');
    expect((await given.signIn('ada', PASSWORD)).kind).toBe('refused');
    expect((await given.signIn('ada', OTHER_PASSWORD)).kind).toBe('signed-in');
  });

  it.each([
    ['accounts/password-wrong current', 'not the current one', OTHER_PASSWORD],
    ['accounts/password-wrong current', '', OTHER_PASSWORD],
    ['accounts/password-wrong current', OTHER_PASSWORD, OTHER_PASSWORD],
    ['accounts/password-unchanged password', PASSWORD, PASSWORD],
    ['accounts/password-too-short password', PASSWORD, 'short'],
    ['accounts/password-common password', PASSWORD, 'abcdefghijklmnopqrstuvwxyz'],
  ])('%s, and all stays as it was', async (fault, current, next) => {
    const [before, cookie] = [await given.record(ada), await given.cookieOf('ada')];
    expect(await faultOf(change(current, next))).toBe(fault);
    expect(await given.record(ada)).toEqual({ ...before, lastSignInAt: given.now() });
    expect(await given.whoIs(cookie)).toBe('ada');
  });

  it('is the same in composed and decomposed characters, as it is hashed', async () => {
    const [composed, decomposed] = ['café'.normalize('NFC'), 'café'.normalize('NFD')].map(
      (word) => `${word} orbit lantern canyon`,
    );
    await change(PASSWORD, composed as string);
    expect(await faultOf(change(composed as string, decomposed as string))).toBe(
      'accounts/password-unchanged password',
    );
  });

  it('takes the duty away that somebody else laid on it (V8)', async () => {
    const told = await given.user('told', { mustChangePassword: true });
    await change(PASSWORD, OTHER_PASSWORD, await given.actor(told.id));
    expect(await given.signIn('told', OTHER_PASSWORD)).toMatchObject({ obligation: null });
  });

  it('is guessed no more often from a stolen session than at the login: ten times, whatever the address (V1)', async () => {
    for (let i = 0; i < 10; i += 1) {
      const from = { ...actor, clientAddress: `198.51.100.${i}` };
      expect(await faultOf(change(`guess ${i}`, OTHER_PASSWORD, from))).toBe('accounts/password-wrong current');
    }
    given.hashing.verified = 0;
    const error = await change(PASSWORD, OTHER_PASSWORD).catch((thrown: unknown) => thrown);
    expect(problemOf(error)).toMatchObject({ status: 429, code: 'accounts/too-many-attempts', retryAfterSeconds: 900 });
    expect(given.hashing.verified).toBe(0);
    expect((await given.signIn('ada', PASSWORD)).kind).toBe('signed-in');
    given.advance(15 * 60 * 1000);
    await change(PASSWORD, OTHER_PASSWORD);
  });

  it('is not harder to change because strangers guess at the login (F32)', async () => {
    for (let i = 0; i < 30; i += 1) await given.signIn('ada', `guess ${i}`, { clientAddress: `198.51.100.${i}` });
    expect((await given.signIn('ada', PASSWORD)).kind).toBe('limited');
    await change(PASSWORD, OTHER_PASSWORD);
  });

  it('changed twice at once is changed once', async () => {
    const faults = await Promise.all(
      ['tundra cello pebble marigold', OTHER_PASSWORD].map((next) => faultOf(change(PASSWORD, next))),
    );
    expect(faults.sort()).toEqual(['accounts/password-wrong current', 'no fault']);
  });
});

describe('one’s own profile (A70)', () => {
  it('is three names, whatever else comes along (L1, A78)', async () => {
    const before = await given.record(ada);
    const body = {
      displayName: 'Ada',
      email: 'ada@x.example',
      roles: ['owner'],
      status: 'pending',
      is_superuser: true,
      id: given.owner.id,
      version: 9,
      passwordHash: null,
      mustChangePassword: true,
    };
    const shown = await given.accounts.own.updateProfile(actor, body as Partial<Profile>);
    expect(shown).toMatchObject({ id: ada, displayName: 'Ada', email: 'ada@x.example', roles: ['viewer'] });
    expect(await given.record(ada)).toEqual({
      ...before,
      displayName: 'Ada',
      email: 'ada@x.example',
      identifiers: ['ada', 'ada@x.example'],
    });
    expect(given.events.at(-1)).toMatchObject({ type: 'user-updated', detail: 'email, displayName' });
  });

  it('keeps to the rules of names, and takes nobody else’s', async () => {
    const { own } = given.accounts;
    expect(await faultOf(own.updateProfile(actor, { username: 'OWNER' }))).toBe('core/identifier-taken');
    expect(await faultOf(own.updateProfile(actor, { email: 'x' }))).toBe('accounts/field-invalid email');
    expect(await faultOf(own.updateProfile(actor, { username: '\u202e' }))).toBe('accounts/field-invalid username');
    expect((await own.updateProfile(actor, {})).username).toBe('ada');
  });
});

describe('one’s own sessions (V9, L11)', () => {
  it('are listed, and ended one by one or all the others', async () => {
    const cookies = [await given.cookieOf('ada'), await given.cookieOf('ada'), await given.cookieOf('ada')];
    const ids = await Promise.all(
      cookies.map(async (cookie) => (await given.core.clientSessions.current(cookie))?.info.id),
    );
    const asking = { ...actor, sessionId: ids[0] as string };
    const { own } = given.accounts;
    expect((await own.sessions(asking)).map(({ id }) => id).sort()).toEqual([...ids].sort());
    await own.endSession(asking, ids[1] as string);
    expect(await Promise.all(cookies.map(given.whoIs))).toEqual(['ada', null, 'ada']);
    expect(await own.endOtherSessions(asking)).toBe(1);
    expect(await Promise.all(cookies.map(given.whoIs))).toEqual(['ada', null, null]);
  });

  it('are one’s own: the id of somebody else’s is like one that is not there', async () => {
    const cookie = await given.cookieOf('owner', 'plum orbit lantern canyon');
    const id = (await given.core.clientSessions.current(cookie))?.info.id as string;
    for (const each of [id, 'x'.repeat(16), ''])
      expect(await faultOf(given.accounts.own.endSession(actor, each))).toBe('accounts/session-not-found');
    expect(await given.whoIs(cookie)).toBe('owner');
  });

  it('hold nothing that opens them', async () => {
    const cookie = await given.cookieOf('ada');
    const text = JSON.stringify(await given.accounts.own.sessions(actor));
    expect(text).not.toContain(cookie.split('=')[1]?.slice(0, 20));
    expect(text).not.toContain((await given.core.clientSessions.current(cookie))?.key);
  });
});

describe('whoever has no account', () => {
  it('is told so: the holder of the token, the machine, somebody deleted, somebody disabled (S6)', async () => {
    const { own, users } = given.accounts;
    const machine = { ...MACHINE, sessionId: null };
    const stale = actor;
    const attempts = (by: OwnActor) => [
      () => own.get(by),
      () => own.updateProfile(by, { displayName: 'x' }),
      () => change(PASSWORD, OTHER_PASSWORD, by),
      () => own.sessions(by),
      () => own.endSession(by, 'x'),
      () => own.endOtherSessions(by),
    ];
    for (const attempt of attempts(machine)) expect(await faultOf(attempt())).toBe('accounts/no-account');
    await users.update(MACHINE, ada, { status: 'disabled' });
    for (const attempt of attempts(stale)) expect(await faultOf(attempt())).toBe('accounts/not-allowed');
    await users.delete(MACHINE, ada);
    for (const attempt of attempts(stale)) expect(await faultOf(attempt())).toBe('accounts/no-account');
  });
});
