import { expect, it } from '@jest/globals';
import type { Fixture } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, MACHINE } from '../people.ts';
import {
  ask,
  callApi,
  givenHolder,
  givenKey,
  givenPair,
  HEARD_WITHIN_MS,
  type MadeKey,
  sendForm,
  statusWithin,
} from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

type Headers = Readonly<Record<string, string>>;

/** What ends a key, at whichever server it is done. */
const ENDINGS: Readonly<Record<string, (http: Fixture['http'], by: Headers, id: string) => PromiseLike<unknown>>> = {
  disabled: (http, by, id) => callApi(http, by, ['patch', `/keys/${id}`, { status: 'disabled' }]),
  deleted: (http, by, id) => callApi(http, by, ['delete', `/keys/${id}`]),
  'replaced without an overlap': (http, by, id) =>
    callApi(http, by, ['post', `/keys/${id}/rotate`, { overlapSeconds: 0 }]),
};

export function keyEndings(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, apiKeys: true, tokens: { passwordGrant: true } };
  withAccounts('an API key and its end', harness, { place, options }, (get) => {
    const holder = (username: string, input?: Parameters<typeof givenHolder>[2]) =>
      givenHolder(get().fixture, username, input);
    const who = ({ key }: Pick<MadeKey, 'key'>, { http } = get().fixture) => ask(http, '/who', { 'x-api-key': key });

    it.each(Object.entries(ENDINGS))(
      'that is %s is 401 at the next request, and at another server within the promised time (A29)',
      async (what, end) => {
        const { fixture, another } = get();
        const second = await another();
        const { id, key, by } = await holder(what.replaceAll(' ', '-'));
        for (const server of [fixture, second]) expect((await who({ key }, server)).status).toBe(200);
        const other = await givenKey(fixture.http, by);
        await end(fixture.http, by, id);
        expect((await who({ key })).status).toBe(401);
        expect(await statusWithin(HEARD_WITHIN_MS, 401, () => who({ key }, second))).toBe(401);
        expect((await who(other)).status).toBe(200);
      },
    );

    it('is over at its time, to the second, on every server, remembered or not (A29, A74)', async () => {
      const { fixture, another } = get();
      const second = await another();
      const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000);
      const { key, id, by } = await holder('timed', { roles: ['viewer'], expiresAt: expiresAt.toISOString() });
      for (const server of [fixture, second]) {
        expect((await who({ key }, server)).status).toBe(200);
        server.advance((expiresAt.getTime() - Date.now()) / 1000 - 5);
        expect((await who({ key }, server)).status).toBe(200);
        server.advance(6);
        expect((await who({ key }, server)).status).toBe(401);
      }
      expect((await callApi(fixture.http, by, ['get', `/keys/${id}`])).body).toMatchObject({ status: 'expired' });
      fixture.advance((Date.now() - expiresAt.getTime()) / 1000);
    });

    it('that was replaced counts beside the new one until the overlap is over (A29)', async () => {
      const { fixture } = get();
      const { id, key, by } = await holder('rotator');
      const next = (await callApi(fixture.http, by, ['post', `/keys/${id}/rotate`, { overlapSeconds: 60 }])).body.key;
      expect(next).not.toBe(key);
      for (const each of [key, next]) expect((await who({ key: each })).body).toMatchObject({ name: 'rotator' });
      fixture.advance(61);
      expect([(await who({ key })).status, (await who({ key: next })).status]).toEqual([401, 200]);
      const third = (await callApi(fixture.http, by, ['post', `/keys/${id}/rotate`, { overlapSeconds: 60 }])).body.key;
      const fourth = (await callApi(fixture.http, by, ['post', `/keys/${id}/rotate`, { overlapSeconds: 60 }])).body.key;
      const answers = [next, third, fourth].map((each) => who({ key: each }));
      // One secret before the current one counts, never two.
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([401, 200, 200]);
    });

    it.each(['disabled', 'pending'] as const)(
      'fails at once with its user %s, as do cookie and tokens (A72, S6)',
      async (status) => {
        const { fixture, another } = get();
        const second = await another();
        const { user, key, by } = await holder(`is-${status}`);
        const { access, refresh } = await givenPair(fixture.http, `is-${status}`);
        const all: Headers[] = [{ 'x-api-key': key }, by, { authorization: `Bearer ${access}` }];
        for (const { http } of [fixture, second]) {
          for (const headers of all) expect((await ask(http, '/who', headers)).status).toBe(200);
        }
        await accountsOf(fixture.auth).users.update(MACHINE, user.id, { status });
        for (const headers of all) expect((await ask(fixture.http, '/reports', headers)).status).toBe(401);
        for (const headers of all) {
          const asked = () => ask(second.http, '/reports', headers);
          expect(await statusWithin(HEARD_WITHIN_MS, 401, asked)).toBe(401);
        }
        const renewed = await sendForm(fixture.http, { grant_type: 'refresh_token', refresh_token: refresh });
        expect([renewed.status, renewed.body.error]).toEqual([400, 'invalid_grant']);
      },
    );
  });
}
