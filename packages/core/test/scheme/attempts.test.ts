import { describe, expect, it } from '@jest/globals';
import { createAttempts } from '../../src/scheme/attempts.ts';
import type { ExpiringStore } from '../../src/store/expiring-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { givenCore, outcomeOf, TOKEN } from '../fixture/given-core.ts';
import { later } from '../fixture/stores.ts';
import { viewOf } from '../fixture/view.ts';

function given() {
  const clock = { time: 1_000_000 };
  const now = (): number => clock.time;
  const store = createMemoryStore({ now });
  return { clock, store, attempts: createAttempts(store, now) };
}

describe('wrong guesses', () => {
  it('are counted one by one up to the limit, which says how long it lasts (V1)', async () => {
    const { attempts, clock } = given();
    for (let i = 0; i < 20; i += 1) {
      expect([i, await attempts.limit('9.9.9.9')]).toEqual([i, null]);
      await attempts.fail('9.9.9.9', `guess-${i}`);
    }
    expect(await attempts.limit('9.9.9.9')).toBe(900);
    clock.time += 899_001;
    expect(await attempts.limit('9.9.9.9')).toBe(1);
    clock.time += 999;
    expect(await attempts.limit('9.9.9.9')).toBeNull();
  });

  it('that are the same are one, for one client, and another for the next (V1)', async () => {
    const { attempts, store } = given();
    for (let i = 0; i < 100; i += 1) await attempts.fail('9.9.9.9', 'stale');
    await attempts.fail('8.8.8.8', 'stale');
    expect(await store.count('attempts:9.9.9.9')).toMatchObject({ count: 1 });
    expect(await store.count('attempts:8.8.8.8')).toMatchObject({ count: 1 });
  });

  it('are kept as hashes, and not without end (S17, F31)', async () => {
    const keys: string[] = [];
    const store = createMemoryStore();
    const increment: typeof store.increment = (key, ms) => {
      keys.push(key);
      return store.increment(key, ms);
    };
    const attempts = createAttempts({ ...store, increment }, Date.now);
    for (let i = 0; i < 5000; i += 1) await attempts.fail('9.9.9.9', `wr0ng-${i}`);
    expect(new Set(keys)).toEqual(new Set(['attempts:9.9.9.9']));
  });

  it('of one /64 are one client’s, and of an address that cannot be told everybody’s (L7)', async () => {
    const { attempts } = given();
    for (let i = 0; i < 20; i += 1) await attempts.fail(`2001:db8:1:2:0:0:0:${i.toString(16)}`, `guess-${i}`);
    expect(await attempts.limit('2001:db8:1:2:ffff:0:0:1')).not.toBeNull();
    expect(await attempts.limit('2001:db8:1:3:0:0:0:1')).toBeNull();
    for (let i = 0; i < 20; i += 1) await attempts.fail('', `guess-${i}`);
    expect(await attempts.limit('')).not.toBeNull();
  });

  it('in parallel are hardly more than one by one, also where the store answers later (property 16, V1)', async () => {
    for (const wrap of [later, (store: ExpiringStore) => store]) {
      const { core } = givenCore({ store: wrap(createMemoryStore()), now: Date.now });
      const headers = (bearer: string) => ({ headers: { authorization: `Bearer ${bearer}` } });
      const guess = async (bearer: string) => outcomeOf(await core.begin(viewOf('/', headers(bearer))));
      const outcomes = await Promise.all(Array.from({ length: 200 }, (_, i) => guess(`wrong-${i}`)));
      expect(outcomes.filter((outcome) => outcome === 401).length).toBeLessThanOrEqual(40);
      expect(await guess(TOKEN)).toBe(429);
    }
  });

  it('at the login form in parallel are hardly more than one by one (property 16, V1)', async () => {
    for (const wrap of [later, (store: ExpiringStore) => store]) {
      const { core } = givenCore({ store: wrap(createMemoryStore()), now: Date.now });
      const client = { clientAddress: '9.9.9.9', cookieHeader: undefined };
      const guess = async (password: string) =>
        (await core.signIn.withPassword({ name: '', password, isLocal: true }, client)).kind;
      const outcomes = await Promise.all(Array.from({ length: 200 }, (_, i) => guess(`wrong-${i}`)));
      expect(outcomes.filter((outcome) => outcome === 'refused').length).toBeLessThanOrEqual(40);
      expect(await guess(TOKEN)).toBe('limited');
    }
  });
});
