import { expect, it } from '@jest/globals';
import { basic, PAGE, setCookies } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, signInAs } from '../people.ts';
import { ask, callApi, givenHolder, givenKey, type MadeKey } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

type Headers = Readonly<Record<string, string>>;

export function keys(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, apiKeys: true, tokens: { passwordGrant: true } };
  withAccounts('an API key', harness, { place, options }, (get) => {
    const holder = (username: string, input?: Parameters<typeof givenHolder>[2]) =>
      givenHolder(get().fixture, username, input);
    const who = ({ key }: Pick<MadeKey, 'key'>, { http } = get().fixture) => ask(http, '/who', { 'x-api-key': key });

    it('opens as x-api-key and as Bearer, as its owner; none and a wrong one are 401 (A28, A73)', async () => {
      const { http } = get().fixture;
      const { key } = await holder('harry');
      for (const headers of [{ 'x-api-key': key }, { 'X-API-Key': key }, { authorization: `Bearer ${key}` }] as const) {
        const { status, body } = await ask(http, '/who', headers as Headers);
        expect([status, body]).toMatchObject([200, { name: 'harry', method: 'api-key', session: false }]);
      }
      const none = await ask(http, '/reports');
      expect([none.status, none.body.code]).toEqual([401, 'core/authentication-required']);
      for (const headers of [{ 'x-api-key': `${key}x` }, { 'x-api-key': 'dwk_' }, { 'x-api-key': 'wrong' }]) {
        const wrong = await ask(http, '/reports', headers);
        expect([wrong.status, wrong.body.code]).toEqual([401, 'core/invalid-credential']);
        expect(wrong.text).not.toContain(CANARY);
        expect(wrong.headers['www-authenticate']).toMatch(/^Bearer /);
      }
      const empty = await ask(http, '/reports', { 'x-api-key': '' });
      expect([empty.status, empty.text.includes(CANARY)]).toEqual([401, false]);
    });

    it('is shown once, then by its last characters alone, and is over when it is deleted (A30, A73)', async () => {
      const { http } = get().fixture;
      await givenUser(get().fixture.auth, { username: 'iris', roles: ['viewer'] });
      const by = { cookie: await signInAs(http, { username: 'iris' }) };
      const made = await callApi(http, by, ['post', '/keys', { name: 'nightly' }]);
      expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
      const { id, key } = made.body;
      expect(key).toMatch(/^dwk_[\w-]{43}$/);
      expect(made.body).toMatchObject({ name: 'nightly', hint: key.slice(-4), status: 'active' });
      const list = await callApi(http, by, ['get', '/keys']);
      expect(list.body).toMatchObject({ total: 1, keys: [{ id, name: 'nightly', hint: key.slice(-4) }] });
      const one = await callApi(http, by, ['get', `/keys/${id}`]);
      for (const text of [list.text, one.text]) {
        for (const part of [key, key.slice(0, 12), key.slice(4, 20), key.slice(-8)]) expect(text).not.toContain(part);
        expect(text).not.toContain('"key"');
      }
      expect((await who({ key })).status).toBe(200);
      expect((await callApi(http, by, ['delete', `/keys/${id}`])).status).toBe(204);
      expect((await who({ key })).status).toBe(401);
      expect((await callApi(http, by, ['get', '/keys'])).body).toEqual({ total: 0, keys: [] });
      expect((await callApi(http, by, ['get', `/keys/${id}`])).status).toBe(404);
    });

    it('does what its permissions and its owner’s rights of the moment both say, and no more (A29, A73, A74)', async () => {
      const { fixture } = get();
      const { user, key, by } = await holder('limited', { roles: ['admin'] });
      const readOnly = await givenKey(fixture.http, by, { permissions: ['reports:read'] });
      const other = await givenKey(fixture.http, by, { permissions: ['pages:read', 'reports:delete'] });
      const rights = async (each: string) => [
        (await who({ key: each })).body.canRead,
        (await ask(fixture.http, '/role', { 'x-api-key': each })).status,
      ];
      expect([await rights(key), await rights(readOnly.key), await rights(other.key)]).toEqual([
        [true, 200],
        [true, 403],
        [false, 403],
      ]);
      await accountsOf(fixture.auth).users.update(MACHINE, user.id, { roles: ['viewer'] });
      expect([await rights(key), await rights(readOnly.key)]).toEqual([
        [true, 403],
        [true, 403],
      ]);
      await accountsOf(fixture.auth).users.update(MACHINE, user.id, { roles: [] });
      expect([await rights(key), await rights(readOnly.key)]).toEqual([
        [false, 403],
        [false, 403],
      ]);
    });

    it('counts before the cookie of somebody else, and a wrong one is never rescued by it (A42, A99, 4.18)', async () => {
      const { http } = get().fixture;
      const mine = await holder('kim');
      const theirs = await holder('lee', { roles: ['owner'] });
      const both = await ask(http, '/who', { 'x-api-key': mine.key, cookie: theirs.by.cookie });
      expect(both.body).toMatchObject({ name: 'kim', method: 'api-key', session: false });
      for (const wrong of [`${mine.key}x`, mine.key.slice(0, -1), 'x', '']) {
        const answer = await ask(http, '/reports', { 'x-api-key': wrong, cookie: theirs.by.cookie });
        expect([wrong, answer.status, setCookies(answer.headers)]).toEqual([wrong, 401, []]);
        expect(answer.text).not.toContain(CANARY);
      }
      expect((await ask(http, '/who', { cookie: theirs.by.cookie })).body).toMatchObject({ name: 'lee' });
    });

    it('never becomes a session, and signs nobody in (V24, L14)', async () => {
      const { http } = get().fixture;
      const { key } = await holder('stateless', { roles: ['owner'] });
      for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]) {
        const page = await ask(http, '/who', { ...PAGE, ...headers });
        expect([page.status, setCookies(page.headers)]).toEqual([200, []]);
      }
      const basicLogin = await ask(http, '/who', { ...PAGE, authorization: basic('stateless', key) });
      expect([basicLogin.status === 200, setCookies(basicLogin.headers)]).toEqual([false, []]);
      const login = await http.post('/auth/login').send({ username: 'stateless', password: key });
      expect([login.status, setCookies(login.headers)]).toEqual([401, []]);
      for (const grant of [
        { grant_type: 'password', username: 'stateless', password: key },
        { grant_type: 'refresh_token', refresh_token: key },
      ]) {
        expect((await http.post('/auth/token').type('form').send(grant)).status).toBe(400);
      }
    });

    it('says when it was last used, also after a restart (A73)', async () => {
      const { fixture, another } = get();
      const { key, id, by } = await holder('user-of-it');
      expect((await callApi(fixture.http, by, ['get', `/keys/${id}`])).body.lastUsedAt).toBeNull();
      const second = await another();
      expect((await who({ key }, second)).status).toBe(200);
      await second.auth.close();
      const { lastUsedAt } = (await callApi(fixture.http, by, ['get', `/keys/${id}`])).body;
      expect(Math.abs(Date.parse(lastUsedAt) - Date.now())).toBeLessThan(600_000);
    });
  });
}
