import { expect, it } from '@jest/globals';
import { PAGE, SCRIPT, setCookies } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, signInAs } from '../people.ts';
import { ask, callApi, freshAddress, fromAnywhere, givenHolder, givenKey, givenPair } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

type Headers = Readonly<Record<string, string>>;

/** What some server takes for a path below `/api/`, and what is none of it. */
const ODD = ['/api%2fx', '/api%2Fx', '//api/x', '/x/../api/x', '/./api/x', '/%61pi/x', '/API/x', '/Api/x', '/api/./x'];
const ODDER = ['/api;a=1/x', '/api\\x', '/x/%2e%2e/api/x', '/x/..%2fapi/x', '/api//x', '/x//../api/x', '/%2561pi/x'];

export function pairDemanded(harness: AdapterHarness, place: AccountsPlace): void {
  const options = {
    trustProxy: 1,
    public: ['/api/open/'],
    apiKeys: { demandedAt: ['/api/', '/who', '/role'], query: 'api_key' },
    tokens: { passwordGrant: true, accessSeconds: 600 },
  };
  withAccounts('paths that take a key beside the sign-in', harness, { place, options }, (get) => {
    /** Somebody with everything, and a key of a program that may read. */
    async function given(username: string) {
      const { fixture } = get();
      const holder = await givenHolder(fixture, username, { roles: ['owner'] });
      const program = await givenKey(fixture.http, holder.by, { service: true, roles: ['viewer'] });
      const { access } = await givenPair(fixture.http, username);
      return { ...holder, program, access, bearer: { authorization: `Bearer ${access}` } };
    }
    const asked = (path: string, ...headers: Headers[]) =>
      ask(get().fixture.http, path, Object.assign({}, ...headers) as Headers);
    const coded = async (path: string, ...headers: Headers[]) => {
      const answer = await asked(path, ...headers);
      expect(answer.text).not.toContain(CANARY);
      return [answer.status, answer.body.code];
    };

    it('are open to both together: a key with an access token, and a key with a cookie (A9)', async () => {
      const { program, key, bearer, by } = await given('both');
      for (const each of [program.key, key]) {
        for (const headers of [bearer, by]) {
          const { status, text } = await asked('/api/x', { 'x-api-key': each }, headers);
          expect([status, text.includes(CANARY)]).toEqual([200, true]);
        }
        expect((await asked(`/api/x?api_key=${each}`, bearer)).status).toBe(200);
        expect((await asked(`/api/x?access_token=none`, { 'x-api-key': each })).status).toBe(401);
      }
    });

    it('refuse either one alone, and a wrong one of either, and say which (A8, A9)', async () => {
      const { program, bearer, by, access } = await given('either');
      const key = { 'x-api-key': program.key };
      const wrongKey = { 'x-api-key': `${program.key}x` };
      expect(await coded('/api/x')).toEqual([401, 'core/key-required']);
      expect(await coded('/api/x', bearer)).toEqual([401, 'core/key-required']);
      expect(await coded('/api/x', by)).toEqual([401, 'core/key-required']);
      expect(await coded('/api/x', key)).toEqual([401, 'core/authentication-required']);
      expect(await coded('/api/x', wrongKey, bearer)).toEqual([401, 'core/key-required']);
      expect(await coded('/api/x', wrongKey, by)).toEqual([401, 'core/key-required']);
      expect(await coded('/api/x', key, { authorization: `Bearer ${access}x` })).toEqual([
        401,
        'core/invalid-credential',
      ]);
      expect(await coded('/api/x', key, by, { authorization: 'Bearer wrong' })).toEqual([
        401,
        'core/invalid-credential',
      ]);
      expect(await coded('/api/x', key, { authorization: 'Digest x' })).toEqual([401, 'core/unsupported-scheme']);
      get().fixture.advance(601);
      expect(await coded('/api/x', key, bearer)).toEqual([401, 'core/expired-credential']);
      expect(await coded('/api/x', wrongKey, bearer)).toEqual([401, 'core/key-required']);
      get().fixture.advance(-601);
    });

    it('refuse a key in place of the sign-in, be it another one or the same twice (A9, A42)', async () => {
      const { program, key } = await given('twice');
      for (const bearer of [program.key, key]) {
        const headers = { 'x-api-key': program.key, authorization: `Bearer ${bearer}` };
        expect(await coded('/api/x', headers)).toEqual([401, 'core/invalid-credential']);
      }
      expect(await coded('/api/x', { authorization: `Bearer ${program.key}` })).toEqual([401, 'core/key-required']);
    });

    it('answer 400 to two different keys (A99, 4.18)', async () => {
      const { program, key, bearer } = await given('two-keys');
      const answer = await coded(`/api/x?api_key=${key}`, { 'x-api-key': program.key }, bearer);
      expect(answer).toEqual([400, 'core/conflicting-credentials']);
      expect((await asked(`/api/x?api_key=${key}`, { 'x-api-key': key }, bearer)).status).toBe(200);
    });

    it('are of a program to a person: no redirect, whoever asks, and no session (A9, A102)', async () => {
      const { program, bearer } = await given('program');
      for (const headers of [PAGE, SCRIPT, {}]) {
        expect(await coded('/api/x', headers, bearer)).toEqual([401, 'core/key-required']);
        const open = await asked('/api/x', headers, bearer, { 'x-api-key': program.key });
        expect([open.status, setCookies(open.headers)]).toEqual([200, []]);
      }
    });

    it('let a request do what both may, and no more (A9, L14)', async () => {
      const { fixture } = get();
      const { user, by, bearer } = await given('intersected');
      const service = async (input: object) => (await givenKey(fixture.http, by, { service: true, ...input })).key;
      const rights = async (key: string, headers: Headers) => [
        (await asked('/who', { 'x-api-key': key }, headers)).body.canRead,
        (await asked('/role', { 'x-api-key': key }, headers)).status,
      ];
      const [writer, reader] = [{ permissions: ['reports:write'] }, { permissions: ['reports:read', 'x:y'] }];
      const [writes, reads, all] = [await service(writer), await service(reader), await service({ roles: ['admin'] })];
      await givenHolder(fixture, 'weak-person', { roles: [] });
      await givenHolder(fixture, 'admin-person', { roles: ['admin'] });
      const signedIn = async (name: string) => ({
        authorization: `Bearer ${(await givenPair(fixture.http, name)).access}`,
      });
      const [weak, admin] = [await signedIn('weak-person'), await signedIn('admin-person')];
      for (const headers of [bearer, by]) {
        expect([await rights(reads, headers), await rights(writes, headers)]).toEqual([
          [true, 403],
          [false, 403],
        ]);
      }
      expect([await rights(all, weak), await rights(all, admin), await rights(reads, admin)]).toEqual([
        [false, 403],
        [true, 200],
        [true, 403],
      ]);
      await accountsOf(fixture.auth).users.update(MACHINE, user.id, { status: 'disabled' });
      for (const headers of [bearer, by]) expect(await rights(reads, headers)).toEqual([undefined, 401]);
    });

    it('follow the key and the person to their ends at the next request (A29, A72)', async () => {
      const { fixture } = get();
      const { program, by, bearer } = await given('ends');
      const key = { 'x-api-key': program.key };
      expect((await asked('/api/x', key, bearer)).status).toBe(200);
      await callApi(fixture.http, by, ['delete', `/keys/${program.id}`]);
      expect(await coded('/api/x', key, bearer)).toEqual([401, 'core/key-required']);
    });

    it('are not reached by another spelling of theirs (P6, P7, P10, P14)', async () => {
      const { fixture } = get();
      const { program, bearer, by } = await given('speller');
      for (const target of [...ODD, ...ODDER]) {
        for (const lines of [
          [`Authorization: ${bearer.authorization}`],
          [`Cookie: ${by.cookie}`],
          [`X-Api-Key: ${program.key}`],
        ]) {
          const { status, body } = await fixture.raw({
            target,
            headers: [...lines, `X-Forwarded-For: ${freshAddress()}`],
          });
          const open = status === 200 && body.includes(CANARY);
          // What no server reads as below /api/ takes one credential, as everything else does.
          const isElsewhere = target === '/%2561pi/x';
          expect([target, lines, open && !isElsewhere]).toEqual([target, lines, false]);
        }
      }
    });

    it('that are public as well need neither, and a wrong key is still wrong (A42)', async () => {
      const { program, by } = await given('publican');
      expect((await asked('/api/open/x')).status).toBe(200);
      expect((await asked('/api/open/x', by)).status).toBe(200);
      expect((await asked('/api/open/x', { 'x-api-key': program.key })).status).toBe(200);
      expect((await asked('/api/open/x', { 'x-api-key': 'wrong' }, by)).status).toBe(401);
      for (const headers of [{}, by])
        expect((await asked(`/api/open/x?api_key=${program.key}&a=1`, headers)).status).toBe(200);
      expect(get().fixture.reached.slice(-2)).toEqual(['GET /api/open/x?a=1', 'GET /api/open/x?a=1']);
    });

    it('elsewhere one of the two is enough, and both are one too many (A28, A99)', async () => {
      const { program, bearer, by } = await given('elsewhere');
      for (const headers of [bearer, by, { 'x-api-key': program.key }]) {
        expect((await asked('/apis/x', headers)).status).toBe(200);
        expect((await asked('/reports', headers)).status).toBe(200);
      }
      expect(await coded('/reports', bearer, { 'x-api-key': program.key })).toEqual([
        400,
        'core/conflicting-credentials',
      ]);
    });

    it('check the origin of a page that writes with its cookie, key or not (A76)', async () => {
      const { fixture } = get();
      const { program, by } = await given('forger');
      const send = (headers: Headers) =>
        fixture.http
          .post('/api/x')
          .set(fromAnywhere({ 'x-api-key': program.key, ...by, ...headers }))
          .send('x=1');
      expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
      expect((await send({ origin: fixture.origin })).status).toBe(200);
    });

    it('let nobody in whose password has to be changed (S8, V15)', async () => {
      const { fixture } = get();
      const { program } = await given('keeper');
      await givenUser(fixture.auth, { username: 'must', roles: ['owner'], mustChangePassword: true });
      const cookie = await signInAs(fixture.http, { username: 'must' });
      const answer = await asked('/api/x', { 'x-api-key': program.key, cookie });
      expect([answer.status, answer.body.code]).toEqual([403, 'core/password-change-required']);
    });
  });
}
