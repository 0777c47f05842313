import { expect, it } from '@jest/globals';
import { PAGE, SCRIPT } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { givenUser, signInAs } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

export function obligations(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts(
    'whoever has to change the password',
    harness,
    { place, options: { public: ['/assets/', '/open'] } },
    (get) => {
      it('is led to the page for that, and reaches nothing else (S8, V8, V15)', async () => {
        const { http, auth } = get().fixture;
        await givenUser(auth, { username: 'new', roles: ['owner'], mustChangePassword: true });
        const cookie = await signInAs(http, { username: 'new' });
        const page = await http
          .get('/reports')
          .set({ ...PAGE, cookie })
          .redirects(0);
        expect([page.status, page.headers['location']]).toEqual([303, '/auth/account/password']);
        const script = await http.get('/reports').set({ ...SCRIPT, cookie });
        expect([script.status, script.body.code]).toEqual([403, 'core/password-change-required']);
        expect(script.text).not.toContain(CANARY);
        const admin = await http
          .get('/auth/admin')
          .set({ ...PAGE, cookie })
          .redirects(0);
        expect([admin.status, admin.headers['location']]).toEqual([303, '/auth/account/password']);
        expect((await http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(204);
      });
    },
  );

  withAccounts('our own areas', harness, { place, options: { public: ['/auth/', '/reports'] } }, (get) => {
    it('are for who is signed in, also where their paths are declared public (V36, L18)', async () => {
      const { http } = get().fixture;
      expect((await http.get('/reports')).status).toBe(200);
      for (const path of ['/auth/account', '/auth/admin', '/auth/admin/new', '/auth/api/users', '/auth/api']) {
        const page = await http.get(path).set(PAGE).redirects(0);
        expect([path, page.status, page.headers['location']]).toEqual([path, 303, `/auth/login?next=${path}`]);
        for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
          expect([path, (await http[method](path)).status]).toEqual([path, 401]);
        }
      }
    });
  });
}
