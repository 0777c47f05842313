import { createMemoryDurableStore, createMemoryStore, type ExpiringStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { setCookies } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { givenUser, OTHER_PASSWORD, PASSWORD, signInAs } from '../people.ts';
import { ask, fromAnywhere, givenPair, sendForm } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

type Fields = Readonly<Record<string, string>>;

export function tokenEndpoints(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, tokens: { passwordGrant: true } };
  withAccounts('the endpoints of tokens', harness, { place, options }, (get) => {
    const send = (fields: Fields, headers: Fields = {}, path = '/auth/token') =>
      sendForm(get().fixture.http, fields, headers, path);
    const grant = (fields: Fields, headers: Fields = {}) => send({ grant_type: 'password', ...fields }, headers);

    it('answer with the errors of OAuth, and nothing of them is kept by anybody (A102, RFC 6749 §5.2)', async () => {
      const cases: readonly (readonly [Fields, string])[] = [
        [{}, 'invalid_request'],
        [{ grant_type: '' }, 'unsupported_grant_type'],
        [{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
        [{ grant_type: '__proto__' }, 'unsupported_grant_type'],
        [{ grant_type: 'Password', username: 'x', password: 'x' }, 'unsupported_grant_type'],
        [{ grant_type: 'refresh_token' }, 'invalid_request'],
        [{ grant_type: 'refresh_token', refresh_token: '' }, 'invalid_request'],
        [{ grant_type: 'refresh_token', refresh_token: 'nonsense' }, 'invalid_grant'],
        [{ grant_type: 'refresh_token', refresh_token: 'constructor' }, 'invalid_grant'],
        [{ grant_type: 'password' }, 'invalid_request'],
        [{ grant_type: 'password', username: 'somebody' }, 'invalid_request'],
        [{ grant_type: 'password', username: 'somebody', password: 'nonsense' }, 'invalid_grant'],
      ];
      for (const [fields, error] of cases) {
        const { status, headers, body } = await send(fields);
        expect([fields, status, body.error, headers['cache-control']]).toEqual([fields, 400, error, 'no-store']);
        expect([typeof body.error_description, setCookies(headers), headers['content-type']]).toEqual([
          'string',
          [],
          'application/json',
        ]);
        expect(JSON.stringify(body)).not.toContain('nonsense');
      }
    });

    it('take forms alone, each field once, and no address in place of the body (A101)', async () => {
      const { fixture } = get();
      const { http } = fixture;
      await givenUser(fixture.auth, { username: 'former' });
      const right = { grant_type: 'password', username: 'former', password: PASSWORD };
      const json = await http.post('/auth/token').set(fromAnywhere({})).send(right);
      expect([json.status, json.body.error]).toEqual([415, 'invalid_request']);
      const text = await http
        .post('/auth/token')
        .set('content-type', 'text/plain')
        .send(String(new URLSearchParams(right)));
      expect([text.status, text.body.error]).toEqual([415, 'invalid_request']);
      const query = await http
        .post(`/auth/token?${new URLSearchParams(right)}`)
        .type('form')
        .send({});
      expect([query.status, query.body.error]).toEqual([400, 'invalid_request']);
      const doubled = await http
        .post('/auth/token')
        .type('form')
        .send(`${new URLSearchParams(right)}&username=boss`);
      expect([doubled.status, doubled.body.error]).toEqual([400, 'invalid_request']);
      const large = await http
        .post('/auth/token')
        .type('form')
        .send({ ...right, more: 'x'.repeat(20_000) });
      expect([large.status, large.body.error]).toEqual([413, 'invalid_request']);
      for (const path of ['/auth/token', '/auth/revoke']) {
        const got = await http.get(`${path}?${new URLSearchParams(right)}`);
        expect([got.status, got.headers['allow']]).toEqual([405, 'POST']);
      }
      expect((await grant({ username: 'former', password: PASSWORD })).status).toBe(200);
    });

    it('say the same of unknown, wrong, disabled and, with a wrong password, waiting users (A6, V16, A68)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'right-one' });
      await givenUser(fixture.auth, { username: 'off', status: 'disabled' });
      await givenUser(fixture.auth, { username: 'waits', status: 'pending' });
      const answers = [];
      for (const username of ['right-one', 'nobody', 'off', 'waits'])
        answers.push((await grant({ username, password: OTHER_PASSWORD })).body);
      for (const body of answers) expect(body).toEqual(answers[0]);
      expect((await grant({ username: 'off', password: PASSWORD })).body).toEqual(answers[0]);
      const waiting = await grant({ username: 'waits', password: PASSWORD });
      expect([waiting.status, waiting.body.error, waiting.body.error_description]).toEqual([
        400,
        'invalid_grant',
        'The account waits for approval.',
      ]);
    });

    it('limit guesses like the login page, and together with it (V1, A77)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'guessed' });
      for (let n = 0; n < 5; n += 1) {
        expect((await grant({ username: 'guessed', password: `wrong ${n}` })).status).toBe(400);
        const form = await fixture.http
          .post('/auth/login')
          .set(fromAnywhere({}))
          .send({ username: 'GUESSED', password: `wrong ${n}` });
        expect(form.status).toBe(401);
      }
      const late = await grant({ username: 'guessed', password: PASSWORD });
      expect([late.status, late.body.error, Number(late.headers['retry-after']) > 800]).toEqual([
        429,
        'invalid_grant',
        true,
      ]);
    });

    it('limit what an address may guess at (L7)', async () => {
      const from = { 'x-forwarded-for': '203.0.113.77' };
      for (let n = 0; n < 20; n += 1)
        expect((await grant({ username: `name-${n}`, password: 'wrong' }, from)).status).toBe(400);
      expect((await grant({ username: 'name-21', password: 'wrong' }, from)).status).toBe(429);
    });

    it('check nothing for a page of another site (W5, A76)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'planted' });
      const { access, refresh } = await givenPair(fixture.http, 'planted');
      const foreign: Fields[] = [
        { origin: 'https://evil.example' },
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'null' },
      ];
      for (const headers of foreign) {
        expect((await grant({ username: 'planted', password: PASSWORD }, headers)).status).toBe(403);
        const renewed = await send({ grant_type: 'refresh_token', refresh_token: refresh }, headers);
        expect([renewed.status, renewed.text.includes('dwa_')]).toEqual([403, false]);
        expect((await send({ token: access }, headers, '/auth/revoke')).status).toBe(403);
      }
      expect((await ask(fixture.http, '/who', { authorization: `Bearer ${access}` })).status).toBe(200);
    });

    it('revoke by either token, answer 200 to any, and end that session alone (A67, RFC 7009 §2.2)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'leaver' });
      const pairs = [await givenPair(fixture.http, 'leaver'), await givenPair(fixture.http, 'leaver')] as const;
      const kept = await givenPair(fixture.http, 'leaver');
      for (const token of ['unknown', 'dwa_x', 'constructor', kept.access.slice(0, -1)])
        expect((await send({ token }, {}, '/auth/revoke')).status).toBe(200);
      const missing = await send({}, {}, '/auth/revoke');
      expect([missing.status, missing.body.error]).toEqual([400, 'invalid_request']);
      const ended = [pairs[0].access, pairs[1].refresh];
      for (const token of [...ended, ...ended]) {
        const { status, text, headers } = await send({ token, token_type_hint: 'wrong' }, {}, '/auth/revoke');
        expect([status, text, headers['cache-control'], setCookies(headers)]).toEqual([200, '', 'no-store', []]);
      }
      for (const { access, refresh } of pairs) {
        expect((await ask(fixture.http, '/who', { authorization: `Bearer ${access}` })).status).toBe(401);
        expect((await send({ grant_type: 'refresh_token', refresh_token: refresh })).body.error).toBe('invalid_grant');
      }
      expect((await ask(fixture.http, '/who', { authorization: `Bearer ${kept.access}` })).status).toBe(200);
      expect(fixture.events.filter(({ type }) => type === 'logout')).toHaveLength(2);
    });

    it('sign nobody in by a cookie, and out neither (A66)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'baker' });
      const cookie = await signInAs(fixture.http, { username: 'baker' });
      for (const fields of [{ grant_type: 'refresh_token' }, { grant_type: 'password' }, {}] as Fields[]) {
        const answer = await send(fields, { cookie });
        expect([answer.status, answer.text.includes('dwa_'), setCookies(answer.headers)]).toEqual([400, false, []]);
      }
      await send({ token: cookie.split('; ')[0]?.split('=')[1] ?? '' }, { cookie }, '/auth/revoke');
      expect((await ask(fixture.http, '/who', { cookie })).status).toBe(200);
    });
  });

  withAccounts('tokens by default', harness, { place, options: { trustProxy: 1, tokens: true } }, (get) => {
    it('take no password: that grant has to be switched on (RFC 9700 §2.4)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'ada' });
      const { status, body } = await sendForm(fixture.http, {
        grant_type: 'password',
        username: 'ada',
        password: PASSWORD,
      });
      expect([status, body.error]).toEqual([400, 'unsupported_grant_type']);
      expect(fixture.events.filter(({ type }) => type === 'login-failure')).toEqual([]);
    });
  });

  withAccounts('a site without tokens', harness, { place, options: { trustProxy: 1 } }, (get) => {
    it('has no endpoints for them', async () => {
      for (const path of ['/auth/token', '/auth/revoke']) {
        expect((await sendForm(get().fixture.http, { grant_type: 'refresh_token' }, {}, path)).status).toBe(401);
      }
    });
  });

  const away = { is: false };
  const store = awayStore(away);
  const stores = { dataFolder: undefined, databaseUrl: undefined, store, durableStore: createMemoryDurableStore() };
  withAccounts('tokens whose store is away', harness, { place, options: { ...options, ...stores } }, (get) => {
    it('are 503, in words of OAuth at the endpoints, and good again afterwards (F5, V59)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'ada' });
      const { access, refresh } = await givenPair(fixture.http, 'ada');
      away.is = true;
      const bearer = await ask(fixture.http, '/reports', { authorization: `Bearer ${access}` });
      const renewal = await sendForm(fixture.http, { grant_type: 'refresh_token', refresh_token: refresh });
      const revoked = await sendForm(fixture.http, { token: access }, {}, '/auth/revoke');
      away.is = false;
      for (const { status, headers, text } of [bearer, renewal, revoked]) {
        expect([status, headers['retry-after'], text.includes('ECONNREFUSED')]).toEqual([503, '5', false]);
      }
      expect([renewal.body.error, bearer.body.code]).toEqual(['temporarily_unavailable', 'core/unavailable']);
      expect((await ask(fixture.http, '/who', { authorization: `Bearer ${access}` })).status).toBe(200);
      expect((await sendForm(fixture.http, { grant_type: 'refresh_token', refresh_token: refresh })).status).toBe(200);
    });
  });
}

/** It answers nothing, and nothing is remembered of it, while `away.is` holds. */
export function awayStore(away: { is: boolean }): ExpiringStore {
  const store = createMemoryStore();
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (name === 'mayCache') return () => !away.is;
      if (typeof method !== 'function' || name === 'subscribe' || name === 'close') return method;
      return (...given: unknown[]) => {
        if (away.is) throw new Error('connect ECONNREFUSED 10.1.2.3:6379');
        return Reflect.apply(method, target, given);
      };
    },
  });
}
