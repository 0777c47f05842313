import type { User } from '@doorward/auth';
import { expect, it } from '@jest/globals';
import { basic } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, attempt, givenUser, MACHINE, PASSWORD, signInAs } from '../people.ts';
import { ask, callApi, freshAddress, fromAnywhere, givenHolder, givenPair, sendForm } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

type Users = ReturnType<typeof accountsOf>['users'];

/** What makes of a user somebody who may not come in. */
const STATES: Readonly<Record<string, (users: Users, user: User) => Promise<unknown>>> = {
  disabled: (users, { id }) => users.update(MACHINE, id, { status: 'disabled' }),
  pending: (users, { id }) => users.update(MACHINE, id, { status: 'pending' }),
  deleted: (users, { id }) => users.delete(MACHINE, id),
};

export function credentialStates(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, apiKeys: true, tokens: { passwordGrant: true }, accounts: { basic: true } };
  withAccounts('every kind of credential', harness, { place, options }, (get) => {
    /** A user with one credential of each kind. */
    async function armed(username: string) {
      const { fixture } = get();
      const { user, key, by } = await givenHolder(fixture, username);
      const { access, refresh } = await givenPair(fixture.http, username);
      const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
        cookie: by,
        token: { authorization: `Bearer ${access}` },
        key: { 'x-api-key': key },
        'key as Bearer': { authorization: `Bearer ${key}` },
        basic: { authorization: basic(username, PASSWORD) },
      };
      return { user, kinds, refresh };
    }

    it.each(Object.entries(STATES))(
      'of a user who is %s is refused alike, and makes no new one (V15, A72, S6)',
      async (state, change) => {
        const { fixture } = get();
        const username = `who-is-${state}`;
        const { user, kinds, refresh } = await armed(username);
        // Twice, so that each is remembered.
        for (const headers of [...Object.values(kinds), ...Object.values(kinds)]) {
          expect((await ask(fixture.http, '/who', headers)).body).toMatchObject({ name: username, canRead: true });
        }
        await change(accountsOf(fixture.auth).users, user);
        for (const [kind, headers] of Object.entries(kinds)) {
          for (const path of ['/reports', '/auth/api/me', '/auth/api/keys']) {
            const answer = await ask(fixture.http, path, headers);
            expect([kind, path, answer.status, answer.text.includes(CANARY)]).toEqual([kind, path, 401, false]);
          }
          const made = await callApi(fixture.http, headers, ['post', '/keys', { name: 'after' }]);
          expect([kind, made.status]).toEqual([kind, 401]);
        }
        expect((await sendForm(fixture.http, { grant_type: 'refresh_token', refresh_token: refresh })).body.error).toBe(
          'invalid_grant',
        );
        const typed = await sendForm(fixture.http, { grant_type: 'password', username, password: PASSWORD });
        expect([typed.status, typed.body.error]).toEqual([400, 'invalid_grant']);
        const login = await attempt(fixture.http, { username, from: freshAddress() });
        expect([401, 403]).toContain(login.status);
      },
    );

    it('of a user who has to change the password reaches nothing but that (V15, S8)', async () => {
      const { fixture } = get();
      const { http } = fixture;
      const { user, kinds: before } = await armed('must-change');
      await accountsOf(fixture.auth).users.update(MACHINE, user.id, { mustChangePassword: true });
      for (const kind of ['cookie', 'token']) expect((await ask(http, '/reports', before[kind])).status).toBe(401);
      const cookie = await signInAs(http, { username: 'must-change' });
      const { access } = await givenPair(http, 'must-change');
      const kinds = { ...before, cookie: { cookie }, token: { authorization: `Bearer ${access}` } };
      for (const [kind, headers] of Object.entries(kinds)) {
        for (const path of ['/reports', '/auth/api/keys', '/auth/api/users', '/auth/api/me/sessions']) {
          const answer = await ask(http, path, headers as never);
          expect([kind, path, answer.status, answer.body.code]).toEqual([
            kind,
            path,
            403,
            'core/password-change-required',
          ]);
        }
        for (const what of [
          ['post', '/keys', { name: 'x' }],
          ['post', '/tickets', { path: '/who' }],
        ] as const) {
          expect([kind, (await callApi(http, headers as never, what)).status]).toEqual([kind, 403]);
        }
        const me = await ask(http, '/auth/api/me', headers as never);
        expect([kind, me.status, me.body.obligation]).toEqual([kind, 200, 'change-password']);
      }
      const change = { current: PASSWORD, password: 'harvest pylon quiet umbrella' };
      const byKey = await callApi(http, before['key'] ?? {}, ['post', '/me/password', change]);
      expect([byKey.status, byKey.body.code]).toEqual([403, 'accounts/not-allowed']);
      expect((await callApi(http, kinds.token, ['post', '/me/password', change])).status).toBe(204);
      expect((await ask(http, '/who', before['key'])).body).toMatchObject({ name: 'must-change' });
      expect((await ask(http, '/who', before['basic'])).status).toBe(401);
    });

    it('of a user whose rights change has those of the moment (V39, A19)', async () => {
      const { fixture } = get();
      const { user, kinds } = await armed('demoted');
      for (const headers of Object.values(kinds))
        expect((await ask(fixture.http, '/who', headers)).body.canRead).toBe(true);
      await accountsOf(fixture.auth).users.update(MACHINE, user.id, { roles: [] });
      for (const [kind, headers] of Object.entries(kinds)) {
        const { status, body } = await ask(fixture.http, '/who', headers);
        // A session ends with the rights that it was made for; what is proved each time has those that are left.
        expect([kind, status === 401 || body.canRead === false]).toEqual([kind, true]);
      }
    });

    it('writes from any page but the cookie, which no foreign page may use (A76, A99)', async () => {
      const { fixture } = get();
      const { kinds } = await armed('writer');
      for (const [kind, headers] of Object.entries(kinds)) {
        const sent = fromAnywhere({ ...headers, origin: 'https://evil.example' });
        const { status } = await fixture.http.post('/write').set(sent).send('x=1');
        expect([kind, status]).toEqual([kind, kind === 'cookie' ? 403 : 200]);
      }
    });

    it('is no password, and a password is no other kind (S9, L14)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'typed' });
      for (const headers of [
        { 'x-api-key': PASSWORD.replaceAll(' ', '-') },
        { authorization: `Bearer ${PASSWORD.replaceAll(' ', '')}` },
      ])
        expect((await ask(fixture.http, '/reports', headers as never)).status).toBe(401);
      expect((await ask(fixture.http, `/reports?access_token=${encodeURIComponent(PASSWORD)}`)).status).toBe(401);
    });
  });
}
