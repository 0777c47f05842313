import { expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { browserAt, COMING_BACK, OWN, visitProvider } from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import { PAGE, SCRIPT, startFixture, TOKEN } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

/** All that a client sees of an answer, but for what is of the moment and of the request. */
function seen({ status, headers, text }: supertest.Response, ...ofTheRequest: readonly string[]): string {
  const { date: _date, ...others } = headers;
  return ofTheRequest.reduce((all, part) => all.replaceAll(part, '…'), JSON.stringify([status, others, text]));
}

/** With one character in the middle, at the beginning and at the end changed, cut, and made longer. */
function damaged(value: string): readonly string[] {
  const at = (index: number) => value.slice(0, index) + (value[index] === 'A' ? 'B' : 'A') + value.slice(index + 1);
  const changed = [0, 5, Math.floor(value.length / 2), value.length - 2].map(at);
  return [...changed, value.slice(0, -1), value.slice(1), `${value}A`, value.slice(0, 8), 'A', '%00', '"', ''];
}

export function answersAlike(harness: AdapterHarness): void {
  const acme = createTestProvider();
  const other = createTestProvider({ id: 'other', name: 'Other' });
  const options = { publicUrl: OWN, providers: [acme.provider, other.provider] };

  withFixture('what is wrong with a secret', harness, { options }, (get) => {
    it('is not told of a session’s cookie: ended, over, made up and damaged are one answer (V61)', async () => {
      const [live, ended, idle] = [await signIn(), await signIn(), await signIn()];
      const [name = '', value = ''] = live.split('=', 2);
      await get().http.post('/auth/logout').set({ cookie: ended, origin: OWN });
      get().advance(4 * 24 * 3600);
      const own = await signIn();
      const cookies = [ended, idle, ...damaged(value).map((each) => `${name}=${each}`), `${name}=${TOKEN}`];
      for (const headers of [PAGE, SCRIPT]) {
        const ask = (cookie: string) =>
          get()
            .http.get('/reports')
            .set({ ...headers, cookie })
            .redirects(0);
        const answers = new Set<string>();
        for (const cookie of cookies) answers.add(seen(await ask(cookie)));
        expect([...answers]).toHaveLength(1);
        expect((await ask(own)).status).toBe(200);
      }
    });

    it('is not told of a sign-in that goes on at a provider: no cookie, a damaged one, one that is over or another’s (V61)', async () => {
      const answers = new Set<string>();
      const ask = async (path: string, cookies: ReadonlyMap<string, string>) => {
        const browser = browserAt(get());
        for (const [name, value] of cookies) browser.cookies.set(name, value);
        const state = new URL(path, OWN).searchParams.get('state') ?? '';
        // The cookie that is cleared has its name of the state.
        const answer = await browser.get(path, COMING_BACK);
        answers.add(seen(answer, state).replace(/_at_[\w-]{10}/g, '_at_…'));
        expect(answer.status).toBe(400);
      };
      const browser = browserAt(get());
      const path = await visitProvider(browser, acme, '/reports');
      const [[name, value] = ['', '']] = [...browser.cookies];
      for (const cut of damaged(value)) await ask(path, new Map([[name, cut]]));
      await ask(path, new Map());
      const elsewhere = await startFixture(harness, {
        options: { ...options, secret: 'another-secret-of-32-characters-abc' },
      });
      const foreign = browserAt(elsewhere);
      await visitProvider(foreign, acme);
      await ask(path, new Map([[name, [...foreign.cookies.values()][0] ?? '']]));
      await elsewhere.close();
      const second = browserAt(get());
      await visitProvider(second, acme);
      await ask(path, new Map([[name, [...second.cookies.values()][0] ?? '']]));
      await ask(path.replace('/acme/', '/other/'), browser.cookies);
      get().advance(901);
      await ask(path, browser.cookies);
      expect([...answers]).toHaveLength(1);
    });

    it('is not told of a token: however much of it was right (V61)', async () => {
      const wrong = [TOKEN.slice(0, 1), TOKEN.slice(0, 8), TOKEN.slice(0, -1), `${TOKEN}x`, TOKEN.toUpperCase(), 'x'];
      const answers = new Set<string>();
      for (const token of wrong)
        answers.add(
          seen(
            await get()
              .http.get('/reports')
              .set({ ...SCRIPT, authorization: `Bearer ${token}` }),
          ),
        );
      expect([...answers]).toHaveLength(1);
    });

    it('is not told of a form: whichever proof of its origin is missing (V61)', async () => {
      const cookie = await signIn();
      const answers = new Set<string>();
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: 'http://own.example' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        {},
      ])
        answers.add(
          seen(
            await get()
              .http.post('/auth/logout')
              .set({ accept: PAGE['accept'] ?? '', cookie, ...headers }),
          ),
        );
      expect([...answers]).toHaveLength(1);
    });

    async function signIn(): Promise<string> {
      const browser = browserAt(get());
      browser.take(await browser.post('/auth/login', { password: TOKEN }));
      return [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }
  });
}
