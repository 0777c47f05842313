import { expect, it } from '@jest/globals';
import { setCookies } from '../../../adapter/fixture.ts';
import { readSetCookie } from '../../../http/cookie.ts';
import { accountsOf, attempt, MACHINE, OTHER_PASSWORD, PASSWORD } from '../../people.ts';
import { ask, callApi, freshAddress, sendForm } from '../../programs.ts';
import { type CookiePairs, clearedIn, cookieOf, NAMES, pairIn } from './cookie-pairs.ts';

/** What ends a pair, and what is put in its place. */
export function cookieEnds({ get, signedIn, who, later }: CookiePairs): void {
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
}
