import { expect, it } from '@jest/globals';
import { PAGE, SCRIPT, setCookies } from '../../../adapter/fixture.ts';
import { CANARY } from '../../../adapter/harness.ts';
import { readSetCookie, type StrictCookie } from '../../../http/cookie.ts';
import { ask, sendForm } from '../../programs.ts';
import { type CookiePairs, clearedIn, cookieOf, HOUR, NAMES, pairIn } from './cookie-pairs.ts';

/** A pair is made by signing in, and renewed in answers. */
export function cookieRenewal({ get, signedIn, who, post, later }: CookiePairs): void {
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
}
