import { expect, it } from '@jest/globals';
import { PAGE, setCookies } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { attempt, givenUser, OTHER_PASSWORD, PASSWORD, signInAs } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

export function signingIn(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts(
    'signing in with an account',
    harness,
    { place, options: { accounts: { signUp: 'pending' } } },
    (get) => {
      it('works by username and by e-mail in any spelling, and the app learns name and rights (A5, A64, L6)', async () => {
        const { http, auth } = get().fixture;
        await givenUser(auth, { username: 'Ada', roles: ['viewer'] });
        for (const username of ['Ada', 'ada', ' ADA ', 'ada@example.com', 'Ada@Example.COM', 'Ａｄａ']) {
          const cookie = await signInAs(http, { username });
          const { body } = await http.get('/who').set('cookie', cookie);
          expect([username, body]).toMatchObject([username, { name: 'Ada', method: 'password', canRead: true }]);
        }
      });

      it('sets cookies that no script reads, and leads back to where the person wanted to go (A26, A79)', async () => {
        const { http, auth } = get().fixture;
        await givenUser(auth, { username: 'grace', roles: ['viewer'] });
        const asked = await http.get('/reports?week=3').set(PAGE).redirects(0);
        expect(asked.headers['location']).toBe('/auth/login?next=/reports%3Fweek%3D3');
        const response = await http
          .post('/auth/login')
          .set('sec-fetch-site', 'same-origin')
          .type('form')
          .send({ username: 'grace', password: PASSWORD, next: '/reports?week=3' })
          .redirects(0);
        expect([response.status, response.headers['location']]).toEqual([303, '/reports?week=3']);
        for (const line of setCookies(response.headers)) expect(line).toMatch(/; HttpOnly; SameSite=Lax/);
      });

      it('answers unknown, wrong, disabled and waiting users alike, down to the byte (A6, A77, V16)', async () => {
        const { http, auth } = get().fixture;
        await givenUser(auth, { username: 'known' });
        await givenUser(auth, { username: 'disabled', status: 'disabled' });
        await givenUser(auth, { username: 'waiting', status: 'pending' });
        const answers = [];
        for (const username of ['known', 'nobody', 'disabled', 'waiting']) {
          const { status, headers, body } = await http.post('/auth/login').send({ username, password: OTHER_PASSWORD });
          const { date: _date, ...rest } = headers as Record<string, string>;
          answers.push({ status, headers: rest, body });
        }
        expect(answers[0]).toMatchObject({ status: 401, body: { code: 'core/invalid-credential' } });
        for (const answer of answers) expect(answer).toEqual(answers[0]);
        expect((await http.post('/auth/login').send({ username: 'disabled', password: PASSWORD })).body).toEqual(
          answers[0]?.body,
        );
      });

      it('says "waiting for approval" once the password is right, and opens nothing (A68, S8)', async () => {
        const { http } = get().fixture;
        const json = await http.post('/auth/login').send({ username: 'waiting', password: PASSWORD });
        expect([json.status, json.body.code]).toEqual([403, 'accounts/waiting']);
        const page = await attempt(http, { username: 'waiting' }).set(PAGE);
        expect([page.status, setCookies(page.headers)]).toEqual([403, []]);
        expect(page.text).toContain('Waiting for approval');
      });

      it('asks for both fields (A6)', async () => {
        const { http } = get().fixture;
        for (const form of [{}, { username: 'Ada' }, { username: 'Ada', password: '' }]) {
          const response = await http.post('/auth/login').send(form);
          expect([response.status, response.body.code]).toEqual([400, 'web/password-required']);
        }
      });

      it('takes names that objects inherit for names like any other (4.13, L25)', async () => {
        const { http } = get().fixture;
        for (const username of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
          const response = await http.post('/auth/login').send({ username, password: PASSWORD });
          expect([username, response.status]).toEqual([username, 401]);
        }
      });
    },
  );
}
