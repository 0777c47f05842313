import { expect, it } from '@jest/globals';
import { readSetCookie } from '../../http/cookie.ts';
import { cookieOf, PAGE, setCookies, TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

/** Return paths that no browser may be sent to (A58, corpus 4.1). */
const FOREIGN = [
  '//evil.example',
  '///evil.example',
  '////evil.example',
  'https:evil.example',
  'https://evil.example',
  'http:///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  '%2f%2fevil.example',
  '@evil.example',
  '.evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  ' /x',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%5cevil.example\\',
  '／／evil.example',
  '/\u0000',
  '',
  'evil.example',
  '?next=//evil',
  '#x',
  `/${'a'.repeat(3000)}`,
];

/** Return paths that have to work (A79). */
const LOCAL = [
  '/',
  '/reports',
  '/reports?q=a%20b&c=%2F',
  '/a/b/c;v=1',
  '/%E2%9C%93',
  '/reports?next=https://x.example/',
];

export function loginForm(harness: AdapterHarness): void {
  withFixture('the login form', harness, {}, (get) => {
    it('is a page with one password field, not to be framed or sniffed (A45, V53)', async () => {
      const response = await get().http.get('/auth/login?next=/reports').set(PAGE);
      expect(response.status).toBe(200);
      expect(response.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
      });
      expect(response.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(response.text.match(/type="password"/g)).toHaveLength(1);
      expect(response.text).toMatch(/<form method="post" action="\/auth\/login">/);
      expect(response.text).toMatch(/name="next" value="\/reports"/);
      expect(response.text).not.toMatch(/<script/i);
    });

    it('signs in with the right token and goes where the person wanted to go (A45)', async () => {
      const response = await get()
        .http.post('/auth/login')
        .type('form')
        .send({ password: TOKEN, next: '/reports?q=1' })
        .redirects(0);
      expect([response.status, response.headers['location']]).toEqual([303, '/reports?q=1']);
      expect(response.headers['cache-control']).toBe('no-store');
      const page = await get().http.get('/reports').set('cookie', cookieOf(response.headers));
      expect(page.text).toContain(CANARY);
    });

    it('sets a cookie that holds no token, for this host only, out of reach of scripts (A60, V34)', async () => {
      const response = await get().http.post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      const cookie = readSetCookie(setCookies(response.headers)[0] ?? '');
      expect(cookie.attributes).toMatchObject({ path: '/', httponly: true, samesite: 'Lax', 'max-age': '1209600' });
      expect(cookie.attributes).not.toHaveProperty('domain');
      expect(cookie.value).toMatch(/^[\w-]{43}$/);
      expect(JSON.stringify(response.headers)).not.toContain(TOKEN);
    });

    it('refuses a wrong token with a message and no cookie (A45)', async () => {
      const response = await get().http.post('/auth/login').type('form').send({ password: 'wrong', next: '/reports' });
      expect([response.status, setCookies(response.headers)]).toEqual([401, []]);
      expect(response.text).toMatch(/role="alert"/);
      expect(response.text).toMatch(/name="next" value="\/reports"/);
      expect(response.text).not.toContain('wrong"');
    });

    it('asks for a missing token', async () => {
      const response = await get().http.post('/auth/login').type('form').send({ password: '' });
      expect([response.status, setCookies(response.headers)]).toEqual([400, []]);
      expect(response.text).toMatch(/Enter the access token/);
    });

    it('never sends a browser to another host (A58, R1, V55)', async () => {
      for (const next of FOREIGN) {
        const posted = await get().http.post('/auth/login').type('form').send({ password: TOKEN, next }).redirects(0);
        expect([next, posted.headers['location']]).toEqual([next, '/']);
        const query = await get()
          .http.post(`/auth/login?next=${encodeURIComponent(next)}`)
          .type('form')
          .send({ password: TOKEN })
          .redirects(0);
        expect([next, query.headers['location']]).toEqual([next, '/']);
      }
    });

    it('keeps every local return path as it is (A79)', async () => {
      for (const next of LOCAL) {
        const response = await get().http.post('/auth/login').type('form').send({ password: TOKEN, next }).redirects(0);
        expect(response.headers['location']).toBe(next);
      }
    });

    it('does not return to itself', async () => {
      for (const next of ['/auth/login', '/auth/login?next=/x', '/auth/logout']) {
        const response = await get().http.post('/auth/login').type('form').send({ password: TOKEN, next }).redirects(0);
        expect(response.headers['location']).toBe('/');
      }
    });

    it('escapes what it repeats', async () => {
      const response = await get().http.get('/auth/login?next=/%22%3E%3Cb%3E').set(PAGE);
      expect(response.text).not.toContain('"><b>');
    });

    it('takes JSON and answers JSON', async () => {
      const right = await get().http.post('/auth/login').send({ password: TOKEN, next: '/reports' });
      expect([right.status, right.body]).toEqual([200, { next: '/reports' }]);
      expect(setCookies(right.headers)).toHaveLength(1);
      const wrong = await get().http.post('/auth/login').send({ password: 'wrong' });
      expect([wrong.status, wrong.headers['content-type']]).toEqual([401, 'application/problem+json']);
      expect(wrong.headers['www-authenticate']).toMatch(/^Bearer/);
      const missing = await get().http.post('/auth/login').send({});
      expect([missing.status, missing.body.code]).toEqual([400, 'web/password-required']);
    });

    it('sends a person who is signed in on, and does not ask again', async () => {
      const cookie = await get().signIn();
      const response = await get()
        .http.get('/auth/login?next=/reports')
        .set({ ...PAGE, cookie })
        .redirects(0);
      expect([response.status, response.headers['location']]).toEqual([303, '/reports']);
    });

    it('takes other methods and other types for what they are', async () => {
      const put = await get().http.put('/auth/login').send('x');
      expect([put.status, put.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
      const multipart = await get().http.post('/auth/login').field('password', TOKEN);
      expect([multipart.status, setCookies(multipart.headers)]).toEqual([415, []]);
      const head = await get().http.head('/auth/login');
      expect([head.status, head.text]).toEqual([200, undefined]);
    });

    it('signs out on the server, by a form and never by a link (A60, S3, V54)', async () => {
      const cookie = await get().signIn();
      const asked = await get()
        .http.get('/auth/logout')
        .set({ ...PAGE, cookie });
      expect(asked.text).toMatch(/<form method="post" action="\/auth\/logout">/);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(200);
      const out = await get()
        .http.post('/auth/logout')
        .set({ ...PAGE, cookie, 'sec-fetch-site': 'same-origin' })
        .redirects(0);
      expect([out.status, out.headers['location']]).toEqual([303, '/auth/login?signed-out']);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(401);
      const again = await get().http.get('/auth/login?signed-out').set(PAGE);
      expect(again.text).toMatch(/You are signed out/);
    });

    it('clears the cookie with the attributes that it was set with (S3, A67)', async () => {
      const login = await get().http.post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      const set = readSetCookie(setCookies(login.headers)[0] ?? '');
      const out = await get()
        .http.post('/auth/logout')
        .set({ cookie: cookieOf(login.headers), 'sec-fetch-site': 'same-origin' });
      const cleared = readSetCookie(setCookies(out.headers)[0] ?? '');
      expect([out.status, cleared.name, cleared.value]).toEqual([204, set.name, '']);
      expect(cleared.attributes).toEqual({ ...set.attributes, 'max-age': '0' });
      expect(out.headers['cache-control']).toBe('no-store');
    });

    it('reports logins, failures and logouts without secrets (A100)', async () => {
      const cookie = await get().signIn();
      await get().http.post('/auth/login').type('form').send({ password: 'wr0ng-secret' });
      await get().http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' });
      const { events } = get();
      expect(events.map((event) => event.type)).toEqual(expect.arrayContaining(['login', 'login-failure', 'logout']));
      const last = events.at(-1);
      expect(last).toMatchObject({ type: 'logout', subject: 'token', method: 'token', clientAddress: '127.0.0.1' });
      expect(JSON.stringify(events)).not.toMatch(new RegExp(`${TOKEN}|wr0ng-secret|${cookie.split('=')[1]}`));
    });
  });

  withFixture('the login form after a body parser', harness, { before: ['body-parser', 'cookie-parser'] }, (get) => {
    it('still signs in, by form and by JSON', async () => {
      const form = await get()
        .http.post('/auth/login')
        .type('form')
        .send({ password: TOKEN, next: '/reports' })
        .redirects(0);
      expect([form.status, form.headers['location']]).toEqual([303, '/reports']);
      const json = await get().http.post('/auth/login').send({ password: TOKEN });
      expect(json.status).toBe(200);
      const wrong = await get().http.post('/auth/login').type('form').send({ password: 'wrong' });
      expect(wrong.status).toBe(401);
      const empty = await get().http.post('/auth/login').type('form').send('');
      expect(empty.status).toBe(400);
    });
  });
}
