import { expect, it } from '@jest/globals';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, attempt, givenUser, MACHINE, PASSWORD, signInAs } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

const OWNER = { username: 'boss', email: 'boss@example.com', password: PASSWORD };

export function firstRun(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts('the first run', harness, { place, options: { trustProxy: 1 } }, (get) => {
    it('lets nobody in before the owner is set up, whatever the password (V14, L15)', async () => {
      const { http } = get().fixture;
      const pairs = ['admin', 'owner', 'root', 'langflow', 'administrator', 'test'];
      for (const [n, username] of pairs.entries()) {
        for (const password of ['', username, 'admin', 'password', 'changeme', '123456']) {
          const { status } = await attempt(http, { username, password, from: `10.9.${n}.1` });
          expect([username, password, status]).toEqual([username, password, password === '' ? 400 : 401]);
        }
      }
    });

    it('makes one owner by the link, of any number who use it at once (F12, L10)', async () => {
      const { fixture, another } = get();
      const first = accountsOf(fixture.auth).tickets;
      const second = accountsOf((await another()).auth).tickets;
      const links = [await first.issueSetUp(), await second.issueSetUp()];
      const made = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 === 0 ? first : second).redeem(
            links[n % 2]?.ticket ?? '',
            { username: `boss-${n}`, password: PASSWORD },
            '127.0.0.1',
          ),
        ),
      );
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const { total } = await accountsOf(fixture.auth).users.list(MACHINE, { role: 'owner' });
      expect(total).toBe(1);
      expect(await first.issueSetUp()).toBeNull();
    });

    it('is over for good, whatever becomes of the users (decision 12)', async () => {
      const restarted = await get().another({ accounts: { owner: OWNER } });
      expect((await attempt(restarted.http, { username: 'boss', from: '10.10.0.1' })).status).toBe(401);
      expect(await accountsOf(restarted.auth).tickets.issueSetUp()).toBeNull();
    });
  });

  withAccounts(
    'an owner from the configuration',
    harness,
    { place, options: { accounts: { owner: OWNER } } },
    (get) => {
      it('is there, and only once (A3, A64)', async () => {
        const { fixture, another } = get();
        await signInAs(fixture.http, { username: 'boss@example.com' });
        const second = await another({ accounts: { owner: { ...OWNER, password: 'another password entirely' } } });
        await signInAs(second.http, { username: 'boss' });
        const { total } = await accountsOf(second.auth).users.list(MACHINE);
        expect(total).toBe(1);
      });
    },
  );

  const wellKnown = { owner: { username: 'admin', password: 'admin', isDefault: true } };
  withAccounts('a well-known password', harness, { place, options: { accounts: wellKnown, trustProxy: 1 } }, (get) => {
    it('works on this machine alone, and has to be changed at once (A3, A4)', async () => {
      const { http } = get().fixture;
      const local = await attempt(http, { username: 'admin', password: 'admin' });
      expect([local.status, local.headers['location']]).toEqual([303, '/auth/account/password']);
      const remote = await attempt(http, { username: 'admin', password: 'admin', from: '10.0.0.7' });
      expect(remote.status).toBe(401);
      const elsewhere = await attempt(http, { username: 'admin', password: 'admin' }).set('host', 'rebound.example');
      expect([401, 403]).toContain(elsewhere.status);
    });

    it('stops a start in production (A4)', async () => {
      const before = process.env['NODE_ENV'];
      process.env['NODE_ENV'] = 'production';
      await expect(get().another()).rejects.toMatchObject({ code: 'auth/open-to-network' });
      process.env['NODE_ENV'] = before;
    });
  });

  withAccounts('signing in automatically', harness, { place, options: { accounts: { owner: OWNER } } }, (get) => {
    it('makes everybody on this machine that user, as he is at the time, and nobody else (A63)', async () => {
      const { fixture, another } = get();
      await givenUser(fixture.auth, { username: 'guest', roles: ['viewer'] });
      const open = await another({ auth: 'off', accounts: { owner: OWNER, autoLogin: 'guest' } });
      expect((await open.http.get('/who')).body).toMatchObject({ name: 'guest', canRead: true });
      expect((await open.http.get('/role')).status).toBe(403);
      expect((await open.http.get('/who').set('x-forwarded-for', '10.0.0.7')).status).toBe(403);
      expect((await open.http.get('/who').set('host', 'rebound.example')).status).toBe(403);
      await expect(another({ auth: 'off', accounts: { autoLogin: 'nobody' } })).rejects.toMatchObject({
        option: 'accounts.autoLogin',
      });
    });
  });
}
