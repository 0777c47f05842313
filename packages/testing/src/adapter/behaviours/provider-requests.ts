import { createMemoryStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { type Browser, browserAt, COMING_BACK, OWN, pathOf, signInWith } from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import { PAGE, SCRIPT, setCookies } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

const ISSUER = 'https://provider.example';

/** As a browser opens a frame on a page of the provider: nothing of ours comes along. */
const FRAME = { ...PAGE, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' };

/** What other sites send browsers to: sign-outs in frames, and sign-ins that they begin. */
export function providerRequests(harness: AdapterHarness): void {
  let moved = 0;
  const now = (): number => Date.now() + moved;
  const acme = createTestProvider();
  const other = createTestProvider({ id: 'other', name: 'Other' });
  const options = {
    publicUrl: OWN,
    now,
    store: createMemoryStore({ now }),
    providers: [acme.provider, other.provider],
  };

  withFixture('a sign-out in a frame of the provider', harness, { options }, (get) => {
    const show = (query: Readonly<Record<string, string>>, id = 'acme') =>
      get()
        .http.get(`/auth/sso/${id}/signed-out?${new URLSearchParams(query)}`)
        .set(FRAME);
    const isIn = async (browser: Browser) => (await browser.get('/who', SCRIPT)).status === 200;

    async function signedIn(sid: string, provider = acme): Promise<Browser> {
      const browser = browserAt(get());
      const { person } = provider;
      provider.person = { ...person, sid };
      await signInWith(browser, provider);
      provider.person = person;
      return browser;
    }

    it('ends the session that it names, and no other (O-63)', async () => {
      const [laptop, phone, guest] = [
        await signedIn('laptop'),
        await signedIn('phone'),
        await signedIn('laptop', other),
      ];
      const shown = await show({ iss: ISSUER, sid: 'laptop' });
      expect([shown.status, shown.text, setCookies(shown.headers)]).toEqual([200, '', []]);
      expect([await isIn(laptop), await isIn(phone), await isIn(guest)]).toEqual([false, true, true]);
      expect(get().events.at(-1)).toMatchObject({
        type: 'session-ended',
        method: 'acme',
        reason: 'core/provider-refused',
        detail: '1 session',
      });
    });

    it('may be framed by the provider alone, and is kept nowhere; pages of ours stay out of frames (O-63)', async () => {
      const { headers } = await show({ iss: ISSUER, sid: 'nobody' });
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': `default-src 'none'; frame-ancestors ${ISSUER}`,
      });
      expect(headers['x-frame-options']).toBeUndefined();
      for (const path of ['/auth/login', '/auth/sso/acme/callback?state=x', '/auth/sso/acme?iss=x']) {
        const page = await get().http.get(path).set(FRAME).redirects(0);
        expect([path, page.headers['x-frame-options']]).toEqual([path, 'DENY']);
        expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      }
    });

    it.each<Readonly<Record<string, string>>>([
      { sid: 'laptop' },
      { iss: ISSUER },
      { iss: 'https://other.example', sid: 'laptop' },
    ])('that does not name both, the provider and the session, is 400, and ends nothing: %j (O-63)', async (query) => {
      const laptop = await signedIn('laptop');
      const count = get().events.length;
      const shown = await show(query);
      expect([shown.status, shown.headers['cache-control']]).toEqual([400, 'no-store']);
      expect([await isIn(laptop), get().events.length]).toEqual([true, count]);
    });

    it('says the same of a session that is over or was never there, and writes no event (O-63)', async () => {
      await signedIn('laptop');
      await show({ iss: ISSUER, sid: 'laptop' });
      const count = get().events.length;
      for (const sid of ['laptop', 'never']) {
        const shown = await show({ iss: ISSUER, sid });
        expect([sid, shown.status, shown.text]).toEqual([sid, 200, '']);
      }
      expect(get().events.length).toBe(count);
    });

    it('finds no session by guessing, and keeps nobody from signing in (O-63)', async () => {
      const laptop = await signedIn('laptop');
      for (let guess = 0; guess < 20; guess += 1) await show({ iss: ISSUER, sid: `guess-${guess}` });
      const limited = await show({ iss: ISSUER, sid: 'laptop' });
      expect([limited.status, Number(limited.headers['retry-after']) > 0]).toEqual([429, true]);
      expect(await isIn(laptop)).toBe(true);
      expect(await get().signIn()).toContain('=');
      moved += 15 * 60_000 + 1_000;
      expect((await show({ iss: ISSUER, sid: 'laptop' })).status).toBe(200);
      expect(await isIn(laptop)).toBe(false);
    });
  });

  withFixture('a sign-in that another site begins', harness, { options }, (get) => {
    const begin = (browser: Browser, query: Readonly<Record<string, string>>) =>
      browser.get(`/auth/sso/acme?${new URLSearchParams(query)}`, COMING_BACK);
    const post = (fields: Readonly<Record<string, string>>) =>
      get()
        .http.post('/auth/sso/acme')
        .set({ ...COMING_BACK, origin: ISSUER })
        .type('form')
        .send(fields)
        .redirects(0);

    it('leads to the provider, and to the page that was named (O-65)', async () => {
      for (const way of ['address', 'form']) {
        const browser = browserAt(get());
        const invitation = { iss: ISSUER, target: `${OWN}/reports?a=1`, hint: 'ada@acme.example' };
        const begun = browser.take(await (way === 'form' ? post(invitation) : begin(browser, invitation)));
        const url = new URL(begun.headers['location'] ?? '');
        expect([way, begun.status, url.origin]).toEqual([way, 303, ISSUER]);
        expect(url.searchParams.get('hint')).toBe('ada@acme.example');
        const back = browser.take(await browser.get(pathOf(acme.visit(url.href)), COMING_BACK));
        expect([back.status, back.headers['location']]).toEqual([303, '/reports?a=1']);
        expect((await browser.get('/who', SCRIPT)).body).toMatchObject({ method: 'acme' });
      }
    });

    it('is a new one each time: what one browser begins counts in no other (O-65, O-33)', async () => {
      const [attacker, victim] = [browserAt(get()), browserAt(get())];
      const begun = attacker.take(await begin(attacker, { iss: ISSUER }));
      const callback = pathOf(acme.visit(begun.headers['location'] ?? ''));
      expect((await victim.get(callback, COMING_BACK)).status).toBe(400);
      const states = await Promise.all(
        [1, 2].map(async () => (await begin(victim, { iss: ISSUER })).headers['location']),
      );
      expect(new Set(states).size).toBe(2);
    });

    it.each([
      'https://evil.example/',
      'https://own.example.evil.example/',
      'https://own.example@evil.example/',
      'http://own.example/reports',
      `${OWN}//evil.example`,
      `${OWN}/\\evil.example`,
      `${OWN}/auth/login`,
      `${OWN}/auth/sso/acme?iss=${ISSUER}`,
      `${OWN}/${'a'.repeat(3000)}`,
      'javascript:alert(1)',
      '//evil.example',
      '/reports',
      '',
    ])('never ends at %s (O-65, A95)', async (target) => {
      const browser = browserAt(get());
      const begun = browser.take(await begin(browser, { iss: ISSUER, target, next: '/reports' }));
      const back = await browser.get(pathOf(acme.visit(begun.headers['location'] ?? '')), COMING_BACK);
      expect([back.status, back.headers['location']]).toEqual([303, '/']);
    });

    it('for another provider is not begun: 400, and nothing is kept (O-65)', async () => {
      const refused = await begin(browserAt(get()), { iss: 'https://other.example', target: `${OWN}/reports` });
      expect([refused.status, setCookies(refused.headers), refused.headers['location']]).toEqual([400, [], undefined]);
      expect(refused.text).toContain('A sign-in cannot be begun like this');
      for (const fields of [{ iss: 'https://other.example' }, { target: `${OWN}/reports` }, {}]) {
        const posted = await post(fields);
        expect([fields, posted.status, setCookies(posted.headers)]).toEqual([fields, 400, []]);
      }
      const script = await get().http.get('/auth/sso/acme?iss=x').set(SCRIPT);
      expect([script.status, script.body.code]).toEqual([400, 'core/provider-invitation']);
    });
  });
}
