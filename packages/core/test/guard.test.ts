/**
 * The decision as the adapters cannot show it: that it is made at once, and what happens when parts fail.
 * The table of answers is in the behaviour suite of `@doorward/testing`.
 */

import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../src/access/principal.ts';
import type { AuthEvent } from '../src/event/auth-event.ts';
import type { Scheme } from '../src/scheme/scheme.ts';
import { createTokenLogin } from '../src/scheme/token.ts';
import { createMemoryStore } from '../src/store/memory-store.ts';
import { givenCore, headerOf, now, outcomeOf, TOKEN } from './fixture/given-core.ts';
import { away, later } from './fixture/stores.ts';
import { PAGE, viewOf } from './fixture/view.ts';

const BEARER = { authorization: `Bearer ${TOKEN}` };

describe('the decision', () => {
  it('is made at once, without a promise, for a session, a header, a stranger and a public path (design, G1)', async () => {
    const given = givenCore({ public: ['/assets/'] });
    const cookie = await given.signIn();
    for (const [target, headers, outcome] of [
      ['/reports', { cookie }, 'continue'],
      ['/reports', BEARER, 'continue'],
      ['/reports?access_token=x', {}, 401],
      ['/reports', {}, 401],
      ['/reports', PAGE, 303],
      ['/assets/x', {}, 'continue'],
      ['/caf%C3%A9', { cookie }, 'continue'],
      ['/auth/login', {}, 'endpoint'],
    ] as const) {
      expect([target, outcomeOf(now(given.core.begin(viewOf(target, { headers }))))]).toEqual([target, outcome]);
    }
  });

  it('for a session is one frozen object for all its requests, so that none can leave a trace on it (S15)', async () => {
    const given = givenCore();
    const cookie = await given.signIn();
    const [one, two] = [1, 2].map(() => now(given.core.begin(viewOf('/reports', { headers: { cookie } }))));
    expect(one).toBe(two);
    expect(Object.isFrozen(one)).toBe(true);
  });

  it('tells an app on a public path who is signed in, and a stranger by null (L21)', async () => {
    const given = givenCore({ public: ['/assets/'] });
    const cookie = await given.signIn();
    expect(now(given.core.begin(viewOf('/assets/x', { headers: { cookie } })))).toMatchObject({
      principal: { subject: 'token' },
    });
    expect(now(given.core.begin(viewOf('/assets/x')))).toMatchObject({ principal: null, session: null });
  });

  it('takes escapes in either case for the same path (RFC 3986 §6.2.2.1)', async () => {
    const given = givenCore({ public: ['/café/'] });
    const cookie = await given.signIn();
    for (const target of ['/caf%C3%A9/x', '/caf%c3%a9/x', '/caf%c3%A9/%e2%9c%93']) {
      expect([target, outcomeOf(now(given.core.begin(viewOf(target))))]).toEqual([target, 'continue']);
    }
    for (const target of ['/other/%c3%a9', '/caf%c3%a8/x']) {
      expect([target, outcomeOf(now(given.core.begin(viewOf(target))))]).toEqual([target, 401]);
      expect(outcomeOf(now(given.core.begin(viewOf(target, { headers: { cookie } }))))).toBe('continue');
    }
  });

  it('gives away nothing of a credential in its answer (S17)', () => {
    const given = givenCore();
    const secret = 'wr0ng-secret-value';
    for (const headers of [
      { authorization: `Bearer ${secret}` },
      { authorization: `Basic ${Buffer.from(`ada:${secret}`).toString('base64')}` },
      { authorization: `${secret} x` },
      { cookie: `doorward_test=${secret}` },
    ]) {
      for (const extra of [{}, PAGE]) {
        const decision = now(
          given.core.begin(viewOf(`/reports?access_token=${secret}`, { headers: { ...headers, ...extra } })),
        );
        expect(JSON.stringify(decision)).not.toContain(secret);
      }
    }
    expect(JSON.stringify(given.events)).not.toContain(secret);
  });

  it('keeps the realm in its quotation marks', () => {
    const given = givenCore({ realm: 'a "quoted" \\ realm' });
    const decision = now(given.core.begin(viewOf('/reports', { headers: { authorization: 'Basic eDp5' } })));
    expect(decision.kind === 'respond' && decision.headers.filter(([name]) => name === 'www-authenticate')).toEqual([
      ['www-authenticate', 'Bearer realm="a \\"quoted\\" \\\\ realm", error="invalid_token"'],
      ['www-authenticate', 'Basic realm="a \\"quoted\\" \\\\ realm", charset="UTF-8"'],
    ]);
  });
});

