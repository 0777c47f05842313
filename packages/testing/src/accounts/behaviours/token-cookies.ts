import { createMemoryDurableStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { PAGE, SCRIPT, setCookies } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { attempt, cookiesOf, givenUser } from '../people.ts';
import { ask } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';
import { cookieOf, cookiePairs, HOUR, NAMES, pairIn } from './token-cookies/cookie-pairs.ts';
import { cookieEnds } from './token-cookies/ends.ts';
import { cookieMisuse } from './token-cookies/misuse.ts';
import { cookieRenewal } from './token-cookies/renewal.ts';
import { awayStore } from './token-endpoints.ts';

export function tokenCookies(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, tokens: { cookies: NAMES, passwordGrant: true } };
  withAccounts('a pair of cookies', harness, { place, options }, (get) => {
    const pairs = cookiePairs(get);
    cookieRenewal(pairs);
    cookieEnds(pairs);
    cookieMisuse(pairs);
  });

  const away = { is: false };
  const stores = {
    dataFolder: undefined,
    databaseUrl: undefined,
    store: awayStore(away),
    durableStore: createMemoryDurableStore(),
  };
  withAccounts(
    'a pair of cookies whose store is away',
    harness,
    { place, options: { ...options, ...stores } },
    (get) => {
      it('is 503, and neither cleared nor used up (F5, V59, A37)', async () => {
        const { fixture } = get();
        await givenUser(fixture.auth, { username: 'ada' });
        const cookie = cookieOf(pairIn((await attempt(fixture.http, { username: 'ada' })).headers) ?? {});
        fixture.advance(HOUR + 1);
        away.is = true;
        const answers: supertest.Response[] = [];
        for (const headers of [{}, PAGE, SCRIPT])
          answers.push(await ask(fixture.http, '/reports', { ...headers, cookie }));
        const open = await ask(fixture.http, '/about', { cookie });
        away.is = false;
        for (const { status, headers } of answers) expect([status, setCookies(headers)]).toEqual([503, []]);
        expect([open.status, setCookies(open.headers)]).toEqual([200, []]);
        const back = await ask(fixture.http, '/who', { cookie });
        expect([back.status, pairIn(back.headers) === null]).toEqual([200, false]);
      });
    },
  );

  withAccounts(
    'a pair of cookies by their usual names',
    harness,
    { place, options: { trustProxy: 1, tokens: { cookies: true } } },
    (get) => {
      it('is named after the session cookie, so that strangers on one host keep apart (A59)', async () => {
        const { fixture } = get();
        await givenUser(fixture.auth, { username: 'ada' });
        const cookie = cookiesOf((await attempt(fixture.http, { username: 'ada' })).headers);
        const names = cookie.split('; ').map((pair) => pair.split('=')[0]);
        const [base = ''] = /^doorward_[\w-]{10}/.exec(names[0] ?? '') ?? [];
        expect(names).toEqual([`${base}_access`, `${base}_refresh`, `${base}_browser`]);
        expect((await ask(fixture.http, '/who', { cookie })).body).toMatchObject({ name: 'ada', session: true });
      });

      it('has no age where browsers are not to keep it, but for the one that knows the browser again (V62)', async () => {
        const { another } = get();
        const { auth, http } = await another({ session: { persistent: false } });
        await givenUser(auth, { username: 'eve' });
        const lines = setCookies((await attempt(http, { username: 'eve' })).headers);
        const aged = lines.filter((line) => line.includes('Max-Age=')).map((line) => line.split('=', 1)[0] ?? '');
        expect([lines.length, aged]).toEqual([3, [expect.stringMatching(/_browser$/)]]);
      });
    },
  );
}
