import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPrincipal } from '../../src/access/principal.ts';
import { andThen, type MaybePromise } from '../../src/maybe-promise.ts';
import { hashSecret, randomSecret } from '../../src/secret/secret-value.ts';
import type { LiveSession } from '../../src/session/session.ts';
import { createSessionManager, type SessionManager } from '../../src/session/session-manager.ts';
import type { ExpiringStore, StoredRecord } from '../../src/store/expiring-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { NO_PROVIDERS } from '../fixture/no-providers.ts';
import { runs, seeded } from '../fixture/random.ts';
import { heldBack, later } from '../fixture/stores.ts';

const ADA = createPrincipal({
  subject: 'ada',
  name: 'Ada',
  roles: ['editor'],
  permissions: ['docs:write'],
  method: 'token',
});
const FACTS = { client: { address: '127.0.0.1', userAgent: null }, version: null, obligation: null };
const LIMITS = { idleSeconds: 600, absoluteSeconds: 3600 };

function given(wrap: (store: ExpiringStore) => ExpiringStore = (store) => store, limits = LIMITS) {
  const clock = { time: Date.UTC(2026, 0, 1) };
  const now = (): number => clock.time;
  const memory = createMemoryStore({ now });
  const store = wrap(memory);
  return {
    clock,
    memory,
    store,
    sessions: createSessionManager({ ...NO_PROVIDERS, store, limits, subjects: null, now }),
    another: () => createSessionManager({ ...NO_PROVIDERS, store, limits, subjects: null, now }),
  };
}

/** As signing out does it. */
function end(sessions: SessionManager, secret: string): MaybePromise<LiveSession | null> {
  return andThen(sessions.find(secret), (session) => session && andThen(sessions.endKey(session.key), () => session));
}

describe('a session', () => {
  it('is kept by its hash alone: no store sees the secret (A60, V24)', async () => {
    const keys: string[] = [];
    const { sessions } = given((store) => ({
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
    const { sessions } = given();
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
    const { sessions } = given();
    const { session } = await sessions.create(ADA, FACTS);
    expect(session.info.id).toMatch(/^[\w-]{16}$/);
    expect(JSON.stringify(session.decision)).not.toContain(session.key);
  });

  it('ends at its limits exactly, however the clock walks (property 13, V23)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 12 }), async (steps) => {
        const { sessions, clock } = given();
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
    const { another, sessions, clock } = given();
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
    const { sessions, clock } = given();
    const { secret } = await sessions.create(ADA, FACTS);
    clock.time -= 3_600_000;
    expect(sessions.find(secret)).not.toBeNull();
    clock.time += 3_600_000 + 600_000;
    expect(sessions.find(secret)).toBeNull();
  });

  it('tells the store of activity now and then, not of every request (F5)', async () => {
    let extended = 0;
    const { sessions, clock } = given((store) => ({
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
      const { sessions, clock } = given((store) => ({ ...store, extend: fail }));
      const { secret } = await sessions.create(ADA, FACTS);
      clock.time += 300_000;
      expect(sessions.find(secret)).not.toBeNull();
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('gives the principal that it was made for, with roles and permissions, also from the store', async () => {
    const { sessions, another } = given(later);
    const { secret } = await sessions.create(ADA, FACTS);
    expect((await another().find(secret))?.decision.principal).toEqual(ADA);
  });
});

describe('signing out', () => {
  it('is final in the same process, for the very next request (decision 4, V27)', async () => {
    const { sessions } = given();
    const { secret, session } = await sessions.create(ADA, FACTS);
    expect(await end(sessions, secret)).toBe(session);
    expect(sessions.find(secret)).toBeNull();
    expect(await end(sessions, secret)).toBeNull();
  });

  it('is seen by another instance on the same store at once (property 14, V27)', async () => {
    const { sessions, another } = given();
    const { secret } = await sessions.create(ADA, FACTS);
    const replica = another();
    expect(await replica.find(secret)).not.toBeNull();
    await end(sessions, secret);
    expect(await replica.find(secret)).toBeNull();
  });

  it('is final for a request that asked the store before and hears after (S5, property 12)', async () => {
    const held = heldBack('get');
    const { sessions, another } = given((store) => held.wrap(later(store)));
    const { secret } = await sessions.create(ADA, FACTS);
    const replica = another();
    const slow = replica.find(secret);
    const ending = end(replica, secret);
    await held.releaseLast();
    await ending;
    await held.releaseAll();
    await slow;
    expect(await settled(replica.find(secret), held)).toBeNull();
  });

  it('on another instance is final for a request that asked the store before and hears after (S5, property 12)', async () => {
    const held = heldBack('get');
    const { sessions, another } = given((store) => held.wrap(store));
    const { secret } = await sessions.create(ADA, FACTS);
    const replica = another();
    const slow = replica.find(secret);
    await end(sessions, secret);
    await held.releaseAll();
    expect(await slow).toBeNull();
    expect(await settled(replica.find(secret), held)).toBeNull();
  });

  it('is final under any interleaving of a slow store (S5, property 12)', async () => {
    const random = seeded(61);
    for (let round = 0; round < 60; round += 1) {
      const held = heldBack('get', 'delete');
      const { sessions, another } = given((store) => held.wrap(later(store)));
      const { secret } = await sessions.create(ADA, FACTS);
      const replica = another();
      const doings = [replica.find(secret), replica.find(secret), end(replica, secret), replica.find(secret)];
      let isOver = false;
      const over = Promise.all(doings).then(() => (isOver = true));
      while (!isOver) await held.releaseOne(random);
      await over;
      expect([round, random.seed, await settled(replica.find(secret), held)]).toEqual([round, random.seed, null]);
    }
  });

  it('fails where the store cannot be reached, and then the session is still there (F1, decision 4)', async () => {
    const { sessions } = given((store) => ({ ...store, delete: () => Promise.reject(new Error('away')) }));
    const { secret } = await sessions.create(ADA, FACTS);
    await expect(end(sessions, secret)).rejects.toThrow('away');
    expect(await sessions.find(secret)).not.toBeNull();
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
      const { sessions, store } = given();
      const secret = randomSecret();
      await store.create('session', hashSecret(secret), { value, owner: 'x', expiresAt: 9e15 } satisfies StoredRecord);
      expect(await sessions.find(secret)).toBeNull();
    },
  );
});

describe('with a store that answers later', () => {
  it('sessions begin, are found and end all the same', async () => {
    const { sessions, another } = given(later);
    const { secret } = await sessions.create(ADA, FACTS);
    expect(await another().find(secret)).not.toBeNull();
    expect(await end(sessions, secret)).not.toBeNull();
    expect(await sessions.find(secret)).toBeNull();
  });

  it('a cached session needs no answer', async () => {
    const { sessions } = given(later);
    const { secret } = await sessions.create(ADA, FACTS);
    expect(sessions.find(secret)).not.toBeInstanceOf(Promise);
  });

  it('an unknown one is asked for every time: a later sign-in on another instance is seen', async () => {
    const { sessions, another } = given(later);
    const replica = another();
    const secret = randomSecret();
    expect(await replica.find(secret)).toBeNull();
    const made = await sessions.create(ADA, FACTS);
    expect(await replica.find(made.secret)).not.toBeNull();
  });
});

/** Waits for an answer of a store whose answers are held back. */
async function settled<T>(asked: T | Promise<T>, held: { releaseAll(): Promise<void> }): Promise<T> {
  await held.releaseAll();
  return asked;
}
