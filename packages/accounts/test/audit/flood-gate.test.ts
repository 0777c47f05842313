/**
 * What is kept of events that anybody can cause as often as he likes.
 */

import type { AuthEvent } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createFloodGate } from '../../src/audit/flood-gate.ts';

const NOTHING = { subject: null, name: null, target: null, targetName: null, method: null, detail: null };

function given() {
  let now = 0;
  const gate = createFloodGate(() => now);
  const failure = (more: Partial<AuthEvent> = {}): AuthEvent => ({
    ...NOTHING,
    type: 'login-failure',
    time: '2026-01-01T00:00:00.000Z',
    clientAddress: '192.0.2.1',
    reason: 'core/invalid-credential',
    ...more,
  });
  /** How many of so many are kept. */
  const kept = (times: number, more: (n: number) => Partial<AuthEvent> = () => ({})): readonly AuthEvent[] =>
    Array.from({ length: times }, (_, n) => gate(failure(more(n)))).filter((event) => event !== null);
  const advance = (ms: number): void => {
    now += ms;
  };
  return { kept, advance };
}

describe('of events that anybody can cause', () => {
  it.each(['login-failure', 'throttled'] as const)('60 alike are kept a minute: %s (F30, V56)', (type) => {
    const { kept, advance } = given();
    const events = kept(10_000, () => ({ type }));
    expect(events).toHaveLength(60);
    expect(events.slice(0, -1).every(({ detail }) => detail === null)).toBe(true);
    expect(events.at(-1)?.detail).toMatch(/rest of this minute/);
    advance(60_000);
    expect(kept(3, () => ({ type })).map(({ detail }) => detail)).toEqual([null, null, null]);
  });

  it('a flood hides none of another address, account, reason or kind (V56)', () => {
    const { kept } = given();
    kept(1_000);
    const others: readonly Partial<AuthEvent>[] = [
      { clientAddress: '192.0.2.2' },
      { target: 'u_ada' },
      { reason: 'accounts/waiting' },
      { method: 'password' },
      { type: 'throttled' },
    ];
    for (const other of others) expect([other, kept(1, () => other).length]).toEqual([other, 1]);
  });

  it('a network of IPv6 counts as one address (L7), and what a client writes makes no kind of its own', () => {
    const { kept } = given();
    const more = (n: number) => ({ clientAddress: `2001:db8:0:0:0:0:0:${n.toString(16)}`, name: `name ${n}` });
    expect(kept(500, more)).toHaveLength(60);
  });

  it('all others are kept, however many there are', () => {
    const { kept } = given();
    for (const type of ['login', 'denied', 'key-created'] as const)
      expect(kept(500, () => ({ type }))).toHaveLength(500);
  });

  it('a clock that was set back starts a new minute (F18)', () => {
    const { kept, advance } = given();
    kept(100);
    advance(-3_600_000);
    expect(kept(1)).toHaveLength(1);
  });
});
