import { createMemoryDurableStore, createMemoryStore, type DurableStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { PAGE, setCookies } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { attempt, givenUser, signInAs } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

const AREAS = ['/auth/account', '/auth/admin', '/auth/api/users', '/auth/api/me'];

/** The users cannot be reached while `away.is` holds. */
function awayStore(away: { is: boolean }): DurableStore {
  const store = createMemoryDurableStore();
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function' || name === 'subscribe' || name === 'close') return method;
      return (...given: unknown[]) => {
        if (away.is) throw new Error('connect ECONNREFUSED 10.1.2.3:5432');
        return Reflect.apply(method, target, given);
      };
    },
  });
}

export function hostile(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts('our areas and an attacker', harness, { place }, (get) => {
    it('are opened by neither of two different sessions in one request (S12)', async () => {
      const { http } = get().fixture;
      await givenUser(get().fixture.auth, { username: 'boss', roles: ['owner'] });
      const session = async () => (await signInAs(http, { username: 'boss' })).split('; ')[0];
      const both = `${await session()}; ${await session()}`;
      for (const path of AREAS) {
        const response = await http.get(path).set('cookie', both);
        expect([path, response.status, response.body.code]).toEqual([path, 400, 'core/conflicting-credentials']);
      }
    });

    it('are not reached by another spelling of their path (P6, P7, P14)', async () => {
      const { fixture } = get();
      const cookie = await signInAs(fixture.http, { username: 'boss' });
      for (const target of ['/auth/%61pi/users', '//auth/api/users', '/auth/./api/users', '/auth/api;x/users']) {
        const { body } = await fixture.raw({ target, headers: [`Cookie: ${cookie}`] });
        expect([target, body.includes('"username"')]).toEqual([target, false]);
        const stranger = await fixture.raw({ target });
        expect([target, stranger.body.includes(CANARY)]).toEqual([target, false]);
      }
    });
  });

  const away = { is: false };
  const stores = { dataFolder: undefined, databaseUrl: undefined, store: createMemoryStore() };
  withAccounts(
    'users who cannot be reached',
    harness,
    { place, options: { ...stores, durableStore: awayStore(away) } },
    (get) => {
      it('are 503 and never "wrong" or "signed out", and no cookie is cleared (F5, F38, V59)', async () => {
        const { http, auth } = get().fixture;
        await givenUser(auth, { username: 'ada', roles: ['owner'] });
        const cookie = await signInAs(http, { username: 'ada' });
        await http.get('/who').set('cookie', cookie);
        away.is = true;
        const answers = [
          await attempt(http, { username: 'ada' }),
          await http.post('/auth/login').send({ username: 'ada', password: 'x' }),
          await http.get('/auth/admin').set({ ...PAGE, cookie }),
          await http.get('/auth/api/users').set('cookie', cookie),
        ];
        away.is = false;
        for (const { status, headers, text } of answers) {
          expect([status, headers['retry-after'], setCookies(headers)]).toEqual([503, '5', []]);
          expect(text).not.toContain('ECONNREFUSED');
        }
        expect((await http.get('/auth/api/me').set('cookie', cookie)).status).toBe(200);
      });
    },
  );

  const renderError = (): never => {
    throw new Error('a hook of the app failed');
  };
  withAccounts('errors whose shape cannot be made', harness, { place, options: { renderError } }, (get) => {
    it('have the usual one, and nobody gets in by them (V60, F38)', async () => {
      const { http } = get().fixture;
      for (const path of ['/reports', '/auth/api/me']) {
        const response = await http.get(path);
        expect([path, response.status, response.body.code]).toEqual([path, 401, 'core/authentication-required']);
        expect(response.text).not.toContain(CANARY);
      }
    });
  });
}
