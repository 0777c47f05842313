/**
 * Signing in and out by the form of our page.
 */

import { describe, expect, it } from '@jest/globals';
import { COOKIE, FORM, givenEndpoints, HOST, PAGE, TOKEN } from './fixture/given-endpoints.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const OWN = `https://${HOST}`;

describe('signing in', () => {
  it('sets a cookie that nobody stores on the way, and sends on without a Referer (A45, A60, A102)', async () => {
    const { ask } = givenEndpoints();
    const response = await ask('login', {
      method: 'POST',
      headers: { ...PAGE, ...FORM, origin: OWN },
      body: `password=${TOKEN}&next=/a`,
    });
    expect([
      response.status,
      response.headers.get('location'),
      response.headers.get('cache-control'),
      response.headers.get('referrer-policy'),
    ]).toEqual([303, '/a', 'no-store', 'no-referrer']);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(new RegExp(`^${COOKIE}=[\\w-]{43}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure$`)),
    ]);
    expect(await response.text()).toBe('');
  });

  it('by JSON answers JSON, also when it fails (A45, A50)', async () => {
    const { ask } = givenEndpoints();
    const right = await ask('login', { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ password: TOKEN }) });
    expect([
      right.status,
      await right.json(),
      right.headers.get('cache-control'),
      right.headers.getSetCookie().length,
    ]).toEqual([200, { next: '/' }, 'no-store', 1]);
    for (const [body, status, code] of [
      ['{"password":"wrong"}', 401, 'core/invalid-credential'],
      ['{}', 400, 'web/password-required'],
      ['[]', 400, 'web/body-invalid'],
    ] as const) {
      const response = await ask('login', { method: 'POST', headers: JSON_BODY, body });
      expect([
        response.status,
        ((await response.json()) as { code: string }).code,
        response.headers.getSetCookie(),
        response.headers.get('cache-control'),
      ]).toEqual([status, code, [], 'no-store']);
    }
  });

  it('repeats no password, right or wrong, in any answer (S17)', async () => {
    const { ask } = givenEndpoints();
    for (const headers of [{ ...PAGE, ...FORM }, FORM, JSON_BODY]) {
      for (const password of [TOKEN, 'wr0ng-secret-value']) {
        const body = headers === JSON_BODY ? JSON.stringify({ password }) : `password=${password}`;
        const response = await ask('login', { method: 'POST', headers, body });
        expect(`${JSON.stringify([...response.headers])} ${await response.text()}`).not.toContain(password);
      }
    }
  });

  it('says how long to wait after too many guesses, on the page as in JSON (V1, A77)', async () => {
    const { ask } = givenEndpoints();
    for (let i = 0; i < 20; i += 1) await ask('login', { method: 'POST', headers: FORM, body: `password=guess-${i}` });
    const page = await ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: `password=${TOKEN}` });
    expect([page.status, page.headers.get('retry-after'), page.headers.getSetCookie()]).toEqual([429, '900', []]);
    expect(await page.text()).toMatch(/Try again in 15 minutes/);
    const api = await ask('login', { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ password: TOKEN }) });
    expect([api.status, api.headers.get('retry-after')]).toEqual([429, '900']);
    const other = await ask('login', {
      method: 'POST',
      headers: FORM,
      body: `password=${TOKEN}`,
      clientAddress: '9.9.9.9',
    });
    expect(other.status).toBe(303);
  });

  it('ends the session before, and no other (S1, V26)', async () => {
    const { ask, core, signIn } = givenEndpoints();
    const [mine, other] = [await signIn(), await signIn()];
    await ask('login', { method: 'POST', headers: { ...FORM, cookie: mine, origin: OWN }, body: `password=${TOKEN}` });
    expect([await core.clientSessions.current(mine), (await core.clientSessions.current(other)) === null]).toEqual([
      null,
      false,
    ]);
  });

  it('that fails leaves the session as it was', async () => {
    const { ask, core, signIn } = givenEndpoints();
    const mine = await signIn();
    const response = await ask('login', {
      method: 'POST',
      headers: { ...FORM, cookie: mine, origin: OWN },
      body: 'password=wrong',
    });
    expect([response.status, response.headers.getSetCookie()]).toEqual([401, []]);
    expect(await core.clientSessions.current(mine)).not.toBeNull();
  });
});

describe('signing out', () => {
  it('clears the cookie with the attributes that it was set with, and ends the session (S3, A60)', async () => {
    const { ask, core } = givenEndpoints();
    const login = await ask('login', { method: 'POST', headers: FORM, body: `password=${TOKEN}` });
    const [set = ''] = login.headers.getSetCookie();
    const cookie = set.split(';', 1)[0] ?? '';
    const out = await ask('logout', { method: 'POST', headers: { ...PAGE, cookie, origin: OWN } });
    expect([out.status, out.headers.get('location'), out.headers.get('cache-control')]).toEqual([
      303,
      '/auth/login?signed-out',
      'no-store',
    ]);
    expect(out.headers.getSetCookie()).toEqual([
      set.replace(cookie, `${COOKIE}=`).replace('Max-Age=3600', 'Max-Age=0'),
    ]);
    expect(await core.clientSessions.current(cookie)).toBeNull();
  });

  it('of somebody who is not signed in is no error, and asks nothing', async () => {
    const { ask } = givenEndpoints();
    expect((await ask('logout', { method: 'POST', headers: {} })).status).toBe(204);
    const page = await ask('logout', { headers: PAGE });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/auth/login']);
  });
});
