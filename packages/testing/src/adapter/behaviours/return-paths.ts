import { expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { browserAt, COMING_BACK, OWN, pathOf, visitProvider } from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import { PAGE, TOKEN } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

/** What servers call the address to go to afterwards: ours, and those of others. */
const NAMES = [
  ...['next', 'rd', 'returnTo', 'return_to', 'callbackURL', 'callback_url', 'redirect', 'redirect_url', 'redirect_uri'],
  ...['post_logout_redirect_uri', 'target_link_uri', 'target', 'RelayState', 'continue', 'url', 'file', 'back'],
];

const TARGETS = [
  ...['https://evil.example/', '//evil.example', '/\\evil.example', 'https:evil.example', '/x/..//evil.example'],
  ...[`${OWN}//evil.example`, `${OWN}@evil.example/`, 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x'],
];

const PROVIDER = 'https://provider.example';

export function returnPaths(harness: AdapterHarness): void {
  const acme = createTestProvider();
  const options = { publicUrl: OWN, providers: [acme.provider] };

  withFixture('a return path', harness, { options }, (get) => {
    it.each(TARGETS)('to %s is not taken by any endpoint, under any name (R4, R11, R12)', async (target) => {
      const fields = Object.fromEntries(NAMES.map((name) => [name, target]));
      await askAll(`${new URLSearchParams(fields)}`, { next: target }, {});
    });

    it.each(TARGETS)('is never the Referer, not even %s (R8)', async (target) => {
      for (const referer of [target, `${OWN}//evil.example`, 'https://evil.example/login?next=/reports'])
        await askAll('', {}, { referer });
    });

    /** Every endpoint that redirects or links, on its good way and on its bad ones. */
    async function askAll(query: string, fields: Record<string, string>, headers: Record<string, string>) {
      const { http } = get();
      const at = (path: string) => (query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`);
      const page = { ...PAGE, ...headers };
      const own = { ...page, 'sec-fetch-site': 'same-origin' };
      const post = (path: string, body: object, cookie = '') =>
        http
          .post(at(path))
          .set({ ...own, cookie })
          .type('form')
          .send(body)
          .redirects(0);
      const read = (path: string, cookie = '') =>
        http
          .get(at(path))
          .set({ ...page, cookie })
          .redirects(0);

      const signedIn = await post('/auth/login', { ...fields, password: TOKEN });
      assertOurs('a right password', signedIn, 303);
      const cookie = String(signedIn.headers['set-cookie']).split(';', 1)[0] ?? '';
      assertOurs('a wrong password', await post('/auth/login', { ...fields, password: 'wrong' }), 401);
      assertOurs('no password', await post('/auth/login', fields), 400);
      assertOurs('the login page', await read('/auth/login'), 200);
      assertOurs('the login page of a member', await read('/auth/login', cookie), 303);
      assertOurs('a token in the address', await read(`/auth/login?access_token=${TOKEN}`), 303);
      assertOurs('a wrong token in the address', await read('/auth/login?access_token=wrong'), 303);
      assertOurs('a page', await read('/reports'), 303);
      assertOurs('the question before signing out', await read('/auth/logout', cookie), 200);
      assertOurs('signing out', await post('/auth/logout', fields, cookie), 303);
      assertOurs('after signing out', await read('/auth/login?signed-out'), 200);
      await askProvider(at, { ...COMING_BACK, ...headers });
      get().advance(3600);
    }

    async function askProvider(at: (path: string) => string, headers: Record<string, string>) {
      for (const [answer, status] of [
        ['yes', 303],
        ['no', 403],
      ] as const) {
        acme.answer = answer;
        const browser = browserAt(get());
        const begun = browser.take(await browser.get(at('/auth/sso/acme'), headers));
        acme.visit(begun.headers['location'] ?? '');
        assertOurs('beginning', begun, 303);
        const back = pathOf(acme.visit(begun.headers['location'] ?? ''));
        assertOurs('a stranger at the callback', await browserAt(get()).get(at(back), headers), 400);
        assertOurs(`coming back with a ${answer}`, await browser.get(at(back), headers), status);
      }
      acme.answer = 'yes';
      acme.isAway = true;
      assertOurs('a provider that is away', await browserAt(get()).get(at('/auth/sso/acme'), headers), 502);
      acme.isAway = false;
      const browser = browserAt(get());
      const path = await visitProvider(browser, acme);
      assertOurs('a made-up code', await browser.get(at(path.replace(/code=\w+/, 'code=x')), headers), 400);
    }
  });
}

/** It leads nowhere but to us and to the provider, and the next form would not either. */
function assertOurs(what: string, { status, headers, text }: supertest.Response, expected: number): void {
  expect([what, status]).toEqual([what, expected]);
  const attributes = [
    ...(text ?? '').replaceAll('href="data:,"', '').matchAll(/\s(?:href|src|action|formaction)="([^"]*)"/g),
  ].map(([, url]) => url);
  const refresh = headers['refresh']?.replace(/^.*?url=/, '');
  for (const url of [headers['location'], refresh, ...attributes].filter((each) => each !== undefined)) {
    const { origin } = new URL(url.replaceAll('&amp;', '&'), OWN);
    expect([what, url, [OWN, PROVIDER].includes(origin)]).toEqual([what, url, true]);
  }
  expect([what, /evil\.example|javascript:|data:text/i.test(text ?? '')]).toEqual([what, false]);
}
