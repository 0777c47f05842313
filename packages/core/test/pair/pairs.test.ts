/**
 * Pairs of tokens as two credentials of one session (decision on refresh: RFC 9700 §4.14.2).
 */

import { afterEach, describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../../src/access/principal.ts';
import type { AuthEvent } from '../../src/event/auth-event.ts';
import { createEvents } from '../../src/event/auth-event.ts';
import { createPairTokens } from '../../src/pair/pair-token.ts';
import { createPairs, type PairOptions, type Pairs, type Renewal } from '../../src/pair/pairs.ts';
import { createKeyRing } from '../../src/secret/key-ring.ts';
import { createSessionManager } from '../../src/session/session-manager.ts';
import type { ExpiringStore } from '../../src/store/expiring-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { NO_PROVIDERS } from '../fixture/no-providers.ts';
import { seeded } from '../fixture/random.ts';
import { later } from '../fixture/stores.ts';

const ADA = createPrincipal({ subject: 'ada', permissions: ['docs:read'], method: 'password' });
const FACTS = { client: { address: '127.0.0.1', userAgent: null }, version: null, obligation: null };
const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';
const HOUR = 3600;
const DAY = 24 * HOUR;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function given(options: Partial<PairOptions> = {}) {
  const clock = { time: Date.UTC(2026, 0, 1) };
  const now = (): number => clock.time;
  const events: AuthEvent[] = [];
  const store = createMemoryStore({ now });
  const keys = createKeyRing([SECRET]);
  const instance = (on: ExpiringStore = store): Pairs => {
    const sessions = createSessionManager({
      ...NO_PROVIDERS,
      store: on,
      limits: { idleSeconds: HOUR, absoluteSeconds: 14 * DAY },
      subjects: null,
      now,
    });
    closing.push(() => sessions.close());
    return createPairs({
      options: { accessSeconds: HOUR, refreshSeconds: 7 * DAY, ...options },
      sessions,
      store: on,
      keys,
      events: createEvents([(event) => events.push(event)], now, () => undefined),
      now,
    });
  };
  closing.push(() => void store.close());
  return {
    clock,
    events,
    store,
    keys,
    instance,
    pairs: instance(),
    elapse(seconds: number): void {
      clock.time += seconds * 1000;
    },
  };
}

const tokensOf = (renewal: Renewal): string =>
  renewal.kind === 'renewed' ? (renewal.pair.refreshToken ?? '') : 'over';

async function issued(pairs: Pairs): Promise<{ access: string; refresh: string }> {
  const { pair } = await pairs.issue(ADA, FACTS);
  return { access: pair.accessToken, refresh: pair.refreshToken ?? '' };
}

describe('an access token', () => {
  it('stands for its session until its time is up, to the second, and is told apart from one that was never made (A7, A8, A65)', async () => {
    const { pairs, elapse } = given();
    const { access } = await issued(pairs);
    elapse(HOUR - 1);
    expect(await pairs.access(access)).toMatchObject({ decision: { principal: ADA } });
    elapse(1);
    expect(await pairs.access(access)).toBe('expired');
    for (const forged of ['', 'dwa_', access.slice(0, -1), `${access.slice(0, -1)}${access.endsWith('A') ? 'B' : 'A'}`])
      expect(await pairs.access(forged)).toBe('invalid');
  });

  it('says of itself that it is over when its session is, not that it was never good (A7)', async () => {
    for (const options of [
      { accessSeconds: 14 * DAY, refreshSeconds: 0 },
      { accessSeconds: HOUR, refreshSeconds: 0 },
      { accessSeconds: HOUR, refreshSeconds: 14 * DAY },
    ]) {
      const { pairs, clock } = given(options);
      clock.time += 400;
      const { pair } = await pairs.issue(ADA, FACTS);
      expect(pair.accessExpiresAt).toBeLessThanOrEqual(clock.time + 14 * DAY * 1000);
      for (clock.time = pair.accessExpiresAt - 1_000; clock.time < pair.accessExpiresAt + 2_000; clock.time += 100) {
        const outcome = await pairs.access(pair.accessToken);
        expect(outcome === 'expired').toBe(clock.time >= pair.accessExpiresAt);
        expect(outcome).not.toBe('invalid');
        // Not a request: else it would keep the session from being idle.
        if (clock.time === pair.accessExpiresAt - 1_000) clock.time += 900;
      }
    }
  });

  it('is refused with any byte of it changed, however often it was accepted before (T14)', async () => {
    const { pairs } = given();
    const { access } = await issued(pairs);
    await pairs.access(access);
    for (let i = 0; i < access.length; i += 1) {
      const changed = access.slice(0, i) + (access[i] === 'x' ? 'y' : 'x') + access.slice(i + 1);
      expect([i, await pairs.access(changed)]).toEqual([i, 'invalid']);
    }
  });

  it('is no refresh token, nor the reverse, and what stands in either is no session cookie (A66, L14)', async () => {
    const { pairs, store, clock } = given();
    const { access, refresh } = await issued(pairs);
    expect(await pairs.access(refresh)).toBe('invalid');
    expect(await pairs.renew(access, '')).toEqual({ kind: 'over' });
    expect(await pairs.access(refresh.replace('dwr_', 'dwa_'))).toBe('invalid');
    expect(await pairs.renew(access.replace('dwa_', 'dwr_'), '')).toEqual({ kind: 'over' });
    const sessions = createSessionManager({
      ...NO_PROVIDERS,
      store,
      limits: { idleSeconds: HOUR, absoluteSeconds: DAY },
      subjects: null,
      now: () => clock.time,
    });
    closing.push(() => sessions.close());
    for (const part of [...access.slice(4).split('.'), access, refresh]) expect(await sessions.find(part)).toBeNull();
  });

  it('falls with its session, in every instance', async () => {
    const { pairs, instance } = given();
    const another = instance();
    const { access, refresh } = await issued(pairs);
    expect(await another.access(access)).toMatchObject({ alive: true });
    expect(await pairs.revoke(access)).not.toBeNull();
    expect(await pairs.revoke(access)).toBeNull();
    expect([await pairs.access(access), await another.access(access)]).toEqual(['invalid', 'invalid']);
    expect(await another.renew(refresh, '')).toEqual({ kind: 'over' });
  });

  it('lives as long as there are requests, beyond the idle limit of cookies', async () => {
    const { pairs, elapse } = given({ accessSeconds: 10 * DAY });
    const { access } = await issued(pairs);
    for (let day = 0; day < 9; day += 1) {
      elapse(DAY);
      expect([day, typeof (await pairs.access(access))]).toEqual([day, 'object']);
    }
  });
});

describe('a refresh token', () => {
  it('is used once: the next pair works, the session goes on, and nothing of it stands in the store (A66, A74)', async () => {
    const { pairs, store, elapse } = given();
    const { refresh } = await issued(pairs);
    elapse(2 * HOUR);
    const renewal = await pairs.renew(refresh, '');
    if (renewal.kind !== 'renewed') throw new Error('not renewed');
    const { accessToken, refreshToken } = renewal.pair;
    expect(await pairs.access(accessToken)).toMatchObject({ decision: { principal: ADA } });
    expect(refreshToken).not.toBe(refresh);
    const kept = JSON.stringify(await store.list('session', 'ada'));
    for (const token of [accessToken, refreshToken ?? '', refresh]) {
      for (const part of token.split('.')) if (part.length > 20) expect(kept).not.toContain(part.replace(/^dw._/, ''));
    }
  });

  it('gives the same successor for ten seconds, and ends the family after them, with an event (A66)', async () => {
    const { pairs, elapse, events } = given();
    const { refresh } = await issued(pairs);
    const first = tokensOf(await pairs.renew(refresh, '192.0.2.7'));
    elapse(10);
    expect(tokensOf(await pairs.renew(refresh, ''))).toBe(first);
    elapse(1);
    expect(await pairs.renew(refresh, '192.0.2.9')).toEqual({ kind: 'over' });
    expect(events).toMatchObject([
      { type: 'session-ended', subject: 'ada', reason: 'core/refresh-reused', clientAddress: '192.0.2.9' },
    ]);
    expect(await pairs.renew(first, '')).toEqual({ kind: 'over' });
  });

  it('that is two generations old ends the family at once', async () => {
    const { pairs } = given();
    const { refresh } = await issued(pairs);
    const second = tokensOf(await pairs.renew(refresh, ''));
    const third = tokensOf(await pairs.renew(second, ''));
    expect(third).toMatch(/^dwr_/);
    expect(await pairs.renew(refresh, '')).toEqual({ kind: 'over' });
    expect(await pairs.renew(third, '')).toEqual({ kind: 'over' });
  });

  it.each([1, 3])('used a hundred times in parallel over %d instances is used once (A38, L10)', async (count) => {
    const { instance, store } = given();
    const instances = Array.from({ length: count }, () => instance(later(store)));
    const { access, refresh } = await issued(instances[0] as Pairs);
    const renewals = await Promise.all(
      Array.from({ length: 100 }, (_, i) => (instances[i % count] as Pairs).renew(refresh, '')),
    );
    expect(new Set(renewals.map(tokensOf)).size).toBe(1);
    expect(tokensOf(renewals[0] as Renewal)).toMatch(/^dwr_/);
    expect(await (instances[0] as Pairs).access(access)).toMatchObject({ alive: true });
  });

  it('is over when its own time is up, or that of the session', async () => {
    const { pairs, elapse } = given();
    const { refresh } = await issued(pairs);
    elapse(7 * DAY);
    expect(await pairs.renew(refresh, '')).toEqual({ kind: 'over' });
    let { refresh: next } = await issued(pairs);
    for (let day = 1; day < 14; day += 1) {
      elapse(DAY);
      next = tokensOf(await pairs.renew(next, ''));
      expect([day, next]).toEqual([day, expect.stringMatching(/^dwr_/)]);
    }
    elapse(DAY);
    expect(await pairs.renew(next, '')).toEqual({ kind: 'over' });
  });

  it('that is only looked at stays as it is', async () => {
    const { pairs, elapse } = given();
    const { refresh } = await issued(pairs);
    expect(await pairs.peek(refresh)).toMatchObject({ alive: true });
    const next = tokensOf(await pairs.renew(refresh, ''));
    expect(await pairs.peek(refresh)).toMatchObject({ alive: true });
    elapse(11);
    expect(await pairs.peek(refresh)).toBeNull();
    expect(await pairs.peek(next)).toMatchObject({ alive: true });
  });

  it('is not made where there are none, and a store that is away is no end (F1)', async () => {
    const { pairs } = given({ refreshSeconds: 0 });
    const { pair } = await pairs.issue(ADA, FACTS);
    expect([pair.refreshToken, pair.refreshExpiresAt]).toEqual([null, null]);
    const { store, instance } = given();
    const { refresh } = await issued(instance());
    const away = instance({ ...store, get: () => Promise.reject(new Error('away')) });
    await expect(away.renew(refresh, '')).rejects.toThrow('away');
    expect(tokensOf(await instance().renew(refresh, ''))).toMatch(/^dwr_/);
  });
});

describe('the text of a token', () => {
  const tokens = createPairTokens(createKeyRing([SECRET]));
  const facts = { family: 'f'.repeat(43), generation: 1, issuedAt: Date.UTC(2026, 0, 1), lifetimeSeconds: HOUR };

  it('is read by every secret of the ring, and by no other', () => {
    const token = tokens.make('access', facts);
    const other = 'z7Yt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';
    expect(createPairTokens(createKeyRing([other, SECRET])).read('access', token)).toMatchObject({ generation: 1 });
    expect(createPairTokens(createKeyRing([other])).read('access', token)).toBeNull();
  });

  it('is nothing else: random texts in its form are none (corpus 4.18)', () => {
    const random = seeded(77);
    const token = tokens.make('refresh', facts);
    for (let i = 0; i < 2000; i += 1) {
      const at = random.int(token.length);
      const odd =
        token.slice(0, at) + random.pick(['.', '', ' ', '\0', 'é', '%', '=', '..', 'x']) + token.slice(at + 1);
      if (odd !== token) expect([odd, tokens.read('refresh', odd)]).toEqual([odd, null]);
    }
  });
});
