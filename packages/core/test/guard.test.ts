/**
 * The decision as the adapters cannot show it: that it is made at once, and what is not served.
 * The table of answers is in the behaviour suite of `@doorward/testing`.
 */

import { describe, expect, it } from '@jest/globals';
import { givenCore, now, outcomeOf, TOKEN } from './fixture/given-core.ts';
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
