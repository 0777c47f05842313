import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashSecret, randomSecret } from '../../src/secret/secret-value.ts';
import type { StoredRecord } from '../../src/store/expiring-store.ts';
import { runs } from '../fixture/random.ts';
import { later } from '../fixture/stores.ts';
import { ADA, end, FACTS, givenSessions } from './given-sessions.ts';

describe('a session', () => {
  it('is kept by its hash alone: no store sees the secret (A60, V24)', async () => {
    const keys: string[] = [];
    const { sessions } = givenSessions((store) => ({
      ...store,
      create: (kind, key, record) => {
        keys.push(key, JSON.stringify(record));
        return store.create(kind, key, record);
      },
    }));
    const { secret } = await sessions.create(ADA, FACTS);
    expect(keys[0]).toBe(hashSecret(secret));
    expect(keys.join()).not.toContain(secret);
  });

  it('is found by its secret and by nothing else (V24)', async () => {
    const { sessions } = givenSessions();
    const { secret, session } = await sessions.create(ADA, FACTS);
    expect(sessions.find(secret)).toBe(session);
    for (const other of [
      '',
      'x',
      secret.slice(1),
      `${secret}x`,
      secret.toUpperCase(),
      hashSecret(secret),
      session.info.id,
      randomSecret(),
      '__proto__',
      '\0'.repeat(43),
      'é'.repeat(43),
    ]) {
      expect([other, sessions.find(other)]).toEqual([other, null]);
    }
  });

  it('has a public id that opens nothing', async () => {
    const { sessions } = givenSessions();
    const { session } = await sessions.create(ADA, FACTS);
    expect(session.info.id).toMatch(/^[\w-]{16}$/);
    expect(JSON.stringify(session.decision)).not.toContain(session.key);
  });

  it('ends at its limits exactly, however the clock walks (property 13, V23)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 12 }), async (steps) => {
        const { sessions, clock } = givenSessions();
        const started = clock.time;
        const { secret } = await sessions.create(ADA, FACTS);
        let [seen, alive] = [started, true];
        for (const step of steps) {
          clock.time += step;
          alive &&= clock.time - seen < 600_000 && clock.time - started < 3_600_000;
          expect(sessions.find(secret) !== null).toBe(alive);
          if (alive) seen = clock.time;
        }
      }),
      runs(500),
    );
  });

  it('keeps its limits for an instance that reads it from the store (V23, A59)', async () => {
    const { another, sessions, clock } = givenSessions();
    const { secret } = await sessions.create(ADA, FACTS);
    clock.time += 599_000;
    expect(await another().find(secret)).not.toBeNull();
    clock.time += 599_000;
    const replica = another();
    expect(await replica.find(secret)).not.toBeNull();
    clock.time += 600_000;
    expect(await replica.find(secret)).toBeNull();
    expect(await another().find(secret)).toBeNull();
  });

  it('does not live longer because the clock was set back (F18)', async () => {
    const { sessions, clock } = givenSessions();
    const { secret } = await sessions.create(ADA, FACTS);
    clock.time -= 3_600_000;
    expect(sessions.find(secret)).not.toBeNull();
    clock.time += 3_600_000 + 600_000;
    expect(sessions.find(secret)).toBeNull();
  });

  it('tells the store of activity now and then, not of every request (F5)', async () => {
    let extended = 0;
    const { sessions, clock } = givenSessions((store) => ({
      ...store,
      extend: (...all) => {
        extended += 1;
        return store.extend(...all);
      },
    }));
    const { secret } = await sessions.create(ADA, FACTS);
    for (let i = 0; i < 1000; i += 1) {
      clock.time += 500;
      expect(sessions.find(secret)).not.toBeNull();
    }
    expect(extended).toBeGreaterThan(5);
    expect(extended).toBeLessThan(12);
  });

  it('whose activity cannot be told to the store lives on as long as the store knew (F1)', async () => {
    for (const fail of [
      () => Promise.reject(new Error('away')),
      () => {
        throw new Error('away');
      },
    ]) {
      const { sessions, clock } = givenSessions((store) => ({ ...store, extend: fail }));
      const { secret } = await sessions.create(ADA, FACTS);
      clock.time += 300_000;
      expect(sessions.find(secret)).not.toBeNull();
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('gives the principal that it was made for, with roles and permissions, also from the store', async () => {
    const { sessions, another } = givenSessions(later);
    const { secret } = await sessions.create(ADA, FACTS);
    expect((await another().find(secret))?.decision.principal).toEqual(ADA);
  });
});

describe('a session of which the store lost or spoilt the record', () => {
  const spoilt: readonly unknown[] = [
    null,
    undefined,
    0,
    '',
    'text',
    [],
    {},
    { principal: null },
    { principal: {}, createdAt: 0, expiresAt: 9e15 },
    { principal: { subject: 'x' }, createdAt: 0, expiresAt: 9e15 },
    { principal: { subject: 5, method: 'token' }, createdAt: 0, expiresAt: 9e15 },
    { principal: { subject: 'x', method: 'token' }, createdAt: 0 },
    { principal: { subject: 'x', method: 'token' }, createdAt: 0, expiresAt: 'never' },
    { principal: { subject: 'x', method: 'token' }, createdAt: 0, expiresAt: null },
    { principal: { subject: 'x', method: 'token' }, createdAt: 0, expiresAt: Number.NaN },
    { principal: { subject: 'x', method: 'token' }, createdAt: 0, expiresAt: Number.POSITIVE_INFINITY },
    { principal: { subject: 'x', method: 'token', roles: 5 }, createdAt: 0, expiresAt: 9e15 },
    { principal: { subject: 'x', method: 'token', roles: 'admin' }, createdAt: 0, expiresAt: 9e15 },
    { principal: { subject: 'x', method: 'token', permissions: '*' }, createdAt: 0, expiresAt: 9e15 },
    { principal: { subject: 'x', method: 'token', permissions: { 0: '*', length: 1 } }, createdAt: 0, expiresAt: 9e15 },
    { principal: { subject: 'x', method: 'token', permissions: [{}] }, createdAt: 0, expiresAt: 9e15 },
    { principal: { subject: 'x', method: 'token', name: { toString: 1 } }, createdAt: 0, expiresAt: 9e15 },
    { principal: Object.freeze({ subject: 'x', name: 'x', method: 'token' }), createdAt: 0, expiresAt: 9e15 },
  ];

  it.each(spoilt.map((value, index) => [index, value] as const))(
    'is no session, and no error (F6): record %i',
    async (_index, value) => {
      const { sessions, store } = givenSessions();
      const secret = randomSecret();
      await store.create('session', hashSecret(secret), { value, owner: 'x', expiresAt: 9e15 } satisfies StoredRecord);
      expect(await sessions.find(secret)).toBeNull();
    },
  );
});

describe('with a store that answers later', () => {
  it('sessions begin, are found and end all the same', async () => {
    const { sessions, another } = givenSessions(later);
    const { secret } = await sessions.create(ADA, FACTS);
    expect(await another().find(secret)).not.toBeNull();
    expect(await end(sessions, secret)).not.toBeNull();
    expect(await sessions.find(secret)).toBeNull();
  });

  it('a cached session needs no answer', async () => {
    const { sessions } = givenSessions(later);
    const { secret } = await sessions.create(ADA, FACTS);
    expect(sessions.find(secret)).not.toBeInstanceOf(Promise);
  });

  it('an unknown one is asked for every time: a later sign-in on another instance is seen', async () => {
    const { sessions, another } = givenSessions(later);
    const replica = another();
    const secret = randomSecret();
    expect(await replica.find(secret)).toBeNull();
    const made = await sessions.create(ADA, FACTS);
    expect(await replica.find(made.secret)).not.toBeNull();
  });
});
