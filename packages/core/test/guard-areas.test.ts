/**
 * Our own areas for whoever is signed in, and what a client owes before it may go on.
 */

import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../src/access/principal.ts';
import type { CoreOptions } from '../src/core-options.ts';
import { createMemoryStore } from '../src/store/memory-store.ts';
import { givenCore, headerOf, now, outcomeOf, TOKEN } from './fixture/given-core.ts';
import { later } from './fixture/stores.ts';
import { PAGE, viewOf } from './fixture/view.ts';

const PATHS = {
  login: '/auth/login',
  logout: '/auth/logout',
  signUp: '/auth/sign-up',
  ticket: '/auth/ticket',
  account: '/auth/account',
  admin: '/auth/admin',
  api: '/auth/api',
} as const;
const AREAS = [
  '/auth/account',
  '/auth/account/password',
  '/auth/admin',
  '/auth/admin/users/u_x',
  '/auth/api/users?x=1',
];
const BEARER = { authorization: `Bearer ${TOKEN}` };
const given = (options: Partial<CoreOptions> = {}) => givenCore({ paths: PATHS, ...options });

/** The Cookie header of somebody who owes something. */
async function owing(core: ReturnType<typeof givenCore>['core']): Promise<string> {
  const ada = createPrincipal({ subject: 'ada', method: 'password' });
  const client = { clientAddress: '127.0.0.1', cookieHeader: undefined };
  const account = { version: 1, obligation: 'change-password' } as const;
  const cookies = await core.signIn.start(ada, client, account);
  return cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
}
const subjects = {
  current: (subject: string, _version: number, method: string) => createPrincipal({ subject, method }),
  onChange: () => () => undefined,
};

