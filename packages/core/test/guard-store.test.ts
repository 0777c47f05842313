/**
 * The decision while the store fails, or answers later.
 */

import { describe, expect, it } from '@jest/globals';
import { createMemoryStore } from '../src/store/memory-store.ts';
import { givenCore, headerOf, outcomeOf, TOKEN } from './fixture/given-core.ts';
import { away, later } from './fixture/stores.ts';
import { PAGE, viewOf } from './fixture/view.ts';

const BEARER = { authorization: `Bearer ${TOKEN}` };

describe.each(['throws', 'rejects'] as const)('a store that %s', (how) => {
  /** A core that was signed in to, and then lost its store; `cached` is false for another instance. */
  async function lost(methods: (name: string) => boolean = () => true, cached = false) {
    const memory = createMemoryStore();
    const before = givenCore({ store: memory, now: Date.now });
    const cookie = await before.signIn();
    let isAway = false;
    const store = away(memory, how, (method) => isAway && methods(method));
    const given = givenCore({ store, now: Date.now, public: ['/assets/'] });
    if (cached) await given.core.begin(viewOf('/', { headers: { cookie } }));
    isAway = true;
    return { ...given, cookie, back: () => (isAway = false) };
  }

  it('makes 503 with Retry-After of a session, and keeps the cookie: nobody is "signed out" (decision 4, F1, V59)', async () => {
    const { core, cookie } = await lost();
    for (const headers of [{ cookie }, { cookie, ...PAGE }]) {
      const decision = await core.begin(viewOf('/reports', { headers }));
      expect(outcomeOf(decision)).toBe(503);
      expect(Number(headerOf(decision, 'retry-after'))).toBeGreaterThan(0);
      expect(headerOf(decision, 'cache-control')).toBe('no-store');
      expect([headerOf(decision, 'set-cookie'), headerOf(decision, 'location')]).toEqual([undefined, undefined]);
      expect(decision.kind === 'respond' && decision.body).toMatch(/still signed in/);
      expect(decision.kind === 'respond' && decision.body).not.toMatch(/ECONNREFUSED|10\.1\.2\.3|6379/);
    }
  });

  it('does not turn an odd target into a free one (V59)', async () => {
    const { core, cookie } = await lost();
    for (const target of ['/reports%2Fx', '/reports;x', '//reports', '/caf%C3%A9'])
      expect([target, outcomeOf(await core.begin(viewOf(target, { headers: { cookie } })))]).toEqual([target, 503]);
  });

  it('leaves public paths served, and our endpoints reached (F1 c)', async () => {
    const { core, cookie } = await lost();
    expect(await core.begin(viewOf('/assets/x', { headers: { cookie } }))).toMatchObject({
      kind: 'continue',
      principal: null,
    });
    expect(outcomeOf(await core.begin(viewOf('/assets/x')))).toBe('continue');
    expect(outcomeOf(await core.begin(viewOf('/auth/login', { headers: { cookie } })))).toBe('endpoint');
  });

  it('leaves a stranger a stranger: no store is asked for nothing', async () => {
    const { core } = await lost();
    expect(outcomeOf(await core.begin(viewOf('/reports')))).toBe(401);
    expect(outcomeOf(await core.begin(viewOf('/reports', { headers: PAGE })))).toBe(303);
    expect(outcomeOf(await core.begin(viewOf('/reports', { headers: { cookie: 'doorward_test=x' } })))).toBe(401);
  });

  it('leaves a session that is cached signed in (F1)', async () => {
    const { core, cookie } = await lost(undefined, true);
    expect(outcomeOf(await core.begin(viewOf('/reports', { headers: { cookie } })))).toBe('continue');
  });

  it('makes 503 of an explicit credential, right or wrong, and lets neither in (F1 a, V59)', async () => {
    const { core } = await lost();
    for (const headers of [BEARER, { authorization: 'Bearer wrong' }, { ...PAGE, ...BEARER }]) {
      const decision = await core.begin(viewOf('/reports', { headers }));
      expect(outcomeOf(decision)).toBe(503);
      expect(headerOf(decision, 'retry-after')).toBeDefined();
    }
  });

  it.each(['get', 'create', 'delete', 'count', 'increment'])(
    'at %s alone makes 503 of what needs it, and never an error of our own (F38, V60)',
    async (method) => {
      const { core, cookie } = await lost((name) => name === method);
      const unknown = `doorward_test=${'x'.repeat(43)}`;
      const requests: readonly Readonly<Record<string, string>>[] = [
        { cookie },
        BEARER,
        { authorization: 'Bearer wrong' },
        { ...PAGE, ...BEARER },
        { ...PAGE, ...BEARER, cookie },
        { ...PAGE, ...BEARER, cookie: unknown },
      ];
      for (const headers of requests) {
        const queries =
          headers['authorization'] === undefined ? ['', `?access_token=${TOKEN}`, '?access_token=wrong'] : ['', '?x=1'];
        for (const target of queries.flatMap((query) => [`/reports${query}`, `/caf%C3%A9${query}`])) {
          const outcome = outcomeOf(await core.begin(viewOf(target, { headers })));
          const isWrong = target.endsWith('wrong') || headers['authorization'] === 'Bearer wrong';
          expect([
            target,
            headers,
            (isWrong ? [303, 401, 503] : ['continue', 303, 401, 503]).includes(outcome as 401),
          ]).toEqual([target, headers, true]);
        }
      }
    },
  );

  it('works again when the store is back, without a new start (F1 d)', async () => {
    const { core, cookie, back } = await lost();
    expect(outcomeOf(await core.begin(viewOf('/reports', { headers: { cookie } })))).toBe(503);
    back();
    expect(outcomeOf(await core.begin(viewOf('/reports', { headers: { cookie } })))).toBe('continue');
    expect(outcomeOf(await core.begin(viewOf('/reports', { headers: BEARER })))).toBe('continue');
  });

  it('is never held against a client: what failed on our side is no wrong guess (F1 f)', async () => {
    const { core, back } = await lost((name) => name === 'create');
    for (let i = 0; i < 40; i += 1)
      await Promise.resolve(core.begin(viewOf('/', { headers: { ...PAGE, ...BEARER } }))).catch(() => undefined);
    back();
    expect(outcomeOf(await core.begin(viewOf('/reports', { headers: BEARER })))).toBe('continue');
  });
});

describe('a store that answers later', () => {
  it('is asked, and the same is decided (decision 5)', async () => {
    const memory = createMemoryStore();
    const given = givenCore({ store: later(memory), now: Date.now, public: ['/assets/'] });
    const cookie = await given.signIn();
    const replica = givenCore({ store: later(memory), now: Date.now });
    for (const [core, headers, outcome] of [
      [given.core, { cookie }, 'continue'],
      [replica.core, { cookie }, 'continue'],
      [replica.core, { cookie: `doorward_test=${'x'.repeat(43)}` }, 401],
      [replica.core, BEARER, 'continue'],
      [replica.core, { ...PAGE, authorization: 'Bearer wrong' }, 303],
    ] as const) {
      expect([headers, outcomeOf(await core.begin(viewOf('/reports', { headers })))]).toEqual([headers, outcome]);
    }
    const page = await replica.core.begin(viewOf('/reports', { headers: { ...PAGE, ...BEARER } }));
    expect(page.kind === 'continue' && page.cookies).toHaveLength(1);
  });
});
