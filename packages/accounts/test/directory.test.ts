import type { DurableChange, DurableStore } from '@doorward/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { createDirectory, createPasswordHasher } from '../src/index.ts';
import { type Given, givenAccounts, OWNER_PASSWORD, PASSWORD } from './fixture/given-accounts.ts';

const heavier = createPasswordHasher({ parameters: { memoryKiB: 16, passes: 2 } });
const WRONG = 'tundra cello pebble marigold';

let given: Given;
beforeEach(async () => {
  given = await givenAccounts();
  await given.user('active');
  await given.user('disabled', { status: 'disabled' });
  await given.user('pending', { status: 'pending' });
  await given.accounts.users.create(await given.actor(given.owner.id), { username: 'invited' });
  const odd = await given.user('odd');
  await given.store.write((writer) => writer.putUser({ ...odd, status: 'Active' as never }));
});

/** All that somebody outside gets to know of a sign-in, and what it cost. */
async function outside(name: string, password: string, cookieHeader?: string): Promise<unknown> {
  const before = { ...given.hashing };
  const outcome = await given.signIn(name, password, { cookieHeader });
  return { outcome, verified: given.hashing.verified - before.verified, made: given.hashing.made - before.made };
}

describe('before the right password', () => {
  it('unknown, wrong, disabled, pending and invited are the same, at the same cost (A77, decision 13)', async () => {
    const first = await outside('active', WRONG);
    expect(first).toEqual({ outcome: { kind: 'refused' }, verified: 1, made: 0 });
    for (const name of [
      'nobody',
      'disabled',
      'pending',
      'invited',
      '',
      'x'.repeat(10_000),
      'a\0b',
      '__proto__',
      'ac tive',
    ])
      expect([name.slice(0, 20), await outside(name, WRONG)]).toEqual([name.slice(0, 20), first]);
    expect(await outside('disabled', PASSWORD)).toEqual(first);
    expect(await outside('invited', '')).toEqual(first);
  });

  it('the store of sessions is asked as often, whether there is such an account or not (A77)', async () => {
    const asked: string[] = [];
    given = await givenAccounts({
      wrapExpiring: (store) => ({
        ...store,
        get(kind, key) {
          asked.push(key);
          return store.get(kind, key);
        },
      }),
    });
    await given.user('active');
    const cookie = `doorward_test=${'x'.repeat(43)}`;
    const counts: number[] = [];
    for (const name of ['active', 'nobody']) {
      asked.length = 0;
      await outside(name, WRONG, cookie);
      counts.push(asked.length);
    }
    expect(counts[0]).toBe(counts[1]);
  });

  it('too many guesses look the same for an account and for none (A77)', async () => {
    const outcomes: unknown[] = [];
    for (const name of ['active', 'disabled', 'pending', 'nobody']) {
      for (let i = 0; i < 10; i += 1) await given.signIn(name, `${WRONG} ${i}`, { clientAddress: `198.51.100.${i}` });
      outcomes.push(await given.signIn(name, WRONG, { clientAddress: '198.51.100.99' }));
    }
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(
      new Set(['{"kind":"limited","retryAfterSeconds":900}']),
    );
  });
});

