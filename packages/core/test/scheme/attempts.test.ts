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

describe('attempts at an account', () => {
  it('that were never checked are nobody’s guesses, and open no window but their own (F26, F32)', async () => {
    const { attempts, clock } = given();
    const ada = { account: 'ada', browser: null };
    const busy = (): Promise<string> => Promise.reject(new Error('busy'));
    const wrong = async (): Promise<string> => 'wrong';
    for (let i = 0; i < 30; i += 1) await expect(attempts.at(ada, busy)).rejects.toThrow('busy');
    for (let i = 0; i < 10; i += 1) expect(await attempts.at(ada, wrong)).toBe('wrong');
    expect(await attempts.at(ada, wrong)).toMatchObject({ waitSeconds: expect.any(Number) });
    clock.time += 901_000;
    for (let i = 0; i < 10; i += 1) expect(await attempts.at(ada, wrong)).toBe('wrong');
    expect(await attempts.at(ada, wrong)).toMatchObject({ waitSeconds: expect.any(Number) });
  });

  const MINUTES = 60 * 1000;
  const DAY = 24 * 60 * MINUTES;
  const ada = { account: 'ada', browser: null };
  const wrong = () => Promise.resolve('wrong');

  it('are ten in fifteen minutes and a hundred in thirty days, counted before they are made (V1)', async () => {
    const { attempts, clock } = given();
    const start = clock.time;
    for (let window = 0; window < 10; window += 1) {
      for (let i = 0; i < 10; i += 1) expect(await attempts.at(ada, wrong)).toBe('wrong');
      expect(await attempts.at(ada, wrong)).toEqual({ waitSeconds: 900 });
      clock.time += 15 * MINUTES;
    }
    expect(await attempts.at(ada, wrong)).toEqual({ waitSeconds: (start + 30 * DAY - clock.time) / 1000 });
    clock.time = start + 30 * DAY;
    expect(await attempts.at(ada, wrong)).toBe('wrong');
  });

  it('that were refused cost no more of them', async () => {
    const { attempts, clock } = given();
    for (let i = 0; i < 500; i += 1) await attempts.at(ada, wrong);
    clock.time += 15 * MINUTES;
    for (let i = 0; i < 10; i += 1) expect(await attempts.at(ada, wrong)).toBe('wrong');
  });

  it('are forgotten after a success, both counts of them (V64)', async () => {
    const { attempts, clock } = given();
    for (let round = 0; round < 30; round += 1) {
      for (let i = 0; i < 9; i += 1) expect([round, await attempts.at(ada, wrong)]).toEqual([round, 'wrong']);
      await attempts.succeeded(ada);
      clock.time += MINUTES;
    }
  });

  it('count for each account and each browser that it knows by themselves (F32)', async () => {
    const { attempts } = given();
    for (let i = 0; i < 11; i += 1) await attempts.at(ada, wrong);
    for (const other of [
      { account: 'bob', browser: null },
      { account: 'ada', browser: 'known' },
      { account: 'ada', browser: 'another' },
    ])
      expect(await attempts.at(other, wrong)).toBe('wrong');
    await attempts.succeeded({ account: 'ada', browser: 'known' });
    expect(await attempts.at(ada, wrong)).toEqual({ waitSeconds: 900 });
  });

  it('sent at once are exactly ten, in two processes and where the store answers later (V1, property 16)', async () => {
    for (const wrap of [later, (store: ExpiringStore) => store]) {
      const store = wrap(createMemoryStore());
      const processes = [createAttempts(store, Date.now), createAttempts(store, Date.now)];
      let made = 0;
      const slow = async (): Promise<string> => {
        made += 1;
        await new Promise((resolve) => setImmediate(resolve));
        return 'wrong';
      };
      const outcomes = await Promise.all(Array.from({ length: 500 }, (_, i) => processes[i % 2]?.at(ada, slow)));
      expect([made, outcomes.filter((outcome) => outcome === 'wrong').length]).toEqual([10, 10]);
    }
  });

  it('that fail on our side are passed on, and hold up nobody', async () => {
    const { attempts } = given();
    for (let i = 0; i < 5; i += 1)
      await expect(attempts.at(ada, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await attempts.at(ada, wrong)).toBe('wrong');
  });

  it('name neither account nor browser to the store (S17)', async () => {
    const keys: string[] = [];
    const store = createMemoryStore();
    const increment: typeof store.increment = (key, ms) => {
      keys.push(key);
      return store.increment(key, ms);
    };
    await createAttempts({ ...store, increment }, Date.now).at(
      { account: 'ada@x.example', browser: 'bro-wser' },
      wrong,
    );
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(key).toMatch(/^attempts:account:[\w-]{43}:(?:minutes|days)$/);
  });
});
