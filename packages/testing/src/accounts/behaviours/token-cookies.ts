import { createMemoryDurableStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { PAGE, SCRIPT, setCookies } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import { readSetCookie, type StrictCookie } from '../../http/cookie.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, attempt, cookiesOf, givenUser, MACHINE, OTHER_PASSWORD, PASSWORD } from '../people.ts';
import { ask, callApi, freshAddress, fromAnywhere, sendForm } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';
import { awayStore } from './token-endpoints.ts';

const NAMES = { access: 'token', refresh: 'refresh_token' };
const HOUR = 3600;

/** The two cookies of an answer. */
function pairIn(
  headers: Readonly<Record<string, unknown>>,
): Readonly<Record<'token' | 'refresh_token', string>> | null {
  const found = new Map(setCookies(headers).map((line) => [readSetCookie(line).name, readSetCookie(line).value]));
  const [token, refresh] = [found.get(NAMES.access), found.get(NAMES.refresh)];
  return token && refresh ? { token, refresh_token: refresh } : null;
}

/** Those of both cookies that the answer clears. */
const clearedIn = (headers: Readonly<Record<string, unknown>>): readonly string[] =>
  setCookies(headers)
    .map(readSetCookie)
    .filter(({ value }) => value === '')
    .map(({ name }) => name);

const cookieOf = (pair: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(pair)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

export function tokenCookies(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, tokens: { cookies: NAMES, passwordGrant: true } };
  withAccounts('a pair of cookies', harness, { place, options }, (get) => {
    async function signedIn(username: string, more = {}) {
      const { fixture } = get();
      const user = await givenUser(fixture.auth, { username, roles: ['viewer'], ...more });
      const response = await attempt(fixture.http, { username, from: freshAddress() });
      const pair = pairIn(response.headers);
      if (pair === null) throw new Error(`no pair: ${response.status}`);
      return { user, pair, cookie: cookieOf(pair), response };
    }
    const who = (cookie: string, { http } = get().fixture) => ask(http, '/who', { cookie });
    const post = (headers: Readonly<Record<string, string>>) =>
      get().fixture.http.post('/write').set(fromAnywhere(headers)).send('x=1');
    /** Calls `then` when the access token is over. */
    async function later<T>(then: () => Promise<T>): Promise<T> {
      get().fixture.advance(HOUR + 1);
      try {
        return await then();
      } finally {
        get().fixture.advance(-HOUR - 1);
      }
    }

    it('comes with signing in, in place of the session cookie, as safe as that, each with its lifetime (A26, A65, A102, V34)', async () => {
      const { response, cookie } = await signedIn('ada');
      expect([response.status, response.headers['cache-control']]).toEqual([303, 'no-store']);
      const cookies = setCookies(response.headers).map(readSetCookie);
      const named = Object.fromEntries(cookies.map((each) => [each.name, each]));
      for (const [name, seconds] of [
        [NAMES.access, HOUR],
        [NAMES.refresh, 604_800],
      ] as const) {
        const { attributes } = named[name] as StrictCookie;
        expect(attributes).toMatchObject({ path: '/', httponly: true, samesite: 'Lax' });
        expect(Math.abs(Number(attributes['max-age']) - seconds)).toBeLessThanOrEqual(1);
      }
      const others = cookies.filter(({ name }) => name !== NAMES.access && name !== NAMES.refresh);
      expect(others.map(({ name }) => name)).toEqual([expect.stringMatching(/_browser$/)]);
      expect((await who(cookie)).body).toMatchObject({ name: 'ada', session: true, canRead: true });
      expect(setCookies((await who(cookie)).headers)).toEqual([]);
    });

    it.each(['GET', 'POST'])(
      'with an access token that is over is renewed in the answer to a %s (A37, A102)',
      async (method) => {
        const { pair } = await signedIn(`over-${method.toLowerCase()}`);
        await later(async () => {
          for (const sent of [pair, { refresh_token: pair.refresh_token }]) {
            const cookie = cookieOf(sent);
            const answer =
              method === 'GET' ? await ask(get().fixture.http, '/reports', { cookie }) : await post({ cookie });
            expect([answer.status, answer.text.includes(CANARY), answer.headers['cache-control']]).toEqual([
              200,
              true,
              'no-store',
            ]);
            const next = pairIn(answer.headers);
            expect(next?.refresh_token).not.toBe(pair.refresh_token);
            const again = await who(cookieOf(next ?? {}));
            expect([again.status, setCookies(again.headers)]).toEqual([200, []]);
          }
        });
      },
    );

    it('without a refresh token that counts is 401, never 5xx, and is cleared (A37)', async () => {
      const { http } = get().fixture;
      const { pair } = await signedIn('dead');
      const { token, refresh_token: refresh } = pair;
      const ended = await signedIn('ended');
      await sendForm(http, { token: ended.pair.refresh_token }, {}, '/auth/revoke');
      await later(async () => {
        const sent = [
          { token },
          { token, refresh_token: '' },
          { token, refresh_token: 'nonsense' },
          { token, refresh_token: `${refresh}x` },
          { token, refresh_token: token },
          { token: refresh, refresh_token: token },
          { refresh_token: `dwr_${'x'.repeat(4000)}` },
          ended.pair,
          { token: '__proto__', refresh_token: 'constructor' },
        ];
        for (const each of sent) {
          for (const headers of [SCRIPT, {}]) {
            const answer = await ask(http, '/reports', { ...headers, cookie: cookieOf(each) });
            expect([each, answer.status, answer.text.includes(CANARY)]).toEqual([each, 401, false]);
            expect([each, clearedIn(answer.headers)]).toEqual([each, Object.keys(each)]);
          }
          const page = await ask(http, '/reports', { ...PAGE, cookie: cookieOf(each) });
          expect([page.status, page.headers['location'], clearedIn(page.headers)]).toEqual([
            303,
            '/auth/login?next=/reports',
            Object.keys(each),
          ]);
        }
      });
      expect((await ask(http, '/about', { cookie: 'token=x; refresh_token=y' })).status).toBe(200);
    });

    it('is renewed once by ten requests at the same time, and all of them succeed (A38)', async () => {
      const { fixture, another } = get();
      const second = await another();
      second.advance(HOUR + 1);
      const { cookie } = await signedIn('ten');
      await later(async () => {
        const answers = await Promise.all(
          Array.from({ length: 10 }, (_, n) => who(cookie, n % 2 === 0 ? fixture : second)),
        );
        expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
        const renewals = answers.map(({ headers }) => pairIn(headers)?.refresh_token);
        expect(renewals).not.toContain(undefined);
        expect(new Set(renewals).size).toBe(1);
      });
    });

    it('used again later ends the family: of a thief and its owner nobody goes on (A66)', async () => {
      const { fixture } = get();
      const { cookie } = await signedIn('robbed');
      await later(async () => {
        const mine = pairIn((await who(cookie)).headers) ?? {};
        fixture.advance(11);
        const stolen = await who(cookie);
        expect([stolen.status, clearedIn(stolen.headers)]).toEqual([401, ['token', 'refresh_token']]);
        expect((await who(cookieOf(mine))).status).toBe(401);
        fixture.advance(-11);
      });
    });

    it('is gone after signing out, at the server and in the browser, with the attributes that it had (A39, A67, S3)', async () => {
      const { fixture } = get();
      const { pair, cookie, response } = await signedIn('leaver');
      const out = await fixture.http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' });
      expect([out.status, out.headers['cache-control']]).toEqual([204, 'no-store']);
      const made = Object.fromEntries(
        setCookies(response.headers)
          .map(readSetCookie)
          .map((each) => [each.name, each]),
      );
      for (const name of [NAMES.access, NAMES.refresh]) {
        const gone = setCookies(out.headers)
          .map(readSetCookie)
          .find((each) => each.name === name);
        const { 'max-age': age, ...rest } = gone?.attributes ?? {};
        const { 'max-age': _age, ...before } = made[name]?.attributes ?? {};
        expect([gone?.value, age, rest]).toEqual(['', '0', before]);
      }
      expect((await who(cookie)).status).toBe(401);
      expect((await ask(fixture.http, '/who', { authorization: `Bearer ${pair.token}` })).status).toBe(401);
      const renewal = await sendForm(fixture.http, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });
      expect(renewal.body.error).toBe('invalid_grant');
    });

    it('is ended by signing out with nothing but its refresh token left (A39)', async () => {
      const { fixture } = get();
      const { pair } = await signedIn('half-gone');
      await later(async () => {
        const cookie = cookieOf({ refresh_token: pair.refresh_token });
        await fixture.http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' });
        expect((await who(cookie)).status).toBe(401);
      });
      expect((await who(cookieOf(pair))).status).toBe(401);
    });

    it('of a page of another site writes nothing, is not renewed, and not cleared (A76, W5)', async () => {
      const { fixture } = get();
      const { pair, cookie } = await signedIn('forged');
      const foreign: Record<string, string>[] = [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ];
      const refused = async (sent: string): Promise<void> => {
        for (const headers of foreign) {
          const answer = await post({ ...headers, cookie: sent });
          expect([answer.status, answer.body.code, setCookies(answer.headers)]).toEqual([
            403,
            'core/cross-site-request',
            [],
          ]);
        }
      };
      await refused(cookie);
      await later(async () => {
        const before = fixture.reached.length;
        await refused(cookie);
        await refused(cookieOf({ refresh_token: pair.refresh_token }));
        expect(fixture.reached).toHaveLength(before);
        fixture.advance(11);
        // Had it been used, this would be the second time.
        expect((await who(cookie)).status).toBe(200);
        fixture.advance(-11);
      });
    });

    it('signs nobody out, and posts no form of ours, for a client that hides its origin (A76, V33)', async () => {
      const { fixture } = get();
      const { cookie } = await signedIn('hidden');
      const out = await fixture.http.post('/auth/logout').set('cookie', cookie).type('form').send({});
      expect([out.status, out.body.code]).toEqual([403, 'core/cross-site-request']);
      const login = await fixture.http
        .post('/auth/login')
        .set('cookie', cookie)
        .type('form')
        .send({ username: 'hidden', password: PASSWORD });
      expect([login.status, pairIn(login.headers)]).toEqual([403, null]);
      const page = await fixture.http
        .post('/auth/account/profile')
        .set('cookie', cookie)
        .type('form')
        .send({ displayName: 'Evil' });
      expect(page.status).toBe(403);
      expect((await who(cookie)).body).toMatchObject({ name: 'hidden' });
    });

    it('is not read, written or ended at the endpoints of tokens (A66, W5)', async () => {
      const { fixture } = get();
      const { cookie, pair } = await signedIn('programmed');
      for (const fields of [{}, { refresh_token: '' }, { refresh_token: 'wrong' }] as Record<string, string>[]) {
        const answer = await sendForm(fixture.http, { grant_type: 'refresh_token', ...fields }, { cookie });
        expect([answer.status, answer.text.includes('dwa_'), setCookies(answer.headers)]).toEqual([400, false, []]);
      }
      await sendForm(fixture.http, { token: 'wrong' }, { cookie }, '/auth/revoke');
      const typed = { grant_type: 'password', username: 'programmed', password: PASSWORD };
      const made = await sendForm(fixture.http, typed, { cookie });
      expect([made.status, setCookies(made.headers)]).toEqual([200, []]);
      expect((await who(cookie)).status).toBe(200);
      const renewed = await sendForm(fixture.http, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });
      expect([renewed.status, setCookies(renewed.headers)]).toEqual([200, []]);
    });

    it('doubled by a sibling with another value is 400, first or last (S12, A99)', async () => {
      const mine = await signedIn('tossed');
      const theirs = await signedIn('tosser');
      for (const name of ['token', 'refresh_token'] as const) {
        for (const cookie of [
          `${name}=${theirs.pair[name]}; ${mine.cookie}`,
          `${mine.cookie}; ${name}=${theirs.pair[name]}`,
        ]) {
          const answer = await who(cookie);
          expect([name, answer.status, answer.body.code, setCookies(answer.headers)]).toEqual([
            name,
            400,
            'core/conflicting-credentials',
            [],
          ]);
        }
      }
      expect((await who(`${mine.cookie}; ${mine.cookie}`)).body).toMatchObject({ name: 'tossed' });
    });

    it('is in its own two places alone: neither half opens in the place of the other (A66, S9)', async () => {
      const { pair } = await signedIn('placed');
      expect((await who(cookieOf({ refresh_token: pair.token }))).status).toBe(401);
      await later(async () => {
        expect((await who(cookieOf({ token: pair.refresh_token }))).status).toBe(401);
        expect((await who(cookieOf({ refresh_token: pair.token }))).status).toBe(401);
      });
    });

    it('is replaced by signing in again, and the one before is dead; a planted one is as well (S1, V26)', async () => {
      const { fixture } = get();
      const before = await signedIn('again');
      const planted = await signedIn('planter');
      for (const { cookie } of [before, planted]) {
        const after = await attempt(fixture.http, { username: 'again', cookie, from: freshAddress() });
        expect(pairIn(after.headers)).not.toBeNull();
        expect((await who(cookie)).status).toBe(401);
        expect((await who(cookieOf(pairIn(after.headers) ?? {}))).body).toMatchObject({ name: 'again' });
      }
    });

    it('is another one after a change of one’s password, and every other one is over (S1, S4, A19)', async () => {
      const { fixture } = get();
      const { cookie } = await signedIn('changer');
      const other = cookieOf(
        pairIn((await attempt(fixture.http, { username: 'changer', from: freshAddress() })).headers) ?? {},
      );
      const body = { current: PASSWORD, password: OTHER_PASSWORD };
      const changed = await callApi(fixture.http, { cookie }, ['post', '/me/password', body]);
      expect(changed.status).toBe(204);
      for (const each of [cookie, other]) expect((await who(each)).status).toBe(401);
      expect((await who(cookieOf(pairIn(changed.headers) ?? {}))).body).toMatchObject({ name: 'changer' });
    });

    it('is not renewed for who was disabled meanwhile, and not more than its user (A72, S6)', async () => {
      const { fixture } = get();
      const { user, cookie } = await signedIn('gone');
      await accountsOf(fixture.auth).users.update(MACHINE, user.id, { status: 'disabled' });
      await later(async () => {
        const answer = await who(cookie);
        expect([answer.status, clearedIn(answer.headers)]).toEqual([401, ['token', 'refresh_token']]);
      });
    });
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
    },
  );
}