describe('with the right password', () => {
  it('who is active is signed in, by username and e-mail address in any spelling (L6)', async () => {
    await given.user('Straße', { email: 'Ada@X.example' });
    for (const name of ['Straße', 'STRASSE', ' strasse ', 'ada@x.example', 'ＡＤＡ@x.example'])
      expect([name, (await given.signIn(name, PASSWORD)).kind]).toEqual([name, 'signed-in']);
  });

  it('who waits for approval is told so, and gets no session; then an owner lets him in (A68)', async () => {
    expect(await given.signIn('pending', PASSWORD)).toEqual({ kind: 'waiting' });
    const user = await given.store.userBy('pending');
    await given.accounts.users.update(await given.actor(given.owner.id), user?.id as string, { status: 'active' });
    expect((await given.signIn('pending', PASSWORD)).kind).toBe('signed-in');
  });

  it('a status that is none of ours lets nobody in', async () => {
    expect(await given.signIn('odd', PASSWORD)).toEqual({ kind: 'refused' });
  });

  it('who has to change it has to before anything else (V8)', async () => {
    await given.user('told', { mustChangePassword: true });
    const cookieHeader = await given.cookieOf('told');
    expect((await given.core.clientSessions.current(cookieHeader))?.decision).toMatchObject({
      obligation: 'change-password',
    });
  });

  it('it never expires: ten years later it is still good (V8)', async () => {
    given.advance(10 * 365 * 24 * 3600 * 1000);
    expect((await given.signIn('active', PASSWORD)).kind).toBe('signed-in');
  });

  it('the time of the sign-in is noted, and ends no session', async () => {
    const cookie = await given.cookieOf('active');
    given.advance(5000);
    await given.cookieOf('active');
    expect((await given.store.userBy('active'))?.lastSignInAt).toBe(given.now());
    expect(await given.whoIs(cookie)).toBe('active');
  });
});

describe('a hash of another system', () => {
  const makers: readonly (readonly [string, () => Promise<string>])[] = [
    ['bcrypt', () => bcrypt(PASSWORD, { cost: 4 })],
    ['argon2id of other parameters', () => heavier.hash(PASSWORD)],
  ];
  it.each(makers)('%s gives way to one of ours with the next sign-in, and the version stays', async (_kind, make) => {
    const passwordHash = await make();
    const user = await given.user('moved', { password: undefined as never, passwordHash });
    expect((await given.signIn('moved', WRONG)).kind).toBe('refused');
    expect((await given.record(user.id)).passwordHash).toBe(passwordHash);
    const cookie = await given.cookieOf('moved');
    const after = await given.record(user.id);
    expect([after.version, after.passwordHash?.startsWith('$argon2id$v=19$m=8,t=1,p=1$')]).toEqual([1, true]);
    expect(await given.whoIs(cookie)).toBe('moved');
    given.hashing.made = 0;
    await given.cookieOf('moved');
    expect(given.hashing.made).toBe(0);
  });

  it('that was changed while it was made anew is not put back', async () => {
    const passwordHash = await heavier.hash(PASSWORD);
    const user = await given.user('moved', { password: undefined as never, passwordHash });
    const signingIn = given.signIn('moved', PASSWORD);
    const changed = 'harvest pylon quiet umbrella';
    await given.accounts.users.update(await given.actor(given.owner.id), user.id, { password: changed });
    await signingIn;
    expect((await given.signIn('moved', PASSWORD)).kind).toBe('refused');
    expect((await given.signIn('moved', changed)).kind).toBe('signed-in');
  });

  it('is kept when it cannot be made anew, and the sign-in goes on', async () => {
    const passwordHash = await heavier.hash(OWNER_PASSWORD);
    const broken = await givenAccounts({
      wrapDurable: (store) => {
        let writes = 0;
        return {
          ...store,
          write: (work) => (++writes > 2 ? Promise.reject(new Error('read only')) : store.write(work)),
        };
      },
    });
    await broken.user('moved', { password: undefined as never, passwordHash });
    expect((await broken.signIn('moved', OWNER_PASSWORD)).kind).toBe('signed-in');
    expect(broken.errors).toEqual([new Error('read only')]);
  });
});

it('sessions hear of a user who changed, and of all when changes may have been missed, but not of a key', () => {
  const listeners = new Set<(change: DurableChange) => void>();
  const subscribe: DurableStore['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const { subjects } = createDirectory({
    ...given,
    hasPasswords: true,
    store: { ...given.store, subscribe },
    onError: () => undefined,
  });
  const heard: (string | null)[] = [];
  subjects.onChange((subject) => heard.push(subject));
  const changes: readonly DurableChange[] = [{ kind: 'key', id: 'k' }, { kind: 'user', id: 'u' }, { kind: 'all' }];
  for (const change of changes) for (const listener of listeners) listener(change);
  expect(heard).toEqual(['u', null]);
});
