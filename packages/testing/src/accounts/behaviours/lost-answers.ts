import { expect, it } from '@jest/globals';
import { setCookies } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import { type LostRequest, loseAnswer } from '../../http/lost-answer.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, attempt, givenUser, MACHINE, OTHER_PASSWORD, PASSWORD, signInAs } from '../people.ts';
import { ask, callApi, givenPair, sendForm } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

export function lostAnswers(harness: AdapterHarness, place: AccountsPlace): void {
  const options = {
    trustProxy: 1,
    apiKeys: true,
    accounts: { signUp: 'active' },
    tokens: { passwordGrant: true },
  } as const;
  withAccounts('a request that is sent again since its answer got lost', harness, { place, options }, (get) => {
    const lose = (path: string, body?: string | object, headers = {}, method = 'POST'): Promise<void> => {
      const request: LostRequest = { method, path, headers: { ...OWN_PAGE, ...headers }, body };
      return loseAnswer(get().fixture.port, request);
    };
    const given = async (username: string, role = 'viewer') => {
      const { fixture } = get();
      const user = await givenUser(fixture.auth, { username, roles: [role] });
      return { user, by: { cookie: await signInAs(fixture.http, { username }) } };
    };

    it('makes no second user, and says that the name is taken (F42)', async () => {
      const { http } = get().fixture;
      const { by } = await given('f42-boss', 'owner');
      for (const input of [{ username: 'f42-twice', password: PASSWORD }, { username: 'f42-guest' }]) {
        await lose('/auth/api/users', input, by);
        const { status, body } = await callApi(http, by, ['post', '/users', input]);
        expect([status, body.code]).toEqual([409, 'accounts/name-taken']);
        const { body: found } = await callApi(http, by, ['get', `/users?search=${input.username}`]);
        expect(found.total).toBe(1);
      }
      expect((await attempt(http, { username: 'f42-twice' })).status).toBe(303);
    });

    it('leaves no user without a way in: the link that got lost is made again (F42)', async () => {
      const { http } = get().fixture;
      const { by } = await given('f42-host', 'owner');
      await lose('/auth/api/users', { username: 'f42-invited' }, by);
      const { body } = await callApi(http, by, ['get', '/users?search=f42-invited']);
      const link = await callApi(http, by, ['post', `/users/${body.users[0].id}/reset`, {}]);
      const fields = { ticket: link.body.ticket, password: PASSWORD, repeat: PASSWORD };
      const redeemed = await sendForm(http, fields, OWN_PAGE, '/auth/ticket');
      expect(redeemed.status).toBe(303);
    });

    it('signs up nobody a second time, and whoever it was can sign in (F42)', async () => {
      const { http } = get().fixture;
      const fields = { username: 'f42-new', password: PASSWORD, repeat: PASSWORD };
      await lose('/auth/sign-up', new URLSearchParams(fields).toString());
      const again = await sendForm(http, fields, OWN_PAGE, '/auth/sign-up');
      expect([again.status, /taken/.test(again.text)]).toEqual([409, true]);
      expect((await attempt(http, { username: 'f42-new' })).status).toBe(303);
    });

    it('signs in a second time, beside the first, which its holder sees and can end (F42)', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'f42-twin' });
      await lose('/auth/login', { username: 'f42-twin', password: PASSWORD });
      const by = { cookie: await signInAs(http, { username: 'f42-twin' }) };
      const sessions = async () => (await callApi(http, by, ['get', '/me/sessions'])).body.sessions;
      expect(await sessions()).toHaveLength(2);
      expect((await callApi(http, by, ['delete', '/me/sessions'])).status).toBeLessThan(300);
      expect(await sessions()).toHaveLength(1);
    });

    it('signs out, and is signed out the second time (F42)', async () => {
      const { http } = get().fixture;
      const { by } = await given('f42-leaver');
      await lose('/auth/logout', undefined, by);
      const again = await http.post('/auth/logout').set({ ...OWN_PAGE, ...by });
      expect([again.status, setCookies(again.headers).join()]).toEqual([204, expect.stringContaining('Max-Age=0')]);
      expect((await ask(http, '/who', by)).status).toBe(401);
    });

    it('deletes once, and says that it is not there (F42)', async () => {
      const { http } = get().fixture;
      const { by } = await given('f42-admin', 'owner');
      const { user } = await given('f42-deleted');
      const made = await callApi(http, by, ['post', '/keys', { name: 'one' }]);
      for (const path of [`/users/${user.id}`, `/keys/${made.body.id}`]) {
        await lose(`/auth/api${path}`, undefined, by, 'DELETE');
        const { status, body } = await callApi(http, by, ['delete', path]);
        expect([path, status, body.code]).toEqual([path, 404, expect.stringMatching(/not-found$/)]);
      }
    });

    it('uses a link once, and says that it is over; its password stands (F42)', async () => {
      const { http, auth } = get().fixture;
      const { ticket } = await accountsOf(auth).users.create(MACHINE, { username: 'f42-comer', roles: ['viewer'] });
      const fields = { ticket: ticket?.ticket ?? '', password: PASSWORD, repeat: PASSWORD };
      await lose('/auth/ticket', new URLSearchParams(fields).toString());
      const again = await sendForm(
        http,
        { ...fields, password: OTHER_PASSWORD, repeat: OTHER_PASSWORD },
        OWN_PAGE,
        '/auth/ticket',
      );
      expect([again.status, again.text.includes('accounts/ticket-invalid')]).toEqual([410, true]);
      expect((await attempt(http, { username: 'f42-comer' })).status).toBe(303);
      expect((await attempt(http, { username: 'f42-comer', password: OTHER_PASSWORD })).status).toBe(401);
    });

    it('makes a second key; both are listed, and each can be deleted (F42)', async () => {
      const { http } = get().fixture;
      const { by } = await given('f42-keys');
      await lose('/auth/api/keys', { name: 'the same' }, by);
      const { body: second } = await callApi(http, by, ['post', '/keys', { name: 'the same' }]);
      const list = async () => (await callApi(http, by, ['get', '/keys'])).body.keys as readonly { id: string }[];
      const both = await list();
      expect(both).toHaveLength(2);
      const lost = both.find(({ id }) => id !== second.id);
      expect((await callApi(http, by, ['delete', `/keys/${lost?.id}`])).status).toBe(204);
      expect((await ask(http, '/who', { 'x-api-key': second.key })).status).toBe(200);
      expect((await callApi(http, by, ['delete', `/keys/${second.id}`])).status).toBe(204);
      expect(await list()).toEqual([]);
    });

    it('refreshes to the same pair (F42, decision 16)', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'f42-pair' });
      const { refresh } = await givenPair(http, 'f42-pair');
      const fields = { grant_type: 'refresh_token', refresh_token: refresh };
      await lose('/auth/token', new URLSearchParams(fields).toString());
      const [second, third] = [await sendForm(http, fields), await sendForm(http, fields)];
      expect([second.status, second.body.refresh_token]).toEqual([200, third.body.refresh_token]);
      expect(second.body.refresh_token).not.toBe(refresh);
      expect((await ask(http, '/who', { authorization: `Bearer ${second.body.access_token}` })).status).toBe(200);
    });

    it('revokes once, and is fine the second time (F42)', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'f42-revoked' });
      const { access } = await givenPair(http, 'f42-revoked');
      await lose('/auth/revoke', new URLSearchParams({ token: access }).toString());
      expect((await sendForm(http, { token: access }, {}, '/auth/revoke')).status).toBe(200);
      expect((await ask(http, '/who', { authorization: `Bearer ${access}` })).status).toBe(401);
    });

    it('changes a password once: the new one signs in, and the old one does not (F42)', async () => {
      const { http } = get().fixture;
      const { by } = await given('f42-changer');
      const change = { current: PASSWORD, password: OTHER_PASSWORD };
      await lose('/auth/api/me/password', change, by);
      expect((await callApi(http, by, ['post', '/me/password', change])).status).toBe(401);
      expect((await attempt(http, { username: 'f42-changer' })).status).toBe(401);
      const signedIn = await attempt(http, { username: 'f42-changer', password: OTHER_PASSWORD });
      expect([signedIn.status, setCookies(signedIn.headers).length > 0]).toEqual([303, true]);
    });
  });
}
