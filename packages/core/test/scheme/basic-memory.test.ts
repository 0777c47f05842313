/**
 * Name and password with every request: what is remembered of a right one, and until when.
 */

import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../../src/access/principal.ts';
import type { CoreOptions } from '../../src/core-options.ts';
import type { Verifier } from '../../src/scheme/scheme.ts';
import type { Subjects } from '../../src/session/subjects.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { givenCore, outcomeOf } from '../fixture/given-core.ts';
import { viewOf } from '../fixture/view.ts';

const encoded = (name: string, password: string): string => Buffer.from(`${name}:${password}`).toString('base64');

function given(options: Partial<CoreOptions> = {}) {
  const state = { password: 'right', version: 1, verified: 0 };
  const listeners = new Set<(subject: string | null) => void>();
  const principal = createPrincipal({ subject: 'ada', name: 'Ada', method: 'password' });
  const verifier: Verifier = {
    name: 'test',
    accountOf: (name) => (name === 'ada' ? 'ada' : null),
    verify({ name, password }) {
      state.verified += 1;
      const isRight = name === 'ada' && password === state.password;
      return isRight ? { kind: 'verified', principal, version: state.version } : { kind: 'refused' };
    },
  };
  const subjects: Subjects = {
    current: (_subject, version) => (version === state.version ? principal : null),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const made = givenCore({ schemes: [], verifiers: [verifier], subjects, basicPasswords: true, ...options });
  const ask = async (password: string, remoteAddress = '192.0.2.1', name = 'ada') => {
    const headers = { authorization: `Basic ${encoded(name, password)}` };
    return made.core.begin(viewOf('/reports', { headers, remoteAddress }));
  };
  const status = async (...asked: Parameters<typeof ask>) => outcomeOf(await ask(...asked));
  const change = (more: Partial<typeof state>, subject: string | null = 'ada'): void => {
    Object.assign(state, more);
    for (const listener of listeners) listener(subject);
  };
  return { ...made, state, ask, status, change };
}

/** The same with a verifier that finds out at once, and says so when it is released. */
function givenHeld() {
  const waiting: (() => void)[] = [];
  let isReleased = false;
  const held = {
    password: 'right',
    looked: 0,
    async isWaitedFor(times: number): Promise<void> {
      for (let turn = 0; held.looked < times && turn < 1_000; turn += 1) await new Promise(setImmediate);
    },
    release(): void {
      isReleased = true;
      for (const go of waiting) go();
    },
  };
  const principal = createPrincipal({ subject: 'ada', method: 'password' });
  const verifier: Verifier = {
    name: 'held',
    async verify({ password }) {
      const isRight = password === held.password;
      held.looked += 1;
      if (!isReleased) await new Promise<void>((resolve) => waiting.push(resolve));
      return isRight ? { kind: 'verified', principal, version: 1 } : { kind: 'refused' };
    },
  };
  return { ...given({ verifiers: [verifier] }), held };
}

describe('a right password', () => {
  it('is verified once for an address, and then remembered for five minutes', async () => {
    const { state, status, advance } = given();
    for (let n = 0; n < 3; n += 1) expect(await status('right')).toBe('continue');
    expect(state.verified).toBe(1);
    expect(await status('right', '192.0.2.2')).toBe('continue');
    expect(state.verified).toBe(2);
    advance(5 * 60_000);
    expect(await status('right')).toBe('continue');
    expect(state.verified).toBe(3);
  });

  it('is recalled by how it came: other bits behind the same text are verified anew', async () => {
    const { core, state } = given();
    state.password = 'right1';
    const right = encoded('ada', 'right1');
    const same = right.replace(/Q==$/, 'R==');
    expect([same === right, Buffer.from(same, 'base64').toString()]).toEqual([false, 'ada:right1']);
    const statusOf = async (authorization: string) =>
      outcomeOf(await core.begin(viewOf('/', { headers: { authorization }, remoteAddress: '192.0.2.1' })));
    for (const [authorization, times] of [
      [`Basic ${right}`, 1],
      [`bASIC \t ${right} `, 1],
      [`Basic ${same}`, 2],
    ] as const) {
      expect([await statusOf(authorization), state.verified]).toEqual(['continue', times]);
    }
    for (const altered of [right.slice(0, -2), `${right}=`, right.toLowerCase(), `${right}${right}`]) {
      expect(await statusOf(`Basic ${altered}`)).toBe(401);
    }
  });

  it('is forgotten with any change of its account, and of all accounts at once (A19, S4)', async () => {
    const { status, change } = given();
    expect(await status('right')).toBe('continue');
    change({ password: 'other', version: 2 });
    expect([await status('right'), await status('other')]).toEqual([401, 'continue']);
    change({ password: 'third', version: 3 }, null);
    expect([await status('other'), await status('third')]).toEqual([401, 'continue']);
  });

  it('that was changed after it was found right is not remembered (A19)', async () => {
    const { held, status, change } = givenHeld();
    const asked = status('right');
    await held.isWaitedFor(1);
    held.password = 'other';
    change({});
    held.release();
    expect(await asked).toBe('continue');
    expect([await status('right'), await status('other')]).toEqual([401, 'continue']);
  });

  it('that was changed after it was found right lets nobody in who came later (A19)', async () => {
    const { held, status, change } = givenHeld();
    const before = status('right');
    await held.isWaitedFor(1);
    held.password = 'other';
    change({});
    const after = status('right');
    await held.isWaitedFor(2);
    held.release();
    expect([await before, await after]).toEqual(['continue', 401]);
  });

  it('is remembered where changes by others are heard of, and nowhere else', async () => {
    const store = { ...createMemoryStore(), mayCache: () => false };
    const { state, status } = given({ store });
    for (let n = 0; n < 3; n += 1) expect(await status('right')).toBe('continue');
    expect(state.verified).toBe(3);
  });

  it('lets in as long as the account is what it was (W3)', async () => {
    const { ask, change } = given();
    const decision = await ask('right');
    const standing = decision.kind === 'continue' ? decision.standing : null;
    expect(await standing?.holds()).toBe(true);
    change({ version: 2 });
    expect(await standing?.holds()).toBe(false);
  });
});

describe('guesses beside a remembered password', () => {
  it('are answered alike, right or wrong, once they are too many at the account (V1, V16)', async () => {
    const { status, advance } = given();
    expect(await status('right')).toBe('continue');
    for (let n = 0; n < 10; n += 1) expect(await status(`wrong ${n}`)).toBe(401);
    expect([await status('wrong'), await status('right'), await status('right')]).toEqual([429, 429, 429]);
    advance(15 * 60_000);
    expect(await status('right')).toBe('continue');
  });

  it('are answered alike once they are too many of the address (L7, V16)', async () => {
    const { status } = given();
    expect(await status('right')).toBe('continue');
    for (let n = 0; n < 20; n += 1) expect(await status('wrong', '192.0.2.1', `name ${n}`)).toBe(401);
    expect([await status('wrong', '192.0.2.1', 'name'), await status('right')]).toEqual([429, 429]);
    expect(await status('right', '192.0.2.3')).toBe('continue');
  });

  it('by others leave who is remembered elsewhere alone (F32)', async () => {
    const { status } = given();
    expect(await status('right')).toBe('continue');
    for (let n = 0; n < 12; n += 1) await status(`wrong ${n}`, '198.51.100.7');
    expect([await status('right', '198.51.100.7'), await status('right')]).toEqual([429, 'continue']);
  });
});