describe('a request that no server of ours should serve', () => {
  it('is 405 for TRACE and CONNECT, on any path and for anybody (P25, V50)', async () => {
    const given = givenCore({ public: ['/assets/', 'TRACE /hook'] });
    const cookie = await given.signIn();
    for (const method of ['TRACE', 'CONNECT']) {
      for (const target of ['/reports', '/assets/x', '/hook', '/auth/login', '/caf%C3%A9', '/a//b']) {
        for (const headers of [{}, { cookie }, BEARER]) {
          expect([method, target, outcomeOf(now(given.core.begin(viewOf(target, { method, headers }))))]).toEqual([
            method,
            target,
            405,
          ]);
        }
      }
    }
  });

  it('is 400 in absolute form for a host that is not the one of publicUrl, though its Host agrees (P2, X9)', async () => {
    const given = givenCore({ publicUrl: new URL('https://own.example'), public: ['/assets/'] });
    for (const [host, outcome] of [
      ['own.example', 'continue'],
      ['OWN.example', 'continue'],
      ['evil.example', 400],
      ['own.example.evil.example', 400],
      ['own.example:8080', 400],
    ] as const) {
      const decision = now(given.core.begin(viewOf(`http://${host}/assets/x`, { headers: { host } })));
      expect([host, outcomeOf(decision)]).toEqual([host, outcome]);
    }
  });

  it('is 403 with a session from a page of another origin, unless it changes nothing (A76, W5, V33)', async () => {
    const given = givenCore({ publicUrl: new URL('https://own.example'), public: ['POST /hook'] });
    const cookie = await given.signIn();
    const ask = (method: string, headers: Readonly<Record<string, string>>, target = '/write') =>
      outcomeOf(now(given.core.begin(viewOf(target, { method, headers: { cookie, ...headers } }))));
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY'])
        expect([method, headers, ask(method, headers)]).toEqual([method, headers, 403]);
      for (const method of ['GET', 'HEAD']) expect([method, ask(method, headers)]).toEqual([method, 'continue']);
      expect(ask('POST', headers, '/caf%C3%A9')).toBe(403);
      expect(ask('POST', headers, '/hook')).toBe(403);
    }
    for (const headers of [
      {},
      { origin: 'https://own.example' },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
    ])
      expect([headers, ask('POST', headers)]).toEqual([headers, 'continue']);
  });
});

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

describe('a scheme of the user’s own', () => {
  const key: Scheme = {
    name: 'key',
    authenticate: ({ bearer }) => {
      if (bearer === undefined || !bearer.startsWith('sk-')) return { kind: 'none' };
      if (bearer === 'sk-throws') throw new Error('directory down');
      if (bearer === 'sk-rejects') return Promise.reject(new Error('directory down'));
      return bearer === 'sk-right'
        ? {
            kind: 'authenticated',
            principal: createPrincipal({ subject: 'robot', method: 'key' }),
            startsSession: false,
          }
        : { kind: 'rejected', reason: 'invalid', presented: bearer };
    },
  };
  const withKey = () => givenCore({ schemes: [key, createTokenLogin(TOKEN).scheme] });

  it('is asked first; its no is final, and its silence lets the next one speak (style: three outcomes)', () => {
    const { core } = withKey();
    const ask = (bearer: string) =>
      now(core.begin(viewOf('/reports', { headers: { authorization: `Bearer ${bearer}` } })));
    expect(ask('sk-right')).toMatchObject({ kind: 'continue', principal: { subject: 'robot' } });
    expect(outcomeOf(ask('sk-wrong'))).toBe(401);
    expect(ask(TOKEN)).toMatchObject({ kind: 'continue', principal: { subject: 'token' } });
  });

  it('that cannot reach its directory is 503, never "wrong" (decision: unavailable)', async () => {
    const { core } = withKey();
    for (const bearer of ['sk-throws', 'sk-rejects']) {
      const decision = await core.begin(viewOf('/reports', { headers: { authorization: `Bearer ${bearer}` } }));
      expect([bearer, outcomeOf(decision)]).toEqual([bearer, 503]);
    }
  });

  it('makes a session of no key, also on a page (decision: API keys never do, V24)', () => {
    const { core } = withKey();
    const decision = now(core.begin(viewOf('/reports', { headers: { ...PAGE, authorization: 'Bearer sk-right' } })));
    expect(decision).toMatchObject({ kind: 'continue', cookies: [], session: null });
  });

  it('knows nothing of the cookie beside it (A42, A99)', async () => {
    const { core, signIn } = withKey();
    const cookie = await signIn();
    expect(
      now(core.begin(viewOf('/reports', { headers: { cookie, authorization: 'Bearer sk-right' } }))),
    ).toMatchObject({ principal: { subject: 'robot' }, session: null });
    expect(
      outcomeOf(now(core.begin(viewOf('/reports', { headers: { cookie, authorization: 'Bearer sk-wrong' } })))),
    ).toBe(401);
  });
});

