import { expect, it } from '@jest/globals';
import { setCookies } from '../../../adapter/fixture.ts';
import { PASSWORD } from '../../people.ts';
import { sendForm } from '../../programs.ts';
import { type CookiePairs, cookieOf, pairIn } from './cookie-pairs.ts';

/** Pages of others, places that are not its own, and values of others. */
export function cookieMisuse({ get, signedIn, who, post, later }: CookiePairs): void {
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
}
