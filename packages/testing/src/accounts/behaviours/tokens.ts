import { expect, it } from '@jest/globals';
import { PAGE, setCookies } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { givenUser, PASSWORD, signInAs } from '../people.ts';
import { ask, callApi, freshAddress, givenPair, HEARD_WITHIN_MS, sendForm, statusWithin } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

/** An hour and a week, less what passed between making the pair and writing the answer. */
const LIFETIMES = { expires_in: expect.closeTo(3600, -1), refresh_expires_in: expect.closeTo(604_800, -1) };

export function tokens(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, tokens: { passwordGrant: true, headers: ['x-access-token'] } };
  withAccounts('a pair of tokens', harness, { place, options }, (get) => {
    const password = (username: string, more = {}) =>
      sendForm(get().fixture.http, { grant_type: 'password', username, password: PASSWORD, ...more });
    const refresh = (token: string, { http } = get().fixture) =>
      sendForm(http, { grant_type: 'refresh_token', refresh_token: token });
    const who = (access: string, { http } = get().fixture) => ask(http, '/who', { authorization: `Bearer ${access}` });
    const code = async (token: string) => (await who(token)).body.code;

    it('comes by name and password, with its lifetimes, and opens as Bearer (A5, A65, A102)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'ada', roles: ['viewer'] });
      for (const username of ['ada', 'ADA', 'ada@example.com']) {
        const { status, headers, body } = await password(username);
        expect([status, headers['cache-control'], headers['pragma']]).toEqual([200, 'no-store', 'no-cache']);
        expect([headers['content-type'], setCookies(headers)]).toEqual(['application/json', []]);
        const { access_token: access, refresh_token: renewal, ...others } = body;
        expect(others).toEqual({ token_type: 'Bearer', ...LIFETIMES });
        expect([access, renewal]).toEqual([expect.stringMatching(/^dwa_/), expect.stringMatching(/^dwr_/)]);
        for (const named of [{ authorization: `Bearer ${access}` }, { 'x-access-token': access }]) {
          const { body: seen, headers: told } = await ask(fixture.http, '/who', { ...PAGE, ...named });
          expect([seen, setCookies(told)]).toMatchObject([
            { name: 'ada', method: 'password', session: true, canRead: true },
            [],
          ]);
        }
      }
      expect(fixture.events.filter(({ type }) => type === 'login').length).toBeGreaterThanOrEqual(3);
    });

    it('has an access token that is over to the second, told apart from one that was never made (A7, A8)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'late' });
      const { access } = await givenPair(fixture.http, 'late');
      fixture.advance(3598);
      expect((await who(access)).status).toBe(200);
      fixture.advance(3);
      const over = await who(access);
      expect([over.status, over.body.code]).toEqual([401, 'core/expired-credential']);
      expect(over.headers['www-authenticate']).toMatch(/^Bearer .*error="invalid_token"/);
      const forged = `${access.slice(0, -2)}${access.endsWith('AA') ? 'BB' : 'AA'}`;
      for (const token of [forged, 'dwa_', `dwa_${'x'.repeat(80)}`, `${access}x`, access.replace('dwa_', 'dwb_'), 'x'])
        expect([token, await code(token)]).toEqual([token, 'core/invalid-credential']);
      fixture.advance(-3601);
    });

    it('is read to the byte: a changed one is made up, not over, and opens nothing (A8, V24)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'bytes' });
      const { access, refresh: renewal } = await givenPair(fixture.http, 'bytes');
      for (let at = 0; at < access.length; at += 1) {
        const changed = access.slice(0, at) + (access[at] === 'x' ? 'y' : 'x') + access.slice(at + 1);
        const { status, text } = await ask(fixture.http, '/reports', { authorization: `Bearer ${changed}` });
        expect([changed, status, text.includes(CANARY)]).toEqual([changed, 401, false]);
      }
      for (let at = 0; at < renewal.length; at += 9) {
        const changed = renewal.slice(0, at) + (renewal[at] === 'x' ? 'y' : 'x') + renewal.slice(at + 1);
        expect((await refresh(changed)).body.error).toBe('invalid_grant');
      }
      expect([(await who(access)).status, (await refresh(renewal)).status]).toEqual([200, 200]);
    });

    it('is renewed by its refresh token, which counts once: used late it ends the whole family (A66)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'renewer' });
      const first = await givenPair(fixture.http, 'renewer');
      const untouched = await givenPair(fixture.http, 'renewer');
      const { status, body } = await refresh(first.refresh);
      expect([status, body]).toMatchObject([200, { token_type: 'Bearer', ...LIFETIMES }]);
      expect(body.refresh_token).not.toBe(first.refresh);
      // A lost answer: for ten seconds the one before gives the same again.
      expect((await refresh(first.refresh)).body.refresh_token).toBe(body.refresh_token);
      fixture.advance(11);
      const reused = await refresh(first.refresh);
      expect([reused.status, reused.body.error]).toEqual([400, 'invalid_grant']);
      for (const token of [first.access, body.access_token]) expect((await who(token)).status).toBe(401);
      expect((await refresh(body.refresh_token)).status).toBe(400);
      expect((await who(untouched.access)).status).toBe(200);
      expect(fixture.events).toContainEqual(
        expect.objectContaining({ type: 'session-ended', reason: 'core/refresh-reused' }),
      );
      fixture.advance(-11);
    });

    it('ends by its refresh token’s time, and lives while it is renewed (A65, V23)', async () => {
      const { another } = get();
      const server = await another();
      await givenUser(server.auth, { username: 'week' });
      let pair = await givenPair(server.http, 'week');
      const idle = await givenPair(server.http, 'week');
      for (let day = 0; day < 8; day += 1) {
        server.advance(86_400);
        const { body } = await refresh(pair.refresh, server);
        pair = { access: body.access_token, refresh: body.refresh_token };
        expect((await who(pair.access, server)).status).toBe(200);
      }
      expect((await refresh(idle.refresh, server)).body.error).toBe('invalid_grant');
      server.advance(14 * 86_400);
      expect((await refresh(pair.refresh, server)).body.error).toBe('invalid_grant');
    });

    it('has two halves of which neither does the other’s work, in any place (A66, S9, L14)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'halves' });
      const { access, refresh: renewal } = await givenPair(fixture.http, 'halves');
      const session = (await signInAs(fixture.http, { username: 'halves' })).split('=')[0] ?? '';
      const swapped = renewal.replace('dwr_', 'dwa_');
      for (const token of [renewal, swapped]) {
        for (const headers of [
          { authorization: `Bearer ${token}` },
          { 'x-access-token': token },
          { authorization: token },
        ])
          expect((await ask(fixture.http, '/reports', headers as never)).status).toBe(401);
        expect((await ask(fixture.http, `/reports?access_token=${token}`)).status).toBe(401);
        expect((await ask(fixture.http, `/reports?access_ticket=${token}`)).status).toBe(401);
      }
      for (const token of [access, renewal, ...access.slice(4).split('.')]) {
        for (const cookie of [`${session}=${token}`, `${session}_access=${token}`, `${session}_refresh=${token}`])
          expect((await ask(fixture.http, '/reports', { cookie })).status).toBe(401);
      }
      for (const token of [access, access.replace('dwa_', 'dwr_')])
        expect((await refresh(token)).body.error).toBe('invalid_grant');
      expect((await callApi(fixture.http, { authorization: `Bearer ${access}` }, ['get', '/me'])).body.name).toBe(
        'halves',
      );
    });

    it('works at every server on the same data, and ends at all of them (A59, A66, V27)', async () => {
      const { fixture, another } = get();
      const second = await another();
      await givenUser(fixture.auth, { username: 'nomad' });
      const { access, refresh: renewal } = await givenPair(fixture.http, 'nomad');
      expect((await who(access, second)).body).toMatchObject({ name: 'nomad' });
      const { body } = await refresh(renewal, second);
      expect((await who(body.access_token)).status).toBe(200);
      await sendForm(second.http, { token: body.refresh_token }, {}, '/auth/revoke');
      expect((await who(body.access_token, second)).status).toBe(401);
      expect(await statusWithin(HEARD_WITHIN_MS, 401, () => who(body.access_token))).toBe(401);
      expect((await refresh(body.refresh_token)).status).toBe(400);
    });

    it('counts once however many use it at the same time, at two servers (A38, L10)', async () => {
      const { fixture, another } = get();
      const second = await another();
      await givenUser(fixture.auth, { username: 'crowd' });
      const { refresh: renewal } = await givenPair(fixture.http, 'crowd');
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => refresh(renewal, n % 2 === 0 ? fixture : second)),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
    });

    it('in two places at once, or beside another, is 400 (A99)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'doubler' });
      const [one, two] = [await givenPair(fixture.http, 'doubler'), await givenPair(fixture.http, 'doubler')];
      const both = await ask(fixture.http, '/who', {
        authorization: `Bearer ${one.access}`,
        'x-access-token': two.access,
      });
      expect([both.status, both.body.code]).toEqual([400, 'core/conflicting-credentials']);
      const raw = await fixture.raw({
        target: '/who',
        headers: [
          `Authorization: Bearer ${one.access}`,
          `Authorization: Bearer ${two.access}`,
          `X-Forwarded-For: ${freshAddress()}`,
        ],
      });
      expect(raw.status).toBe(400);
      const same = await ask(fixture.http, '/who', {
        authorization: `Bearer ${one.access}`,
        'x-access-token': one.access,
      });
      expect(same.status).toBe(200);
    });

    it('counts before a cookie, and a wrong one is not rescued by it (A42, A99)', async () => {
      const { fixture } = get();
      for (const username of ['bearer', 'browser']) await givenUser(fixture.auth, { username });
      const { access } = await givenPair(fixture.http, 'bearer');
      const cookie = await signInAs(fixture.http, { username: 'browser' });
      const both = await ask(fixture.http, '/who', { authorization: `Bearer ${access}`, cookie });
      expect(both.body).toMatchObject({ name: 'bearer' });
      const wrong = await ask(fixture.http, '/who', { authorization: `Bearer ${access}x`, cookie });
      expect([wrong.status, setCookies(wrong.headers)]).toEqual([401, []]);
    });
  });

  const short = { trustProxy: 1, tokens: { passwordGrant: true, accessSeconds: 600, refreshSeconds: 60 } };
  withAccounts('a refresh token that is shorter than the access token', harness, { place, options: short }, (get) => {
    it('is over at its own time, while the session goes on (A65, A66)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'ada' });
      const { access, refresh } = await givenPair(fixture.http, 'ada');
      fixture.advance(62);
      const late = await sendForm(fixture.http, { grant_type: 'refresh_token', refresh_token: refresh });
      expect([late.status, late.body.error]).toEqual([400, 'invalid_grant']);
      expect((await ask(fixture.http, '/who', { authorization: `Bearer ${access}` })).status).toBe(200);
    });
  });

  const none = { trustProxy: 1, tokens: { passwordGrant: true, refreshSeconds: 0 } };
  withAccounts('tokens without a refresh token', harness, { place, options: none }, (get) => {
    it('are an access token alone (A65)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'ada' });
      const { body } = await sendForm(fixture.http, { grant_type: 'password', username: 'ada', password: PASSWORD });
      expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
      const forged = body.access_token.replace('dwa_', 'dwr_');
      const renewal = await sendForm(fixture.http, { grant_type: 'refresh_token', refresh_token: forged });
      expect(renewal.body.error).toBe('invalid_grant');
    });
  });
}
