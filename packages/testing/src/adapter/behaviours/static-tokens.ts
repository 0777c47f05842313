import { expect, it } from '@jest/globals';
import { basic, PAGE, SCRIPT, setCookies, startFixture } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

const USERS = {
  'ada-key-7f3Kq9': { id: 'ada', name: 'Ada', role: 'viewer' },
  'boss-key-2mX8w1': { id: 'boss', role: 'admin', permissions: ['extra:thing'] },
  'nobody-key-5tR4': { id: 'plain' },
} as const;

const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

export function staticTokens(harness: AdapterHarness): void {
  const options = { token: undefined, staticTokens: { tokens: USERS }, roles: 'team' as const };
  withFixture('tokens of the configuration', harness, { options }, (get) => {
    it('open as their users, with and without Bearer, with the rights of their roles (A85)', async () => {
      for (const [token, { id, ...more }] of Object.entries(USERS)) {
        for (const value of [`Bearer ${token}`, `bearer ${token}`, token]) {
          const { status, body } = await get().http.get('/who').set('authorization', value);
          const canRead = 'role' in more;
          expect([status, body]).toMatchObject([
            200,
            { name: 'name' in more ? more.name : id, method: 'static-token', canRead },
          ]);
        }
      }
      const role = (token: string) => get().http.get('/role').set('authorization', token);
      expect((await role('boss-key-2mX8w1')).status).toBe(200);
      expect((await role('ada-key-7f3Kq9')).status).toBe(403);
    });

    it('are 401 when unknown, near, of another spelling, or in another place (A85, L22)', async () => {
      const [known = ''] = Object.keys(USERS);
      const wrong = [
        `${known}x`,
        known.slice(0, -1),
        known.toUpperCase(),
        `Token ${known}`,
        `${known} ${known}`,
        `Bearer  `,
        `"${known}"`,
        'ada',
        'x',
      ];
      for (const value of wrong) {
        for (const headers of [{}, SCRIPT, PAGE]) {
          const answer = await get()
            .http.get('/reports')
            .set({ ...headers, authorization: value })
            .redirects(0);
          expect([value, answer.status === 200, answer.text.includes(CANARY)]).toEqual([value, false, false]);
        }
        expect((await get().http.get('/reports').set('authorization', value)).status).toBe(401);
        get().advance(901);
      }
      for (const headers of [{ 'x-api-key': known }, { cookie: `token=${known}` }] as Record<string, string>[])
        expect((await get().http.get('/reports').set(headers)).status).toBe(401);
    });

    it.each(INHERITED)('named %s are 401 everywhere, and sign nobody in (A85, L25)', async (name) => {
      get().advance(901);
      for (const value of [name, `Bearer ${name}`, basic('ada', name), basic(name, name)])
        expect([value, (await get().http.get('/reports').set('authorization', value)).status]).toEqual([value, 401]);
      expect((await get().http.get(`/reports?access_token=${name}`)).status).toBe(401);
      const json = await get().http.post('/auth/login').send({ password: name });
      expect([json.status, setCookies(json.headers)]).toEqual([401, []]);
      const form = await get()
        .http.post('/auth/login')
        .set('sec-fetch-site', 'same-origin')
        .type('form')
        .send({ password: name });
      expect([form.status, setCookies(form.headers)]).toEqual([401, []]);
    });

    it('sign in at the form, and by a page with the token in its address, which goes out of it (A46, A85)', async () => {
      const [token = ''] = Object.keys(USERS);
      const json = await get().http.post('/auth/login').send({ password: token });
      const cookie = setCookies(json.headers)[0]?.split(';')[0] ?? '';
      expect((await get().http.get('/who').set('cookie', cookie)).body).toMatchObject({
        name: 'Ada',
        session: true,
        canRead: true,
      });
      const page = await get().http.get(`/reports?week=3&access_token=${token}`).set(PAGE).redirects(0);
      expect([page.status, page.headers['location']]).toEqual([303, '/reports?week=3']);
      const script = await get().http.get(`/who?access_token=${token}`).set(SCRIPT);
      expect([script.body, setCookies(script.headers)]).toMatchObject([
        { name: 'Ada', session: false, url: '/who' },
        [],
      ]);
    });

    it('two different ones in one request are 400, and none is rescued by a cookie (A99)', async () => {
      const [ada = '', boss = ''] = Object.keys(USERS);
      const both = await get().http.get(`/who?access_token=${boss}`).set('authorization', `Bearer ${ada}`);
      expect([both.status, both.body.code]).toEqual([400, 'core/conflicting-credentials']);
      const login = await get().http.post('/auth/login').send({ password: boss });
      const cookie = setCookies(login.headers)[0]?.split(';')[0] ?? '';
      const wrong = await get().http.get('/reports').set({ cookie, authorization: 'wrong-token' });
      expect(wrong.status).toBe(401);
    });
  });

  withFixture(
    'tokens of the configuration by their other name',
    harness,
    { options: { token: undefined, staticTokens: { users: USERS } } },
    (get) => {
      it('open as well (A86)', async () => {
        for (const value of ['ada-key-7f3Kq9', 'Bearer ada-key-7f3Kq9'])
          expect((await get().http.get('/who').set('authorization', value)).body).toMatchObject({ name: 'Ada' });
        expect((await get().http.get('/who').set('authorization', 'Bearer constructor')).status).toBe(401);
      });

      it('may have names that objects inherit for ids and roles, which are names like any other (L25)', async () => {
        const odd = {
          'proto-token-1x': { id: '__proto__', role: 'constructor' },
          'proto-token-2x': { id: 'toString', name: 'hasOwnProperty' },
        };
        const fixture = await startFixture(harness, { options: { token: undefined, staticTokens: { users: odd } } });
        const answers = await Promise.all(
          Object.keys(odd).map((token) => fixture.http.get('/who').set('authorization', token)),
        );
        await fixture.close();
        expect(answers.map(({ body }) => [body.name, body.canRead])).toEqual([
          ['__proto__', false],
          ['hasOwnProperty', false],
        ]);
      });
    },
  );
}
