import { expect, it } from '@jest/globals';
import { basic, PAGE, SCRIPT, setCookies, TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function challenges(harness: AdapterHarness): void {
  withFixture('a stranger', harness, {}, (get) => {
    it('who opens a page is sent to the login page and back, by a relative address (A44)', async () => {
      const response = await get().http.get('/reports/q3?year=2026&x=a%20b').set(PAGE).redirects(0);
      expect([response.status, response.headers['location']]).toEqual([
        303,
        '/auth/login?next=/reports/q3%3Fyear%3D2026%26x%3Da%2520b',
      ]);
      expect(response.headers['cache-control']).toBe('no-store');
      const login = await get()
        .http.get(response.headers['location'] as string)
        .set(PAGE);
      expect(login.text).toContain('value="/reports/q3?year=2026&amp;x=a%20b"');
    });

    it('whose browser tells nothing about itself is known by Accept', async () => {
      const page = await get().http.get('/reports').set('accept', 'text/html').redirects(0);
      expect(page.status).toBe(303);
      const ajax = await get().http.get('/reports').set({ accept: 'text/html', 'x-requested-with': 'XMLHttpRequest' });
      expect(ajax.status).toBe(401);
    });

    it('who fetches gets 401 as JSON with the login page, and no Basic challenge (A50)', async () => {
      for (const headers of [SCRIPT, { accept: 'application/json' }, {}, { ...PAGE, 'sec-fetch-mode': 'cors' }]) {
        const response = await get().http.get('/reports').set(headers);
        expect(response.status).toBe(401);
        expect(response.headers['content-type']).toBe('application/problem+json');
        expect(response.body).toMatchObject({
          status: 401,
          code: 'core/authentication-required',
          login: '/auth/login',
        });
        expect(response.headers['www-authenticate']).toBe('Bearer realm="Doorward"');
        expect(response.text).not.toContain(CANARY);
      }
    });

    it('who sent a wrong Basic and is no browser is asked for Basic', async () => {
      const response = await get().raw({ target: '/reports', headers: [`Authorization: ${basic('ada', 'wrong')}`] });
      // Two field lines or one list, as the framework writes it (RFC 9110 §5.3).
      expect(response.all('www-authenticate').join(', ')).toBe(
        'Bearer realm="Doorward", error="invalid_token", Basic realm="Doorward", charset="UTF-8"',
      );
      const browser = await get()
        .http.get('/reports')
        .set({ ...SCRIPT, authorization: basic('ada', 'wrong') });
      expect(browser.headers['www-authenticate']).not.toMatch(/Basic/);
    });

    it('is let in nowhere, by any method (A55, P25, L16)', async () => {
      const before = get().reached.length;
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
        for (const target of [
          '/',
          '/reports',
          '/write',
          '/who',
          '/fail',
          '/stream',
          '/role',
          '/auth',
          '/auth/',
          '/auth/login/',
          '/auth/login/x',
          '/AUTH/LOGIN',
          '/favicon.ico',
        ]) {
          const response = await get().raw({ method, target });
          expect([method, target, response.status]).toEqual([method, target, 401]);
          expect(response.body).not.toContain(CANARY);
        }
      }
      for (const method of ['HEAD', 'TRACE'])
        expect([401, 405]).toContain((await get().raw({ method, target: '/reports' })).status);
      expect(get().reached.length).toBe(before);
    });

    it('is not helped by headers that name another method, path, user or address (P3, P22, P25)', async () => {
      const names = [
        'x-http-method-override',
        'x-method-override',
        'x-forwarded-uri',
        'x-original-url',
        'x-original-uri',
        'x-rewrite-url',
        'x-forwarded-user',
        'x-remote-user',
        'x-forwarded-for',
        'x-real-ip',
        'x-middleware-subrequest',
      ];
      for (const name of names) {
        for (const value of ['GET', '/about', '/assets/app.js', 'admin', '127.0.0.1']) {
          const response = await get().http.post('/write').set(name, value);
          expect([name, value, response.status]).toEqual([name, value, 401]);
        }
      }
    });

    it('sees public paths, with HEAD too, and nothing beside them (P17, P24)', async () => {
      for (const path of ['/assets/app.js', '/assets/deep/app.js', '/about']) {
        expect((await get().http.get(path)).text).toBe('public');
        expect((await get().http.head(path)).status).toBe(200);
      }
      for (const path of [
        '/assets',
        '/assetsx',
        '/assetsx/app.js',
        '/about/',
        '/about/x',
        '/aboutx',
        '/x/assets/app.js',
        '/ASSETS/app.js',
      ]) {
        expect([path, (await get().http.get(path)).status]).toEqual([path, 401]);
      }
      for (const path of ['/assets/app.js', '/about']) expect((await get().http.post(path)).status).toBe(401);
    });

    it('on a public path has no principal, and a member has one', async () => {
      expect((await get().http.get('/signed-in')).status).toBe(401);
      expect((await get().http.get('/signed-in').set('authorization', `Bearer ${TOKEN}`)).status).toBe(200);
      expect((await get().http.get('/about').set('authorization', 'Bearer wrong')).status).toBe(401);
    });

    it('with a junk cookie is a stranger, is not redirected for ever, and keeps no cookie of ours (corpus 4.4)', async () => {
      const name = (await get().signIn()).split('=')[0] ?? '';
      for (const value of ['', 'x', 'a'.repeat(43), '"quoted"', 'a'.repeat(5000), '%00', '__proto__', 'ä']) {
        const response = await get().raw({ target: '/reports', headers: [`Cookie: ${name}=${value}`] });
        expect([value, response.status]).toEqual([value, 401]);
        expect(response.all('set-cookie')).toEqual([]);
      }
    });
  });

  withFixture('what a route demands', harness, {}, (get) => {
    it('is answered with 403 that names it (A90)', async () => {
      const role = await get().http.get('/role').set('authorization', `Bearer ${TOKEN}`);
      expect([role.status, role.body.code, role.body.detail]).toEqual([
        403,
        'core/forbidden',
        'This needs the role admin.',
      ]);
      const page = await get()
        .http.get('/role')
        .set({ ...PAGE, cookie: await get().signIn() });
      expect([page.status, page.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
      expect(page.text).toMatch(/role admin/);
      expect(setCookies(page.headers)).toEqual([]);
    });

    it('is met by a principal who has it', async () => {
      const response = await get().http.get('/permission').set('authorization', `Bearer ${TOKEN}`);
      expect(response.text).toContain(CANARY);
    });
  });

  withFixture('a page for who lacks a right', harness, { options: { paths: { forbidden: '/about' } } }, (get) => {
    it('is where people are sent, and programs get their 403 (decision 7, A69)', async () => {
      const cookie = await get().signIn();
      const page = await get()
        .http.get('/role?x=1')
        .set({ ...PAGE, cookie })
        .redirects(0);
      expect([page.status, page.headers['location']]).toEqual([303, '/about']);
      expect(
        (
          await get()
            .http.get('/role')
            .set({ ...SCRIPT, cookie })
        ).status,
      ).toBe(403);
      expect((await get().http.get('/role')).status).toBe(401);
    });
  });
}
