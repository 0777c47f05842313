/**
 * Corpus 4.15: what sinks are told.
 */

import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type AuthEvent, createEvents } from '../../src/event/auth-event.ts';
import { givenCore, now, TOKEN } from '../fixture/given-core.ts';
import { runs } from '../fixture/random.ts';
import { PAGE, viewOf } from '../fixture/view.ts';

const AT = Date.UTC(2026, 0, 1);

function record(facts: Parameters<ReturnType<typeof createEvents>['emit']>[1]): AuthEvent {
  const seen: AuthEvent[] = [];
  createEvents(
    [(event) => seen.push(event)],
    () => AT,
    () => undefined,
  ).emit('denied', facts);
  return seen[0] as AuthEvent;
}

describe('an event', () => {
  it('is one line of JSON, short and without a control character, whatever it was told (S17, V57, corpus 4.15)', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
            fc.constantFrom(
              '\r',
              '\n',
              '\u0000',
              '\u001b[31m',
              '\u2028',
              '\u2029',
              '\u0085',
              '"',
              '\\',
              '%s',
              '%n',
              '\ud800',
            ),
          ),
          maxLength: 400,
        }),
        (text) => {
          const event = record({ subject: text, name: text, method: text, reason: text, clientAddress: '9.9.9.9' });
          for (const field of ['subject', 'name', 'method', 'reason'] as const) {
            expect(event[field]?.length).toBeLessThanOrEqual(256);
            expect(event[field]).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
          }
          const line = JSON.stringify(event);
          expect(line).not.toMatch(/[\r\n\u2028\u2029]/);
          expect(JSON.parse(line)).toMatchObject({ type: 'denied', clientAddress: '9.9.9.9' });
        },
      ),
      runs(1000),
    );
  });

  it('is short for a name of a megabyte (S17)', () => {
    expect(
      JSON.stringify(record({ name: 'x'.repeat(1_000_000), reason: '\u0000'.repeat(1_000_000) })).length,
    ).toBeLessThan(1024);
  });

  it('is frozen, says when in UTC, and has nothing for what is not known', () => {
    const event = record({});
    expect(event).toEqual({
      type: 'denied',
      time: '2026-01-01T00:00:00.000Z',
      subject: null,
      name: null,
      target: null,
      targetName: null,
      method: null,
      clientAddress: '',
      reason: null,
      detail: null,
    });
    expect(Object.isFrozen(event)).toBe(true);
  });

  it('holds what it may know of a principal and nothing besides', () => {
    const more = { subject: 'ada', permissions: ['*'], token: 'sup3rs3cr3t' } as Parameters<typeof record>[0];
    expect(JSON.stringify(record(more))).not.toMatch(/sup3rs3cr3t|\*/);
  });
});

describe('a sink that throws', () => {
  it('harms neither the request nor the other sinks, and is reported once (F38, V60)', async () => {
    const reported: unknown[] = [];
    const seen: AuthEvent[] = [];
    const given = givenCore({
      events: [
        () => {
          throw new Error('disk full');
        },
        (event) => seen.push(event),
      ],
      onError: (error) => reported.push(error),
    });
    const cookie = await given.signIn();
    expect(now(given.core.begin(viewOf('/', { headers: { cookie } }))).kind).toBe('continue');
    expect(now(given.core.begin(viewOf('/', { headers: { ...PAGE, authorization: `Bearer ${TOKEN}` } }))).kind).toBe(
      'continue',
    );
    expect(now(given.core.begin(viewOf('/', { headers: { authorization: 'Bearer wrong' } })))).toMatchObject({
      status: 401,
    });
    expect((await given.core.signIn.end({ clientAddress: '', cookieHeader: cookie })).cookies).toEqual([
      expect.stringMatching(/Max-Age=0/),
    ]);
    expect(seen.map(({ type }) => type)).toEqual(['login', 'login', 'login-failure', 'logout']);
    expect(reported).toHaveLength(1);
  });

  it('harms nobody when the report of it throws as well (F38: logger failure does not block)', async () => {
    const given = givenCore({
      events: [
        () => {
          throw new Error('disk full');
        },
      ],
      onError: () => {
        throw new Error('log is gone too');
      },
    });
    const cookie = await given.signIn();
    expect(now(given.core.begin(viewOf('/', { headers: { cookie } }))).kind).toBe('continue');
    expect(now(given.core.begin(viewOf('/', { headers: { authorization: 'Bearer wrong' } })))).toMatchObject({
      status: 401,
    });
  });

  it('later, as an async function does, leaves no rejection unhandled: that would end the process (F38 b)', async () => {
    const reported: unknown[] = [];
    const rejected = Promise.reject<void>(new Error('disk full'));
    const then = jest.spyOn(rejected, 'then');
    const events = createEvents(
      [() => rejected],
      () => AT,
      (error) => reported.push(error),
    );
    events.emit('login', {});
    const isHandled = then.mock.calls.some(([, onRejected]) => typeof onRejected === 'function');
    rejected.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect([isHandled, reported]).toEqual([true, [new Error('disk full')]]);
  });
});
