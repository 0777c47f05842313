import { expect, it } from '@jest/globals';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { givenUser, signInAs } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

export function frontEnds(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts('what front ends are told', harness, { place, options: { apiKeys: true } }, (get) => {
    it('is to a stranger that people sign in by name, and whether they may sign up (A82, A93)', async () => {
      const { http } = get().fixture;
      const { body } = await http.get('/auth/capabilities');
      expect(body.login).toEqual({
        type: 'credentials',
        signUpEnabled: false,
        credentials: { text: 'Sign in', asksName: true },
      });
      expect(Object.keys(body)).toEqual(['enabled', 'login', 'urls']);
      expect(body.urls).toEqual({
        login: '/auth/login',
        logout: '/auth/logout',
        me: '/auth/me',
        account: '/auth/account',
        admin: '/auth/admin',
        api: '/auth/api',
      });
      const signUp = await http.post('/auth/sign-up').set('sec-fetch-site', 'same-origin').type('form').send({});
      expect(signUp.status).toBe(401);
    });

    it('is to whoever is signed in his account and his rights, and to nobody else the roles that there are (A83)', async () => {
      const { http, auth } = get().fixture;
      const { id } = await givenUser(auth, { username: 'vera', roles: ['viewer'] });
      await givenUser(auth, { username: 'otto', roles: ['owner'] });
      const viewer = (await http.get('/auth/capabilities').set('cookie', await signInAs(http, { username: 'vera' })))
        .body;
      expect(viewer).toMatchObject({
        user: { id, name: 'vera', email: 'vera@example.com', avatarUrl: null },
        capabilities: { rbac: true },
        access: { roles: ['viewer'], permissions: ['*:read'] },
        obligation: null,
      });
      expect(viewer.availableRoles).toBeUndefined();
      const cookie = await signInAs(http, { username: 'otto' });
      const owner = (await http.get('/auth/capabilities').set('cookie', cookie)).body;
      expect(owner.availableRoles).toEqual([
        { id: 'viewer', name: 'Viewer' },
        { id: 'editor', name: 'Editor' },
        { id: 'admin', name: 'Admin' },
      ]);
      expect((await http.get('/auth/me').set('cookie', cookie)).body).toEqual({ ...owner.user, ...owner.access });
    });

    it('is what he has to do first, while he has to choose a password (S8)', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'newt', roles: ['viewer'], mustChangePassword: true });
      const cookie = await signInAs(http, { username: 'newt' });
      const { body } = await http.get('/auth/capabilities').set('cookie', cookie);
      expect([body.user.name, body.obligation]).toEqual(['newt', 'change-password']);
      expect((await http.get('/auth/me').set('cookie', cookie)).body.name).toBe('newt');
    });

    it('is of a key its own rights, and not those of its owner (A68, T5)', async () => {
      const { http, auth } = get().fixture;
      const owner = await givenUser(auth, { username: 'kim', roles: ['owner'] });
      const actor = {
        principal: { subject: owner.id, name: 'kim', roles: ['owner'], permissions: ['*'], method: 'password' },
        clientAddress: '',
        sessionId: null,
      };
      const made = await auth.accounts?.keys?.create(actor, { name: 'reader', permissions: ['agents:read'] });
      const { body } = await http.get('/auth/capabilities').set('x-api-key', made?.secret ?? '');
      expect(body.access).toEqual({ roles: [], permissions: ['agents:read'] });
      expect(body.availableRoles).toBeUndefined();
    });

    it('is nothing any more to who was given other roles, until he signs in with them (A29)', async () => {
      const { http, auth } = get().fixture;
      const user = await givenUser(auth, { username: 'rosa', roles: ['owner'] });
      const other = await givenUser(auth, { username: 'olga', roles: ['owner'] });
      const cookie = await signInAs(http, { username: 'rosa' });
      const actor = {
        principal: { subject: other.id, name: 'olga', roles: ['owner'], permissions: ['*'], method: 'password' },
        clientAddress: '',
      };
      await auth.accounts?.users.update(actor, user.id, { roles: ['viewer'] });
      const me = await http.get('/auth/me').set('cookie', cookie);
      expect(me.body?.permissions ?? null).toEqual(null);
      const again = await signInAs(http, { username: 'rosa' });
      expect((await http.get('/auth/me').set('cookie', again)).body.permissions).toEqual(['*:read']);
    });
  });
}
