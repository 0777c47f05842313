/**
 * Sessions that stand for an account: what becomes of them when it changes (A19, S4, S6, decision 4).
 */

import { afterEach, describe, expect, it } from '@jest/globals';
import { createSessionManager } from '../../src/session/session-manager.ts';
import type { ExpiringStore } from '../../src/store/expiring-store.ts';
import { closeAll, givenSessions, LIMITS, turn } from '../fixture/given-sessions.ts';
import { NO_PROVIDERS } from '../fixture/no-providers.ts';
import { heldBack, later } from '../fixture/stores.ts';

afterEach(closeAll);

describe('a session of an account', () => {
  it('has the account as it is, asked for once, and then served at once (G1)', async () => {
    const { sessions, people, begin, nameOf } = givenSessions();
    const secret = await begin('ada');
    expect(await nameOf(secret)).toBe('Ada');
    const asked = people.asked();
    for (let i = 0; i < 100; i += 1) expect(sessions.find(secret)).not.toBeInstanceOf(Promise);
    expect(people.asked()).toBe(asked);
  });

  it.each([
    ['another version', { version: 2 }],
    ['none', null],
  ])('is over with the very next request when the account is %s', async (_what, change) => {
    const { people, begin, nameOf, another } = givenSessions();
    const [secret, other] = [await begin('ada'), await begin('bob')];
    const replica = another();
    for (const at of [undefined, replica])
      expect([await nameOf(secret, at), await nameOf(other, at)]).toEqual(['Ada', 'Bob']);
    people.set('ada', change);
    for (const at of [undefined, replica])
      expect([await nameOf(secret, at), await nameOf(other, at)]).toEqual([null, 'Bob']);
  });

  it('goes on with the new name when only that changed', async () => {
    const { people, begin, nameOf } = givenSessions();
    const secret = await begin('ada');
    expect(await nameOf(secret)).toBe('Ada');
    people.set('ada', { name: 'Ada Lovelace' });
    expect(await nameOf(secret)).toBe('Ada Lovelace');
  });

  it('goes on with other rights when only those changed', async () => {
    const { sessions, people, begin } = givenSessions();
    const secret = await begin('ada');
    const permissions = async () => (await sessions.find(secret))?.decision.principal?.permissions;
    expect(await permissions()).toEqual([]);
    people.set('ada', { permissions: ['reports:read'] }, null);
    expect(await permissions()).toEqual(['reports:read']);
  });

  it('is looked at again when changes may have been missed', async () => {
    const { people, begin, nameOf } = givenSessions();
    const [secret, other] = [await begin('ada'), await begin('bob')];
    expect([await nameOf(secret), await nameOf(other)]).toEqual(['Ada', 'Bob']);
    people.set('ada', { version: 2 }, null);
    expect([await nameOf(secret), await nameOf(other)]).toEqual([null, 'Bob']);
  });

  it('that is being looked up while the account changes is looked up once more (S5)', async () => {
    const held = heldBack('get');
    const { people, begin, nameOf } = givenSessions((store) => held.wrap(store));
    const secret = await begin('ada');
    const slow = nameOf(secret);
    await turn();
    people.set('ada', { version: 2 });
    await held.releaseAll();
    expect(await slow).toBeNull();
  });

  it('is not remembered by a look-up that heard of the account before its change (S5)', async () => {
    const { people, begin, nameOf } = givenSessions();
    const secret = await begin('ada');
    let release = (): void => undefined;
    people.answerWith((value) => new Promise((resolve) => (release = () => resolve(value))));
    const slow = nameOf(secret);
    await turn();
    people.answerWith((value) => value);
    people.set('ada', { version: 2 });
    release();
    expect(await slow).toBeNull();
    expect(await nameOf(secret)).toBeNull();
  });

  it('is none where nobody knows accounts any more', async () => {
    const { memory, begin, now } = givenSessions();
    const secret = await begin('ada');
    const bare = createSessionManager({ ...NO_PROVIDERS, store: memory, limits: LIMITS, subjects: null, now });
    expect(await bare.find(secret)).toBeNull();
  });

  it('is asked for anew each time while the store may not be trusted to tell of ends', async () => {
    let mayCache = true;
    const { memory, sessions, begin, nameOf, people } = givenSessions((store) => ({
      ...store,
      mayCache: () => mayCache,
    }));
    const secret = await begin('ada');
    const key = (await sessions.find(secret))?.key as string;
    mayCache = false;
    const asked = people.asked();
    for (let i = 0; i < 3; i += 1) expect(await nameOf(secret)).toBe('Ada');
    expect(people.asked()).toBe(asked + 3);
    // As a process does that cannot tell this one.
    const silent = memory.get('session', key);
    await memory.delete('session', key);
    expect(silent).not.toBeNull();
    expect(await nameOf(secret)).toBeNull();
  });
});

describe('a session that is idle here and in use elsewhere', () => {
  it('goes on: the store knows of the use (V23)', async () => {
    for (const wrap of [later, (store: ExpiringStore) => store]) {
      const { clock, another, begin, nameOf } = givenSessions(wrap);
      const secret = await begin('ada');
      const replica = another();
      expect([await nameOf(secret), await nameOf(secret, replica)]).toEqual(['Ada', 'Ada']);
      for (let i = 0; i < 4; i += 1) {
        clock.time += 300_000;
        expect(await nameOf(secret, replica)).toBe('Ada');
        await turn();
      }
      expect(await nameOf(secret)).toBe('Ada');
      clock.time += 600_000;
      expect([await nameOf(secret), await nameOf(secret, replica)]).toEqual([null, null]);
    }
  });

  it('or by a live connection that is older than the last change of the account', async () => {
    const { clock, sessions, people, begin, nameOf } = givenSessions();
    const secret = await begin('ada');
    const session = await sessions.find(secret);
    if (session === null) throw new Error('no session');
    const release = sessions.watch(session);
    people.set('ada', { name: 'Ada Lovelace' });
    expect(await nameOf(secret)).toBe('Ada Lovelace');
    for (let i = 0; i < 70; i += 1) {
      clock.time += 10_000;
      expect(sessions.use(session)).not.toBeNull();
    }
    expect(await nameOf(secret)).toBe('Ada Lovelace');
    release();
  });
});
