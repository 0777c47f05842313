import { createMemoryStore, type ExpiringStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { PAGE, TOKEN } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

const CAPABILITIES = '/auth/capabilities';

export function capabilities(harness: AdapterHarness): void {
  withFixture('what front ends are told', harness, {}, (get) => {
    it('is to a stranger how to sign in, and nothing of any user (A82)', async () => {
      const { http } = get();
      const response = await http.get(CAPABILITIES);
      expect([response.status, response.headers['cache-control']]).toEqual([200, 'no-store']);
      expect(response.body).toEqual({
        enabled: true,
        login: {
          type: 'credentials',
          signUpEnabled: false,
          credentials: { text: 'Sign in', asksName: false },
        },
        urls: { login: '/auth/login', logout: '/auth/logout', me: '/auth/me' },
      });
      const me = await http.get('/auth/me');
      expect([me.status, me.body]).toEqual([200, null]);
    });

    it('is the same to a browser that looks at it: no page, no redirect', async () => {
      for (const path of [CAPABILITIES, '/auth/me']) {
        const response = await get().http.get(path).set(PAGE).redirects(0);
        expect([path, response.status, response.headers['content-type']]).toEqual([path, 200, 'application/json']);
      }
    });

    it('is to whoever is signed in who he is and what he may, by session or by credential (A83)', async () => {
      const { http } = get();
      const who = [{ cookie: await get().signIn() }, { authorization: `Bearer ${TOKEN}` }];
      for (const headers of who) {
        const { body } = await http.get(CAPABILITIES).set(headers as Record<string, string>);
        const { user, access } = body;
        expect(body.capabilities).toEqual({
          user: true,
          session: true,
          sso: false,
          rbac: false,
          acl: false,
          fga: false,
        });
        expect(access).toEqual({ roles: [], permissions: ['*'] });
        expect(user).toEqual({ id: expect.any(String), name: expect.any(String), email: null, avatarUrl: null });
        const me = await http.get('/auth/me').set(headers as Record<string, string>);
        expect(me.body).toEqual({ ...user, ...access });
      }
    });

    it('is nothing to a credential that is wrong: a front end must not take it for a stranger (A4)', async () => {
      for (const path of [CAPABILITIES, '/auth/me']) {
        const response = await get().http.get(path).set('authorization', 'Bearer wrong-wrong-wrong');
        expect([path, response.status, response.body.user]).toEqual([path, 401, undefined]);
      }
    });

    it('is there to be read alone: other methods are 405, and what lies below is nothing of ours (L18)', async () => {
      const { http } = get();
      for (const path of [CAPABILITIES, '/auth/me']) {
        const response = await http.post(path).set('origin', get().origin).send({});
        expect([path, response.status, response.headers['allow']]).toEqual([path, 405, 'GET, HEAD']);
        expect((await http.get(`${path}/x`)).status).toBe(405);
        expect((await http.head(path)).status).toBe(200);
      }
      expect((await http.get('/auth/mex')).status).toBe(401);
    });

    it('is at one spelling of its address, and by one credential (P1, A99)', async () => {
      for (const path of ['/auth//me', '/auth/./me', '/auth/x/../me', '/AUTH/ME', '/auth/%6de', '/auth/me;x'])
        expect([path, (await get().raw(path)).status]).not.toEqual([path, 200]);
      const bearer = (token: string): string => `Authorization: Bearer ${token}`;
      const ask = (...headers: readonly string[]) => get().raw({ target: '/auth/me', headers });
      expect((await ask(bearer(TOKEN), bearer(TOKEN))).status).toBe(200);
      expect((await ask(bearer(TOKEN), bearer('another-token'))).status).toBe(400);
    });
  });

  withFixture(
    'what front ends are told with authentication switched off',
    harness,
    { options: { auth: 'off' } },
    (get) => {
      it('is that nobody has to sign in (A81)', async () => {
        const response = await get().http.get(CAPABILITIES);
        expect([response.status, response.body]).toEqual([200, { enabled: false, login: null }]);
        expect((await get().http.get('/reports')).status).toBe(200);
      });
    },
  );

  const ELSEWHERE = {
    publicUrl: 'https://studio.example/tools',
    basePath: '/tools',
    origins: ['https://ui.example'],
    paths: { login: '/api/auth/login', capabilities: '/api/auth/capabilities', me: '/api/auth/me' },
  };
  withFixture(
    'what a front end of another origin is told, below another prefix',
    harness,
    { options: ELSEWHERE },
    (get) => {
      it('are whole addresses, and it may read them with its cookie (A97)', async () => {
        const path = '/tools/api/auth/capabilities';
        const response = await get().http.get(path).set('origin', 'https://ui.example');
        expect(response.body.urls).toEqual({
          login: 'https://studio.example/tools/api/auth/login',
          logout: 'https://studio.example/tools/auth/logout',
          me: 'https://studio.example/tools/api/auth/me',
        });
        expect(response.headers).toMatchObject({
          'access-control-allow-origin': 'https://ui.example',
          'access-control-allow-credentials': 'true',
        });
        const other = await get().http.get(path).set('origin', 'https://evil.example');
        expect(other.headers['access-control-allow-origin']).toBeUndefined();
        const preflight = await get()
          .http.options(path)
          .set({ origin: 'https://ui.example', 'access-control-request-method': 'GET' });
        expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([
          204,
          'https://ui.example',
        ]);
      });
    },
  );

  const store = brokenStore();
  withFixture('what front ends are told while the store is away', harness, { options: { store } }, (get) => {
    it('is 503 to who has a cookie, and never that he is signed out (F1)', async () => {
      const cookie = await get().signIn();
      store.away = true;
      for (const path of [CAPABILITIES, '/auth/me']) {
        const response = await get().http.get(path).set('cookie', cookie);
        expect([path, response.status, response.body.code]).toEqual([path, 503, 'core/unavailable']);
        expect((await get().http.get(path)).status).toBe(200);
      }
      store.away = false;
      expect((await get().http.get('/auth/me').set('cookie', cookie)).body).toMatchObject({ permissions: ['*'] });
    });
  });
}

/** A store in memory that can be taken away: nothing of it is remembered then. */
function brokenStore(): ExpiringStore & { away: boolean } {
  const memory = createMemoryStore({ now: Date.now });
  const store = Object.assign(Object.create(memory) as ExpiringStore, {
    away: false,
    mayCache: () => false,
    get(...args: Parameters<ExpiringStore['get']>) {
      if (store.away) throw new Error('the store is away');
      return memory.get(...args);
    },
  });
  return store;
}
