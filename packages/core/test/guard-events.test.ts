/**
 * The events that the decision writes.
 */

import { describe, expect, it } from '@jest/globals';
import type { AuthEvent } from '../src/event/auth-event.ts';
import { createMemoryStore } from '../src/store/memory-store.ts';
import { givenCore, now, TOKEN } from './fixture/given-core.ts';
import { away } from './fixture/stores.ts';
import { viewOf } from './fixture/view.ts';

const BEARER = { authorization: `Bearer ${TOKEN}` };

describe('events', () => {
  it('tell who, when, from where and why, and never a secret (A100, V56, S17)', async () => {
    const seen: AuthEvent[] = [];
    const given = givenCore({ events: [(event) => seen.push(event)] });
    const cookie = await given.signIn();
    now(given.core.begin(viewOf('/', { headers: { authorization: 'Bearer wr0ng' } })));
    await given.core.signIn.end({ clientAddress: '9.9.9.9', cookieHeader: cookie });
    const unused = { target: null, targetName: null, detail: null };
    expect(seen).toEqual([
      {
        ...unused,
        type: 'login',
        time: '2026-01-01T00:00:00.000Z',
        subject: 'token',
        name: 'token',
        method: 'token',
        clientAddress: '127.0.0.1',
        reason: null,
      },
      {
        ...unused,
        type: 'login-failure',
        time: '2026-01-01T00:00:00.000Z',
        subject: null,
        name: null,
        method: null,
        clientAddress: '127.0.0.1',
        reason: 'core/invalid-credential',
      },
      {
        ...unused,
        type: 'logout',
        time: '2026-01-01T00:00:00.000Z',
        subject: 'token',
        name: 'token',
        method: 'token',
        clientAddress: '9.9.9.9',
        reason: null,
      },
    ]);
  });

  it('tell of a denial what was missing (A90, V56)', () => {
    const given = givenCore();
    const decision = now(given.core.begin(viewOf('/', { headers: BEARER })));
    if (decision.kind !== 'continue') throw new Error('not let in');
    void given.core.authorize(decision, { roles: ['admin'] }, viewOf('/'));
    expect(given.events.at(-1)).toMatchObject({ type: 'denied', subject: 'token', reason: 'missing role admin' });
  });

  it('of a store that is away come once for the change, not for every request (F1 g)', async () => {
    const memory = createMemoryStore();
    const cookie = await givenCore({ store: memory, now: Date.now }).signIn();
    const given = givenCore({ store: away(memory, 'throws', () => true), now: Date.now });
    for (let i = 0; i < 100; i += 1) await given.core.begin(viewOf('/', { headers: { cookie } }));
    expect(given.events.length).toBeLessThanOrEqual(2);
  });
});
