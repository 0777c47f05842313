import { expect, it } from '@jest/globals';
import { readSetCookie } from '../../http/cookie.ts';
import { PAGE, setCookies, startFixture, TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function proxies(harness: AdapterHarness): void {
  withFixture('below a base path', harness, { options: { publicUrl: 'https://example.com/tools' } }, (get) => {
    it('carries the prefix in redirects, form action, cookie path and links, whatever Host says (A61)', async () => {
      const host = { host: 'internal:8080' };
      const page = await get()
        .http.get('/tools/reports')
        .set({ ...PAGE, ...host })
        .redirects(0);
      expect(page.headers['location']).toBe('/tools/auth/login?next=/tools/reports');
      const login = await get()
        .http.get('/tools/auth/login')
        .set({ ...PAGE, ...host });
      expect(login.text).toContain('action="/tools/auth/login"');
      const posted = await get()
        .http.post('/tools/auth/login')
        .set({ ...host, origin: 'https://example.com' })
        .type('form')
        .send({ password: TOKEN })
        .redirects(0);
      expect([posted.status, posted.headers['location']]).toEqual([303, '/tools/']);
      const cookie = readSetCookie(setCookies(posted.headers)[0] ?? '');
      expect(cookie.attributes).toMatchObject({ path: '/tools', secure: true });
      const api = await get().http.get('/tools/reports');
      expect(api.body.login).toBe('/tools/auth/login');
      const who = await get().http.get('/tools/who').set('cookie', `${cookie.name}=${cookie.value}`);
      expect(who.text).toContain(CANARY);
    });

    it('judges public paths below it, and nothing outside', async () => {
      expect((await get().http.get('/tools/assets/app.js')).status).toBe(200);
      for (const path of ['/assets/app.js', '/toolsx/assets/app.js', '/tools', '/auth/login']) {
        expect([path, (await get().http.get(path)).status]).toEqual([path, 401]);
      }
    });

    it('takes its own origin from publicUrl alone (L24)', async () => {
      const cookie = `${(await signInAt(get().http)).split(';')[0]}`;
      const forged = await get()
        .http.post('/tools/write')
        .set({ cookie, host: 'evil.example', origin: 'https://evil.example' });
      expect(forged.status).toBe(403);
      const own = await get()
        .http.post('/tools/write')
        .set({ cookie, host: 'internal', origin: 'https://example.com' });
      expect(own.status).toBe(200);
    });
  });

  withFixture(
    'behind a proxy that strips the prefix',
    harness,
    { options: { publicUrl: 'https://example.com/tools', basePath: '/' } },
    (get) => {
      it('adds the prefix to what browsers see, and none to what arrives (A61)', async () => {
        const page = await get().http.get('/reports?x=1').set(PAGE).redirects(0);
        expect(page.headers['location']).toBe('/tools/auth/login?next=/tools/reports%3Fx%3D1');
        const login = await get().http.get('/auth/login').set(PAGE);
        expect(login.text).toContain('action="/tools/auth/login"');
        const exchanged = await get().http.get(`/reports?access_token=${TOKEN}`).set(PAGE).redirects(0);
        expect(exchanged.headers['location']).toBe('/tools/reports');
        expect(readSetCookie(setCookies(exchanged.headers)[0] ?? '').attributes['path']).toBe('/tools');
        expect((await get().http.get('/assets/app.js')).status).toBe(200);
      });
    },
  );

  withFixture('on https at the root', harness, { options: { publicUrl: 'https://example.com' } }, (get) => {
    it('uses a __Host- cookie (V34)', async () => {
      const response = await get().http.post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      const cookie = readSetCookie(setCookies(response.headers)[0] ?? '');
      expect(cookie.name).toMatch(/^__Host-doorward_/);
      expect(cookie.attributes).toMatchObject({ path: '/', secure: true });
    });
  });

  withFixture('mounted by a router', harness, { mountedAt: '/inner' }, (get) => {
    it('stands below the prefix with all that is its own', async () => {
      const page = await get().http.get('/inner/reports').set(PAGE).redirects(0);
      expect(page.headers['location']).toBe('/inner/auth/login?next=/inner/reports');
      const login = await get().http.post('/inner/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      expect(login.headers['location']).toBe('/inner/');
      const cookie = setCookies(login.headers)[0]?.split(';')[0] ?? '';
      const who = await get().http.get('/inner/reports').set('cookie', cookie);
      expect(who.text).toContain(CANARY);
      expect((await get().http.get('/inner/assets/app.js')).status).toBe(200);
    });
  });

  withFixture('a client address', harness, { options: { trustProxy: 1 } }, (get) => {
    it('is the one that the trusted proxy tells, the last and not the first (A95, L8)', async () => {
      await get().http.get('/reports').set({ authorization: 'Bearer wrong-1', 'x-forwarded-for': '6.6.6.6, 9.9.9.9' });
      expect(get().events.at(-1)).toMatchObject({ type: 'login-failure', clientAddress: '9.9.9.9' });
    });
  });

  it('ignores X-Forwarded-For without a trusted proxy, and counts an IPv6 /64 as one client (A95, L7, L8)', async () => {
    const plain = await startFixture(harness);
    await plain.http.get('/reports').set({ authorization: 'Bearer wrong-1', 'x-forwarded-for': '9.9.9.9' });
    expect(plain.events.at(-1)).toMatchObject({ clientAddress: '127.0.0.1' });
    await plain.close();
    const proxied = await startFixture(harness, { options: { trustProxy: ['loopback'] } });
    for (let i = 0; i < 25; i += 1) {
      await proxied.http
        .get('/reports')
        .set({ authorization: `Bearer wrong-${i}`, 'x-forwarded-for': `2001:db8:1:2::${i.toString(16)}` });
    }
    const same = await proxied.http
      .get('/who')
      .set({ authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '2001:db8:1:2:ffff::1' });
    expect(same.status).toBe(429);
    for (const address of ['2001:db8:1:3::1', '1.2.3.4', '::ffff:1.2.3.5']) {
      const other = await proxied.http
        .get('/who')
        .set({ authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': address });
      expect([address, other.status]).toEqual([address, 200]);
    }
    await proxied.close();
  });
}

async function signInAt(http: Awaited<ReturnType<typeof startFixture>>['http']): Promise<string> {
  const response = await http.post('/tools/auth/login').type('form').send({ password: TOKEN }).redirects(0);
  return setCookies(response.headers)[0] ?? '';
}
