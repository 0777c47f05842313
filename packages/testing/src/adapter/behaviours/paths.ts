import { expect, it } from '@jest/globals';
import { PAGE } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

/** Ways to write a separator or a dot that some server reads as one (P2, P6, P7, P11, P14, P16). */
const UP = [
  '/../',
  '/%2e%2e/',
  '/%2E%2e/',
  '/.%2e/',
  '/..%2f',
  '/%2e%2e%2f',
  '/%252e%252e%252f',
  '/..%5c',
  '/..\\',
  '/..;/',
  '/..;x=1/',
  '/%2e%2e;/',
  '//../',
  '/./../',
];

/** Targets that no server should serve. */
const UNREADABLE = [
  '/reports%00',
  '/%00/reports',
  '/reports%',
  '/reports%2',
  '/reports%zz',
  '/reports#/about',
  '/#',
  '/reports\u0001',
  '/re\u007fports',
  'reports',
  'http:reports',
  'ftp://127.0.0.1/',
];

export function paths(harness: AdapterHarness): void {
  withFixture('an odd path', harness, {}, (get) => {
    it('from a public prefix to a private page is refused, for strangers and members alike (P1, P14, P24)', async () => {
      const cookie = await get().signIn();
      for (const up of UP) {
        for (const target of [`/assets${up}reports`, `/assets/x${up}..${up}reports`]) {
          for (const headers of [[], [`Cookie: ${cookie}`]]) {
            const response = await get().raw({ target, headers });
            expect([target, response.status]).toEqual([target, 400]);
            expect(response.body).not.toContain(CANARY);
          }
        }
      }
    });

    it('to a public page by way of a private one is refused as well', async () => {
      for (const up of UP) {
        const response = await get().raw(`/reports${up}assets/app.js`);
        expect([up, [400, 401].includes(response.status)]).toEqual([up, true]);
        expect(response.body).not.toContain('public');
      }
    });

    it('is never public when servers read it differently (P2, P7, P11)', async () => {
      for (const target of [
        '/assets//app.js',
        '//assets/app.js',
        '/assets/%2fapp.js',
        '/assets/;x/app.js',
        '/assets;x/app.js',
        '/;/assets/app.js',
        '/assets\\app.js',
        '/./assets/app.js',
        '/assets/./app.js',
        '/about;x',
        '/about%3fx',
        '/about%23x',
        '/%61bout',
        '/%61ssets/app.js',
        '/assets%2fapp.js',
        '/assets/%c0%ae%c0%ae/reports',
        '/about%2e',
        '/x?/about',
        '/reports?x=/assets/',
        '/reports?/assets/app.js',
      ]) {
        const response = await get().raw(target);
        expect([target, [400, 401].includes(response.status)]).toEqual([target, true]);
        expect(response.body).not.toMatch(new RegExp(`${CANARY}|public`));
      }
    });

    it('is public when only its letters are escaped, below a public prefix', async () => {
      for (const target of [
        '/assets/a%20b.js',
        '/assets/%C3%BC.js',
        '/assets/%c3%bc.js',
        '/assets/%61pp.js',
        '/assets/.well-known',
        '/assets/a(1)[2]@x=y,z.js',
      ]) {
        expect([target, (await get().raw(target)).status]).toEqual([target, 200]);
      }
    });

    it('that cannot be read is 400 (P2, L22)', async () => {
      const cookie = await get().signIn();
      for (const target of UNREADABLE) {
        const response = await get().raw({ target, headers: [`Cookie: ${cookie}`] });
        expect([target, response.status]).toEqual([target, 400]);
        expect(response.body).not.toContain(CANARY);
      }
    });

    it('in absolute form counts for our own host only (X9)', async () => {
      const own = await get().raw({ target: `http://127.0.0.1:${get().port}/reports` });
      expect(own.status).toBe(401);
      for (const target of [
        'http://evil.example/about',
        `http://127.0.0.1:${get().port}@evil.example/about`,
        'http://about',
        '//evil.example/about',
      ]) {
        const response = await get().raw(target);
        expect([target, [400, 401].includes(response.status)]).toEqual([target, true]);
      }
    });

    it('of a member reaches the app byte for byte, escaped slashes and semicolons included', async () => {
      const cookie = await get().signIn();
      for (const target of [
        '/files/a%2Fb',
        '/files/a;v=1/b',
        '/files/caf%C3%A9?x=%2F&y=a+b',
        '/files/a%20b',
        '/files//double',
        "/files/(a)'b!*~",
      ]) {
        const response = await get().raw({ target, headers: [`Cookie: ${cookie}`] });
        expect([target, response.status]).toEqual([target, 200]);
        expect(get().reached.at(-1)).toBe(`GET ${target}`);
      }
    });

    it('does not reach our own endpoints by another spelling (P20)', async () => {
      for (const target of [
        '//auth/login',
        '/auth//login',
        '/auth/login/',
        '/auth/./login',
        '/auth/%6cogin',
        '/Auth/login',
        '/auth/login;x',
        '/x/../auth/login',
      ]) {
        const response = await get().raw({
          target,
          headers: Object.entries(PAGE).map(([name, value]) => `${name}: ${value}`),
        });
        expect([target, [303, 400].includes(response.status)]).toEqual([target, true]);
      }
    });

    it('that is long costs no more than its length', async () => {
      for (const part of ['%2e', '..;/', '%252f', '\\', '//', ';']) {
        const started = performance.now();
        const response = await get().raw(`/${part.repeat(Math.floor(8000 / part.length))}`);
        expect([part, [400, 401].includes(response.status)]).toEqual([part, true]);
        expect(performance.now() - started).toBeLessThan(20_000);
      }
    });

    it('of a stranger never leaves this host in the way to the login page (R6)', async () => {
      for (const target of [
        '//evil.example/x',
        '/\\evil.example',
        '///evil.example',
        '//evil.example/%2f..',
        '/%0d%0aset-cookie:x',
      ]) {
        const response = await get().raw({
          target,
          headers: Object.entries(PAGE).map(([name, value]) => `${name}: ${value}`),
        });
        const location = response.header('location');
        expect([400, 303]).toContain(response.status);
        if (location === undefined) continue;
        expect(new URL(location, get().origin).origin).toBe(get().origin);
        const next = new URL(location, get().origin).searchParams.get('next') ?? '/';
        expect(new URL(next, get().origin).origin).toBe(get().origin);
      }
    });
  });
}
