import { createMemoryStore, type ExpiringStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { type Browser, browserAt, COMING_BACK, OWN, signInWith } from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import { PAGE, SCRIPT, setCookies } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function standingGrants(harness: AdapterHarness): void {
  let moved = 0;
  const now = (): number => Date.now() + moved;
  const advance = (seconds: number): void => {
    moved += seconds * 1000;
  };
  const acme = createTestProvider({ now });
  acme.lifetimeSeconds = 600;
  const store = recordingStore(now);
  const options = { publicUrl: OWN, store, now, providers: [acme.provider] };

  withFixture('a sign-in that a provider stands behind', harness, { options }, (get) => {
    const start = async (): Promise<Browser> => {
      const browser = browserAt(get());
      await signInWith(browser, acme);
      return browser;
    };

    it('is renewed when its time has come, once for many requests at a time (F19)', async () => {
      const browser = await start();
      acme.renewals = 0;
      expect((await browser.get('/reports', SCRIPT)).text).toContain(CANARY);
      expect(acme.renewals).toBe(0);
      advance(601);
      const answers = await Promise.all(Array.from({ length: 10 }, () => browser.get('/reports', SCRIPT)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
      expect(acme.renewals).toBe(1);
      advance(601);
      expect((await browser.get('/reports', SCRIPT)).status).toBe(200);
      expect(acme.renewals).toBe(2);
    });

    it('goes on while the provider is away, and ends when it says no', async () => {
      const browser = await start();
      advance(601);
      acme.isAway = true;
      expect((await browser.get('/reports', SCRIPT)).status).toBe(200);
      acme.isAway = false;
      acme.hasEnded = true;
      expect((await browser.get('/reports', SCRIPT)).status).toBe(200);
      advance(31);
      expect((await browser.get('/reports', SCRIPT)).status).toBe(401);
      acme.hasEnded = false;
      expect((await browser.get('/reports', SCRIPT)).status).toBe(401);
      expect(get().events.at(-1)).toMatchObject({ type: 'session-ended', reason: 'core/provider-refused' });
    });

    it('gives the app what the provider gave, as it was renewed', async () => {
      const browser = await start();
      const grant = async () => (await browser.get('/grant', SCRIPT)).body;
      const first = await grant();
      expect(first).toEqual({ provider: 'acme', secret: expect.stringMatching(/^refresh-\w{32}$/) });
      expect(await grant()).toEqual(first);
      advance(601);
      const next = await grant();
      expect([next.provider, next.secret === first.secret]).toEqual(['acme', false]);
      const other = await get().signIn();
      expect((await get().http.get('/grant').set('cookie', other)).body).toBeNull();
    });

    it('keeps what the provider gave where nobody reads it (S17)', async () => {
      await start();
      expect(store.written.length).toBeGreaterThan(0);
      expect(store.written.join('\n')).not.toContain('refresh-');
    });

    it('is ended here first, and then there: by a page for a form, by an address for a script (A39, O-56)', async () => {
      const signOut = (cookie: string, headers: Readonly<Record<string, string>>) =>
        get()
          .http.post('/auth/logout')
          .set({ ...headers, cookie, origin: OWN, 'sec-fetch-site': 'same-origin' })
          .redirects(0);
      for (const [headers, status] of [
        [PAGE, 200],
        [SCRIPT, 200],
      ] as const) {
        const browser = await start();
        const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await signOut(cookie, headers);
        const expected = `https://provider.example/end?grant=one&returnUrl=${encodeURIComponent(`${OWN}/auth/login?signed-out`)}`;
        const url = headers === PAGE ? answer.headers['refresh']?.replace('0; url=', '') : answer.body.redirectTo;
        expect([answer.status, url]).toEqual([status, expected]);
        expect((await get().http.get('/reports').set('cookie', cookie)).status).toBe(401);
      }
      for (const query of [
        '?signed-out',
        '?signed-out&state=other',
        '?signed-out&state=a&state=%3Cscript%3E',
        '?state=x',
      ]) {
        const page = await get().http.get(`/auth/login${query}`).set(COMING_BACK).redirects(0);
        expect([query, page.status, setCookies(page.headers)]).toEqual([query, 200, []]);
        expect(page.text.includes('You are signed out.')).toBe(query.includes('signed-out'));
        expect(page.text).not.toContain('script');
      }
      const browser = await start();
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      acme.isAway = true;
      expect((await signOut(cookie, SCRIPT)).status).toBe(204);
      acme.isAway = false;
      expect((await get().http.get('/reports').set('cookie', cookie)).status).toBe(401);
    });
  });
}

/** A store in memory that notes what is written. */
function recordingStore(now: () => number): ExpiringStore & { readonly written: string[] } {
  const memory = createMemoryStore({ now });
  const written: string[] = [];
  return Object.assign(Object.create(memory) as ExpiringStore, {
    written,
    create(...args: Parameters<ExpiringStore['create']>) {
      written.push(JSON.stringify(args));
      return memory.create(...args);
    },
  });
}
