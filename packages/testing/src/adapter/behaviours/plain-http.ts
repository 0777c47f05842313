import { expect, it } from '@jest/globals';
import { readSetCookie } from '../../http/cookie.ts';
import { browserAt, OWN } from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import { PAGE, SCRIPT, setCookies, TOKEN } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

/** A page of this site that was loaded without TLS: whoever sits on the way may have written it. */
const PLAIN: Readonly<Record<string, string>> = {
  host: 'own.example',
  origin: 'http://own.example',
  'x-forwarded-proto': 'http',
};

export function plainHttp(harness: AdapterHarness): void {
  const acme = createTestProvider();
  const options = { publicUrl: OWN, providers: [acme.provider] };

  withFixture('a deployment on https, asked by a page of plain http', harness, { options }, (get) => {
    it('signs nobody in, by form or by JSON, and sets no cookie (V35)', async () => {
      const form = await get().http.post('/auth/login').set(PLAIN).type('form').send({ password: TOKEN }).redirects(0);
      const json = await get().http.post('/auth/login').set(PLAIN).send({ password: TOKEN });
      for (const { status, headers } of [form, json]) expect([status, setCookies(headers)]).toEqual([403, []]);
    });

    it('does nothing with the cookie, and lets the page read nothing (V35)', async () => {
      const cookie = await signIn();
      for (const path of ['/write', '/auth/logout']) {
        const written = await get()
          .http.post(path)
          .set({ ...PLAIN, cookie });
        expect([path, written.status, setCookies(written.headers)]).toEqual([path, 403, []]);
      }
      expect(get().reached.filter((request) => request.startsWith('POST'))).toEqual([]);
      const read = await get()
        .http.get('/who')
        .set({ ...PLAIN, ...SCRIPT, cookie });
      expect(read.headers).not.toHaveProperty('access-control-allow-origin');
      expect((await get().http.get('/who').set({ cookie })).status).toBe(200);
    });

    it('sets no cookie that goes over plain http, and leads nowhere that is (V35)', async () => {
      const asked = { ...PAGE, host: 'own.example', 'x-forwarded-proto': 'http' };
      const page = await get().http.get('/reports').set(asked).redirects(0);
      const exchanged = await get().http.get(`/reports?access_token=${TOKEN}`).set(asked).redirects(0);
      const begun = await get().http.get('/auth/sso/acme').set(asked).redirects(0);
      expect([page.status, exchanged.status, begun.status]).toEqual([303, 303, 303]);
      expect([page.headers['location'], exchanged.headers['location']]).toEqual([
        '/auth/login?next=/reports',
        '/reports',
      ]);
      const callback = new URL(begun.headers['location'] ?? '').searchParams.get('redirect_uri');
      expect(callback).toBe(`${OWN}/auth/sso/acme/callback`);
      const lines = [...setCookies(exchanged.headers), ...setCookies(begun.headers)];
      expect(lines).toHaveLength(2);
      for (const line of lines) {
        const { name, attributes } = readSetCookie(line);
        expect([name.startsWith('__Host-'), attributes['secure']]).toEqual([true, true]);
      }
      const script = await get()
        .http.get('/reports')
        .set({ ...SCRIPT, ...PLAIN });
      expect([script.status, script.headers['location']]).toEqual([401, undefined]);
    });

    async function signIn(): Promise<string> {
      const browser = browserAt(get());
      browser.take(await browser.post('/auth/login', { password: TOKEN }));
      return [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }
  });
}
