/**
 * What all our pages have in common.
 */

import { createMemoryStore, type ExpiringStore } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { COOKIE, FORM, type GivenEndpoints, givenEndpoints, HOST, PAGE, TOKEN } from './fixture/given-endpoints.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const OWN = `https://${HOST}`;

describe('every page of ours', () => {
  const pages: readonly (readonly [string, (given: GivenEndpoints) => Promise<Response>, number])[] = [
    ['login', ({ ask }) => ask('login', { headers: PAGE }), 200],
    [
      'login after a wrong token',
      ({ ask }) => ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: 'password=wrong' }),
      401,
    ],
    [
      'login without a password',
      ({ ask }) => ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: '' }),
      400,
    ],
    ['logout', async ({ ask, signIn }) => ask('logout', { headers: { ...PAGE, cookie: await signIn() } }), 200],
    [
      'a refused form',
      ({ ask }) =>
        ask('login', { method: 'POST', headers: { ...PAGE, ...FORM, origin: 'https://evil.example' }, body: '' }),
      403,
    ],
    [
      'a form that cannot be read',
      ({ ask }) => ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: 'a=1&a=2' }),
      400,
    ],
    [
      'a form that is too large',
      ({ ask }) =>
        ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: `password=${'x'.repeat(20_000)}` }),
      413,
    ],
    ['another method', ({ ask }) => ask('login', { method: 'PUT', headers: PAGE }), 405],
  ];

  it.each(pages)('forbids framing, sniffing, storing and scripts: %s (A45, V53, A102)', async (_name, get, status) => {
    const response = await get(givenEndpoints());
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    const html = await response.text();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\//i);
    expect(html).toContain('Notebooks');
  });

  it('allows its own style sheet and no other', async () => {
    const { createHash } = await import('node:crypto');
    const response = await givenEndpoints().ask('login', { headers: PAGE });
    const css = /<style>(.*?)<\/style>/s.exec(await response.text())?.[1] ?? '';
    expect(css.length).toBeGreaterThan(500);
    expect(response.headers.get('content-security-policy')).toContain(
      `'sha256-${createHash('sha256').update(css).digest('base64')}'`,
    );
  });

  it('escapes what the configuration and the request put into it (corpus 4.11)', async () => {
    const evil = '"><script>alert(1)</script><a title="';
    const { ask } = givenEndpoints({ title: evil, logo: `/x.png${evil}` });
    const response = await ask('login', {
      headers: PAGE,
      query: `?next=${encodeURIComponent('/"><script>alert(1)</script>')}`,
    });
    expect(await response.text()).not.toContain('<script');
  });
});

describe('a store that is away', () => {
  const broken = (): ExpiringStore => {
    const fail = (): never => {
      throw new Error('connect ECONNREFUSED 10.1.2.3:6379');
    };
    return { ...createMemoryStore(), get: fail, create: fail, delete: fail, increment: fail, count: fail };
  };
  const cookie = `${COOKIE}=${'x'.repeat(43)}`;

  it('makes 503 with Retry-After of our endpoints, tells nothing of itself, and clears no cookie (F1 c, V58, V59)', async () => {
    const { ask } = givenEndpoints({}, { store: broken() });
    const responses = [
      await ask('login', { headers: { ...PAGE, cookie } }),
      await ask('login', { headers: { cookie } }),
      await ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: `password=${TOKEN}` }),
      await ask('login', { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ password: TOKEN }) }),
      await ask('logout', { method: 'POST', headers: { ...PAGE, cookie, origin: OWN } }),
      await ask('logout', { method: 'POST', headers: { cookie, origin: OWN } }),
    ];
    for (const [index, response] of responses.entries()) {
      const { status, headers } = response;
      expect([index, status, headers.getSetCookie(), Number(headers.get('retry-after')) > 0]).toEqual([
        index,
        503,
        [],
        true,
      ]);
      expect(await response.text()).not.toMatch(/ECONNREFUSED|10\.1\.2\.3|wrong|not right/);
    }
  });

  it('leaves the login page to whoever has no cookie', async () => {
    const { ask } = givenEndpoints({}, { store: broken() });
    expect((await ask('login', { headers: PAGE })).status).toBe(200);
  });
});
