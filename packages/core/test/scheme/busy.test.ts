/**
 * A server that has no room for another password to verify.
 */

import { describe, expect, it } from '@jest/globals';
import { REFUSED, type Verifier } from '../../src/scheme/scheme.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { givenCore, outcomeOf } from '../fixture/given-core.ts';
import { viewOf } from '../fixture/view.ts';

const ADDRESS = '192.0.2.1';

function given(...more: readonly Verifier[]) {
  const calls: string[] = [];
  const state = { isBusy: true };
  const memory = createMemoryStore({ now: Date.now });
  const store = {
    ...memory,
    increment: (key: string, windowMs: number) => {
      calls.push('increment');
      return memory.increment(key, windowMs);
    },
  };
  const verifier: Verifier = {
    name: 'busy',
    assertReady() {
      if (state.isBusy) throw new Error('busy');
    },
    accountOf() {
      calls.push('accountOf');
      return null;
    },
    verify() {
      calls.push('verify');
      return REFUSED;
    },
  };
  const { core } = givenCore({ store, schemes: [], verifiers: [verifier, ...more], basicPasswords: true });
  const byForm = async (): Promise<string> => {
    const attempt = { name: 'ada', password: 'wrong', isLocal: false };
    const client = { clientAddress: ADDRESS, cookieHeader: undefined };
    return core.signIn.withPassword(attempt, client).then(
      ({ kind }) => kind,
      (error: Error) => error.message,
    );
  };
  const byHeader = async () => {
    const headers = { authorization: `Basic ${Buffer.from('ada:wrong').toString('base64')}` };
    return outcomeOf(await core.begin(viewOf('/', { headers, remoteAddress: ADDRESS })));
  };
  return { calls, state, byForm, byHeader };
}

describe('an attempt that nobody could verify', () => {
  it('is refused before a name is looked up or anything is counted (F26)', async () => {
    const { calls, state, byForm, byHeader } = given();
    expect(await byForm()).toBe('busy');
    expect(calls).toEqual([]);
    expect(await byHeader()).toBe(503);
    expect(calls).not.toContain('accountOf');
    state.isBusy = false;
    expect(await byForm()).toBe('refused');
    expect(calls).toContain('verify');
  });

  it('is looked at when one of several verifiers is ready (F26)', async () => {
    const { calls, byForm, byHeader } = given({ name: 'ready', verify: () => REFUSED });
    expect(await byForm()).toBe('refused');
    expect(await byHeader()).toBe(401);
    expect(calls).toContain('accountOf');
  });
});