describe('an area of ours', () => {
  it.each([[['/auth/']], [['/auth/admin', '/auth/account', '/auth/api/']], [[]]])(
    'challenges a stranger where %j is public: it never is (decision 1, L12)',
    (open) => {
      const { core } = given({ public: open });
      for (const target of AREAS) {
        expect([target, outcomeOf(now(core.begin(viewOf(target))))]).toEqual([target, 401]);
        const page = now(core.begin(viewOf(target, { headers: PAGE })));
        expect([outcomeOf(page), headerOf(page, 'location')]).toEqual([
          303,
          `/auth/login?next=${target.replace('?', '%3F').replace('=', '%3D')}`,
        ]);
      }
    },
  );

  it('is for whoever is signed in, and is told who that is, and of what lies below (decision 21)', async () => {
    const at = given();
    const cookie = await at.signIn();
    for (const headers of [{ cookie }, BEARER]) {
      const decision = now(at.core.begin(viewOf('/auth/admin/users/u_x?y', { headers })));
      expect(decision).toMatchObject({
        kind: 'endpoint',
        context: { endpoint: 'admin', below: '/users/u_x', state: { principal: { subject: 'token' } } },
      });
    }
    expect(now(at.core.begin(viewOf('/auth/api', { headers: { cookie } })))).toMatchObject({
      context: { endpoint: 'api', below: '' },
    });
  });

  it('begins and ends at a segment, in the case in which it was named', () => {
    const { core } = given({ public: ['/auth/'] });
    for (const target of ['/auth/accounts', '/auth/account.js', '/auth/Account', '/auth/adminaccount'])
      expect([target, outcomeOf(now(core.begin(viewOf(target))))]).toEqual([target, 'continue']);
  });

  it('is not reached by an odd spelling: that is the app’s, or nobody’s', async () => {
    const at = given();
    const cookie = await at.signIn();
    for (const target of [
      '/auth/%61dmin',
      '/auth//admin',
      '/auth/./admin',
      '/x/../auth/admin',
      '/auth/admin%2fusers',
      '/auth/admin;x',
      '/auth\\admin',
    ]) {
      const outcome = outcomeOf(now(at.core.begin(viewOf(target, { headers: { cookie } }))));
      expect([target, ['continue', 400].includes(outcome as 400)]).toEqual([target, true]);
    }
  });

  it('refuses a form of another site (decision 15)', async () => {
    const at = given();
    const cookie = await at.signIn();
    const headers = { cookie, host: 'own.example', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const decision = now(at.core.begin(viewOf('/auth/admin/users', { method: 'POST', headers })));
    expect(outcomeOf(decision)).toBe(403);
  });

  it('keeps to the path where it is mounted', () => {
    const { core } = given({ basePath: '/base' });
    expect(now(core.begin(viewOf('/base/auth/admin/x', { headers: BEARER })))).toMatchObject({
      kind: 'endpoint',
      context: { endpoint: 'admin', below: '/x' },
    });
    expect(outcomeOf(now(core.begin(viewOf('/auth/admin', { headers: BEARER }))))).toBe('continue');
  });

  it('of which nobody spoke is a path like any other', () => {
    const { core } = givenCore({ public: ['/auth/'] });
    expect(outcomeOf(now(core.begin(viewOf('/auth/admin'))))).toBe('continue');
  });

  it('and our open pages are there for everybody', () => {
    const { core } = given();
    for (const [target, endpoint] of [
      ['/auth/sign-up', 'signUp'],
      ['/auth/ticket?x', 'ticket'],
      ['/auth/login', 'login'],
    ])
      expect(now(core.begin(viewOf(target as string)))).toMatchObject({
        kind: 'endpoint',
        context: { endpoint, state: null },
      });
    expect(outcomeOf(now(core.begin(viewOf('/auth/sign-up/x'))))).toBe(401);
  });
});

describe('who owes a new password (V8)', () => {
  it.each([
    ['a store in this process', createMemoryStore()],
    ['a store that answers later', later(createMemoryStore())],
  ])('is led to the page for it by every page, and refused everything else, with %s', async (_what, store) => {
    const { core } = given({ subjects, store, now: Date.now, public: ['/assets/'] });
    const cookie = await owing(core);
    for (const target of [
      '/',
      '/reports?x=1',
      '/auth/admin',
      '/auth/admin/users',
      '/assets/x',
      '/caf%C3%A9',
      '/auth/%61ccount',
    ]) {
      const page = await core.begin(viewOf(target, { headers: { ...PAGE, cookie } }));
      expect([target, outcomeOf(page), headerOf(page, 'location')]).toEqual([target, 303, '/auth/account/password']);
      const script = await core.begin(viewOf(target, { headers: { cookie } }));
      expect([target, outcomeOf(script)]).toEqual([target, 403]);
      expect(script.kind === 'respond' && String(script.body)).toContain('core/password-change-required');
    }
    for (const target of ['/auth/account', '/auth/account/password', '/auth/api/own/password'])
      expect([target, outcomeOf(await core.begin(viewOf(target, { headers: { cookie } })))]).toEqual([
        target,
        'endpoint',
      ]);
  });

  it('may sign out, and sees the login page', async () => {
    const { core } = given({ subjects });
    const cookie = await owing(core);
    for (const target of ['/auth/logout', '/auth/login'])
      expect(outcomeOf(now(core.begin(viewOf(target, { headers: { cookie } }))))).toBe('endpoint');
  });

  it('opens no socket', async () => {
    const { core } = given({ subjects });
    const cookie = await owing(core);
    const headers = { cookie, host: 'own.example', origin: 'http://own.example' };
    expect(outcomeOf(await core.begin(viewOf('/socket', { upgrade: true, headers })))).toBe(403);
  });

  it('owes it in another process too, and behind a prefix', async () => {
    const store = createMemoryStore();
    const cookie = await owing(given({ subjects, store, now: Date.now }).core);
    const replica = given({ subjects, store, now: Date.now, publicUrl: new URL('https://own.example/x/') });
    const page = await replica.core.begin(viewOf('/reports', { headers: { ...PAGE, cookie } }));
    expect([outcomeOf(page), headerOf(page, 'location')]).toEqual([303, '/x/auth/account/password']);
  });
});

describe('without a login', () => {
  const ada = createPrincipal({ subject: 'ada', method: 'auto-login' });
  const local = { headers: { host: 'localhost' } };

  it('everybody is whom the start names, in the app and in our areas, as he is at that moment', () => {
    let everybody = ada;
    const { core } = given({ auth: 'off', everybody: () => everybody });
    expect(now(core.begin(viewOf('/reports', local)))).toMatchObject({ kind: 'continue', principal: ada });
    expect(now(core.begin(viewOf('/auth/account', local)))).toMatchObject({
      kind: 'endpoint',
      context: { endpoint: 'account', state: { principal: ada } },
    });
    everybody = createPrincipal({ subject: 'ada', name: 'Ada Lovelace', method: 'auto-login' });
    expect(now(core.begin(viewOf('/reports', local)))).toMatchObject({ principal: { name: 'Ada Lovelace' } });
    expect(now(core.begin(viewOf('/reports', local)))).toBe(now(core.begin(viewOf('/reports', local))));
  });

  it('our areas are for this machine alone, like the app', () => {
    const { core } = given({ auth: 'off', everybody: () => ada });
    for (const target of ['/', ...AREAS])
      for (const view of [
        viewOf(target, { ...local, remoteAddress: '9.9.9.9' }),
        viewOf(target, { headers: { host: 'evil.example' } }),
        viewOf(target, { headers: { host: 'localhost', 'x-forwarded-for': '127.0.0.1' } }),
      ])
        expect([target, outcomeOf(now(core.begin(view)))]).toEqual([target, 403]);
  });
});
