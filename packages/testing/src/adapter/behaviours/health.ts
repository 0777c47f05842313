import { createMemoryDurableStore, createMemoryStore, type DurableStore, type ExpiringStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { PAGE, SCRIPT, setCookies } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

const KINDS: readonly Readonly<Record<string, string>>[] = [
  {},
  PAGE,
  SCRIPT,
  { authorization: 'Bearer wrong' },
  { host: '10.0.0.7:3000', 'user-agent': 'kube-probe/1.32' },
];

export function health(harness: AdapterHarness): void {
  const { store, switches } = storeThatGoesAway();

  withFixture('health', harness, { options: { store, publicUrl: 'https://own.example' } }, (get) => {
    it('is told to everybody, in one word, and to no cache', async () => {
      for (const path of ['/auth/live', '/auth/ready']) {
        for (const headers of KINDS) {
          const answer = await get().http.get(path).set(headers);
          expect([path, headers, answer.status, answer.text]).toEqual([path, headers, 200, '{"status":"ok"}']);
          expect([answer.headers['cache-control'], setCookies(answer.headers)]).toEqual(['no-store', []]);
          expect(answer.headers['content-type']).toBe('application/json');
        }
        expect((await get().http.head(path)).status).toBe(200);
        expect((await get().http.post(path)).status).toBe(405);
      }
    });

    it('is 503 while the store is away, and says nothing of it; the process lives (F1, F2)', async () => {
      for (const fails of ['throws', 'hangs'] as const) {
        switches.how = fails;
        const unready = await until(503, async () => get().http.get('/auth/ready'));
        expect([unready.text, unready.headers['retry-after']]).toEqual(['{"status":"unavailable"}', '1']);
        expect((await get().http.get('/auth/live')).status).toBe(200);
        switches.how = 'well';
        expect((await until(200, async () => get().http.get('/auth/ready'))).text).toBe('{"status":"ok"}');
      }
    });
  });

  const { durableStore, switches: users } = usersThatGoAway();
  const withUsers = { accounts: true, durableStore, store: createMemoryStore() };
  withFixture('health with accounts', harness, { options: withUsers }, (get) => {
    it('is 503 while the store of the users is away (F7)', async () => {
      expect((await get().http.get('/auth/ready')).status).toBe(200);
      users.isAway = true;
      expect((await until(503, async () => get().http.get('/auth/ready'))).text).toBe('{"status":"unavailable"}');
      users.isAway = false;
      expect((await until(200, async () => get().http.get('/auth/ready'))).status).toBe(200);
    });
  });
}

/** With the users in it. */
function usersThatGoAway(): { readonly durableStore: DurableStore; readonly switches: { isAway: boolean } } {
  const memory = createMemoryDurableStore();
  const switches = { isAway: false };
  const durableStore: DurableStore = {
    ...memory,
    setting(name) {
      if (switches.isAway) throw new Error('connection refused');
      return memory.setting(name);
    },
  };
  return { durableStore, switches };
}

/** An answer is remembered for a second. */
async function until<T extends { readonly status: number }>(status: number, ask: () => Promise<T>): Promise<T> {
  const end = performance.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer.status === status || performance.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function storeThatGoesAway(): {
  readonly store: ExpiringStore;
  readonly switches: { how: 'well' | 'throws' | 'hangs' };
} {
  const memory = createMemoryStore();
  const switches: { how: 'well' | 'throws' | 'hangs' } = { how: 'well' };
  const store: ExpiringStore = {
    ...memory,
    count(key) {
      if (switches.how === 'throws') throw new Error('connection refused');
      return switches.how === 'hangs' ? new Promise(() => undefined) : memory.count(key);
    },
  };
  return { store, switches };
}