describe('a token in the address', () => {
  it('does not replace the live session of another person without asking (decision 8)', async () => {
    const given = givenCore();
    const basic = `Basic ${Buffer.from(`grace:${TOKEN}`).toString('base64')}`;
    const page = now(given.core.begin(viewOf('/', { headers: { ...PAGE, authorization: basic } })));
    const cookie = (page.kind === 'continue' ? (page.cookies[0] ?? '') : '').split(';', 1)[0];
    const other = now(given.core.begin(viewOf(`/?access_token=${TOKEN}`, { headers: { ...PAGE, cookie } })));
    expect(headerOf(other, 'set-cookie')).toBeUndefined();
    expect(now(given.core.begin(viewOf('/', { headers: { cookie } })))).toMatchObject({ principal: { name: 'grace' } });
  });

  it('asks before another account takes the place of the one that is signed in (decision 8)', async () => {
    const ada: Scheme = {
      name: 'ada',
      authenticate: ({ bearer }) =>
        bearer === 'the-key-of-ada'
          ? {
              kind: 'authenticated',
              principal: createPrincipal({ subject: 'ada', method: 'key' }),
              startsSession: true,
            }
          : { kind: 'none' },
    };
    const { core } = givenCore({ schemes: [ada, createTokenLogin(TOKEN).scheme] });
    const page = now(core.begin(viewOf('/', { headers: { ...PAGE, authorization: 'Bearer the-key-of-ada' } })));
    const cookie = (page.kind === 'continue' ? (page.cookies[0] ?? '') : '').split(';', 1)[0];
    const link = now(core.begin(viewOf(`/a?access_token=${TOKEN}`, { headers: { ...PAGE, cookie } })));
    expect([outcomeOf(link), headerOf(link, 'location'), headerOf(link, 'set-cookie')]).toEqual([
      303,
      '/auth/logout',
      undefined,
    ]);
    expect(now(core.begin(viewOf('/', { headers: { cookie } })))).toMatchObject({ principal: { subject: 'ada' } });
  });

  it('is hidden from the app where it is not exchanged (S17)', () => {
    const given = givenCore();
    expect(now(given.core.begin(viewOf(`/x?a=%20&access_token=${TOKEN}&b`)))).toMatchObject({
      kind: 'continue',
      query: 'a=%20&b',
    });
    expect(now(given.core.begin(viewOf(`/x%2Fy?access_token=${TOKEN}`)))).toMatchObject({
      kind: 'continue',
      query: '',
    });
  });
});

describe('guesses', () => {
  const guess = (given: ReturnType<typeof givenCore>, bearer: string) =>
    outcomeOf(now(given.core.begin(viewOf('/', { headers: { authorization: `Bearer ${bearer}` } }))));

  it('are twenty in fifteen minutes; the twenty-first attempt is 429 even when it is right (V1, property 16)', () => {
    const given = givenCore();
    for (let i = 0; i < 20; i += 1) expect([i, guess(given, `wrong-${i}`)]).toEqual([i, 401]);
    expect(guess(given, TOKEN)).toBe(429);
    given.advance(15 * 60 * 1000 - 1);
    expect(guess(given, TOKEN)).toBe(429);
    given.advance(1);
    expect(guess(given, TOKEN)).toBe('continue');
  });

  it('are counted over all forms of a credential together', async () => {
    const given = givenCore();
    for (let i = 0; i < 10; i += 1) guess(given, `wrong-${i}`);
    for (let i = 0; i < 5; i += 1) now(given.core.begin(viewOf(`/?access_token=query-${i}`)));
    for (let i = 0; i < 5; i += 1)
      await given.core.signIn.withPassword(
        { name: '', password: `form-${i}`, isLocal: true },
        { clientAddress: '127.0.0.1', cookieHeader: undefined },
      );
    expect(guess(given, TOKEN)).toBe(429);
    expect(
      await given.core.signIn.withPassword(
        { name: '', password: TOKEN, isLocal: true },
        { clientAddress: '127.0.0.1', cookieHeader: undefined },
      ),
    ).toMatchObject({ kind: 'limited' });
  });

  it('of one client do not shut out another (F32)', () => {
    const given = givenCore();
    for (let i = 0; i < 30; i += 1) guess(given, `wrong-${i}`);
    const other = now(given.core.begin(viewOf('/', { remoteAddress: '9.9.9.9', headers: BEARER })));
    expect(outcomeOf(other)).toBe('continue');
  });

  it('that were right cost nothing', () => {
    const given = givenCore();
    for (let i = 0; i < 200; i += 1) expect(guess(given, TOKEN)).toBe('continue');
  });

  it('say in Retry-After when the next one counts', () => {
    const given = givenCore();
    for (let i = 0; i < 20; i += 1) guess(given, `wrong-${i}`);
    given.advance(60_000);
    const decision = now(given.core.begin(viewOf('/', { headers: BEARER })));
    expect(headerOf(decision, 'retry-after')).toBe('840');
  });
});

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
