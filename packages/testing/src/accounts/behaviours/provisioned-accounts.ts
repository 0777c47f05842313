import type { Identity, PasswordDirectory } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { SCRIPT } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import { type Browser, browserAt, COMING_BACK, OWN, pathOf, signInWith } from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, PASSWORD } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

/** Without the styles, which know all pages. */
const bodyOf = (page: string): string => page.slice(page.indexOf('<body'));

export function provisionedAccounts(harness: AdapterHarness, place: AccountsPlace): void {
  const acme = createTestProvider();
  const people: Record<string, Identity> = {};
  const directory: PasswordDirectory = {
    id: 'north',
    authenticate: ({ name, password }) => (password === PASSWORD ? (people[name] ?? null) : null),
  };
  const base = { publicUrl: OWN, providers: [acme.provider], directories: [directory], apiKeys: true };
  const options = { ...base, accounts: { provisioning: 'each-time' as const } };

  withAccounts('an account that is made at the first sign-in', harness, { place, options }, (get) => {
    const who = async (browser: Browser) => (await browser.get('/who', SCRIPT)).body;
    const isIn = async (browser: Browser) => (await who(browser)).session === true;
    const me = async (browser: Browser) => (await browser.get('/auth/me', SCRIPT)).body;
    const users = () => accountsOf(get().fixture.auth).users;

    async function signedIn(username: string): Promise<Browser> {
      const browser = browserAt(get().fixture);
      const answer = browser.take(await browser.post('/auth/login', { username, password: PASSWORD }));
      expect([username, answer.status]).toEqual([username, 303]);
      return browser;
    }

    function given(username: string, more: Partial<Identity> = {}): void {
      people[username] = { subject: `id-${username}`, username, roles: ['viewer'], ...more };
    }

    it('has the name and roles of the directory, no password, and is the same the next time (A22)', async () => {
      given('ada', { name: 'Ada Lovelace', email: 'ada@example.com', roles: ['editor', 'made-up'] });
      const first = await me(await signedIn('ada'));
      expect(first).toMatchObject({ id: expect.stringMatching(/^u_/), name: 'Ada Lovelace', roles: ['editor'] });
      expect((await me(await signedIn('ada'))).id).toBe(first.id);
      const user = await users().get(MACHINE, first.id);
      expect(user).toMatchObject({ username: 'ada', email: null, hasPassword: false, roles: ['editor'] });
      expect(user.identities).toEqual([{ source: 'north', name: 'Ada Lovelace', linkedAt: expect.any(Number) }]);
      expect(get().fixture.events).toContainEqual(
        expect.objectContaining({ type: 'user-created', target: first.id, method: 'north', detail: 'north, editor' }),
      );
    });

    it('loses the role that the directory took away, and the sessions that had it (A24)', async () => {
      given('bob', { roles: ['editor'] });
      const before = await signedIn('bob');
      expect(await who(before)).toMatchObject({ session: true, canRead: true });
      given('bob', { roles: [] });
      const after = await signedIn('bob');
      expect([await isIn(before), (await me(after)).roles]).toEqual([false, []]);
      expect(get().fixture.events).toContainEqual(
        expect.objectContaining({ type: 'roles-changed', detail: 'editor -> no role' }),
      );
      given('bob', { roles: ['viewer'] });
      expect((await me(await signedIn('bob'))).roles).toEqual(['viewer']);
    });

    it('is nobody else’s, whatever it is called: a user of that name keeps it, and his password is asked first', async () => {
      const local = await givenUser(get().fixture.auth, { username: 'root', roles: ['owner'] });
      acme.person = { subject: 'x', username: 'root@acme.example', name: 'root', email: 'root@example.com', roles: [] };
      const there = browserAt(get().fixture);
      await signInWith(there, acme);
      const made = await me(there);
      expect([made.id === local.id, made.roles]).toEqual([false, []]);
      expect((await users().get(MACHINE, made.id)).username).toBe('root-2');
      expect((await me(await signedIn('root'))).id).toBe(local.id);
    });

    it('was connected by its holder, and not made for him: its roles are its own', async () => {
      const user = await givenUser(get().fixture.auth, { username: 'local', roles: ['editor'] });
      const browser = await signedIn('local');
      acme.person = { subject: 'local-at-acme', username: 'local', roles: ['owner'] };
      const begun = browser.take(await browser.post('/auth/account/identities/acme', { current: PASSWORD }));
      const back = pathOf(acme.visit(String(begun.headers['refresh']).replace('0; url=', '')));
      browser.take(await browser.get(back, COMING_BACK));
      for (const roles of [['owner'], []]) {
        acme.person = { subject: 'local-at-acme', username: 'local', roles };
        const there = browserAt(get().fixture);
        await signInWith(there, acme);
        expect(await me(there)).toMatchObject({ id: user.id, roles: ['editor'] });
      }
    });

    it('is made once by sign-ins that come at the same time', async () => {
      given('cleo');
      const ids = await Promise.all(Array.from({ length: 8 }, async () => (await me(await signedIn('cleo'))).id));
      expect(new Set(ids).size).toBe(1);
      acme.person = { subject: 'at-once', username: 'at-once', roles: [] };
      const there = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const browser = browserAt(get().fixture);
          await signInWith(browser, acme);
          return (await me(browser)).id;
        }),
      );
      expect([new Set(there).size, there[0]]).toEqual([1, expect.stringMatching(/^u_/)]);
    });

    it('is closed by who manages users, and no sign-in opens it again (A54)', async () => {
      given('dan', { roles: ['admin'] });
      const browser = await signedIn('dan');
      const { id } = await me(browser);
      await users().update(MACHINE, id, { status: 'disabled' });
      expect(await isIn(browser)).toBe(false);
      const answer = await browser.post('/auth/login', { username: 'dan', password: PASSWORD });
      expect(answer.status).toBe(401);
      expect((await users().get(MACHINE, id)).status).toBe('disabled');
    });

    it('can be called anything: what no user can be called gets a name that is nobody’s', async () => {
      for (const [at, username] of ['\u202eevil', '', '   ', 'x'.repeat(400), '@', '\0', 'root'].entries()) {
        acme.person = { subject: `odd-${at}`, username, name: username, roles: [] };
        const there = browserAt(get().fixture);
        await signInWith(there, acme);
        expect([at, (await me(there)).id]).toEqual([at, expect.stringMatching(/^u_/)]);
      }
    });

    it('may have keys of its own, which can do what it may at the moment (A29, A74)', async () => {
      given('eve', { roles: ['editor'] });
      const browser = await signedIn('eve');
      const { http } = get().fixture;
      const made = await http
        .post('/auth/api/keys')
        .set({ ...SCRIPT, cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
        .send({ name: 'of eve' });
      const status = async () => (await http.get('/permission').set({ 'x-api-key': made.body.key })).status;
      expect(await status()).toBe(200);
      given('eve', { roles: [] });
      await signedIn('eve');
      expect(await status()).toBe(403);
    });

    it('is parted from who made it by nobody’s own act, or roles that are taken away there would stay (A24)', async () => {
      given('fay', { roles: ['editor'] });
      const browser = await signedIn('fay');
      acme.person = { subject: 'fay', roles: [] };
      const begun = browser.take(await browser.post('/auth/account/identities/acme'));
      const callback = pathOf(acme.visit(String(begun.headers['refresh']).replace('0; url=', '')));
      expect((await browser.get(callback, COMING_BACK)).headers['location']).toBe('/auth/account?done=connected');
      const refused = await browser.post('/auth/account/identities/north/disconnect');
      expect([refused.status, refused.text.includes('Your roles come from there')]).toEqual([403, true]);
      const { id } = await me(browser);
      expect((await users().get(MACHINE, id)).identities).toHaveLength(2);
      given('fay', { roles: [] });
      expect(await me(await signedIn('fay'))).toMatchObject({ id, roles: [] });
    });
  });

  const strict = { ...base, accounts: { provisioning: 'each-time' as const, passwords: false } };
  withAccounts('accounts without passwords', harness, { place, options: strict }, (get) => {
    it('open to nobody by a password, old or new, and to who is known elsewhere (A20)', async () => {
      const { another, fixture } = get();
      const open = await another({ accounts: {} });
      const owner = await givenUser(open.auth, { username: 'owner', roles: ['owner'] });
      people['lou'] = { subject: 'lou', username: 'lou', roles: ['owner'] };
      const attempt = (username: string) => browserAt(fixture).post('/auth/login', { username, password: PASSWORD });
      expect([(await attempt('owner')).status, (await attempt('lou')).status]).toEqual([401, 303]);
      const accounts = accountsOf(fixture.auth);
      const refused: readonly (() => Promise<unknown>)[] = [
        () => accounts.users.create(MACHINE, { username: 'new' }),
        () => accounts.users.create(MACHINE, { username: 'new', password: PASSWORD }),
        () => accounts.users.update(MACHINE, owner.id, { password: PASSWORD }),
        () => accounts.users.resetPassword(MACHINE, owner.id),
        () => accounts.tickets.redeem('reset.made-up', { password: PASSWORD }, ''),
      ];
      for (const ask of refused) await expect(ask()).rejects.toMatchObject({ code: 'accounts/passwords-off' });
      expect(await accounts.tickets.issueSetUp()).toBeNull();
    });

    it('end what a password began where there were some, and nothing else (A20)', async () => {
      const { another, fixture } = get();
      const open = await another({ accounts: { provisioning: 'each-time' } });
      await givenUser(open.auth, { username: 'before', roles: ['owner'] });
      people['ivy'] = { subject: 'ivy', username: 'ivy', roles: [] };
      for (const [username, stays] of [
        ['before', false],
        ['ivy', true],
      ] as const) {
        const [there, here] = [browserAt(open), browserAt(fixture)];
        there.take(await there.post('/auth/login', { username, password: PASSWORD }));
        for (const [name, value] of there.cookies) here.cookies.set(name, value);
        const isIn = async (browser: Browser) => (await browser.get('/who', SCRIPT)).body.session === true;
        expect([username, await isIn(there), await isIn(here)]).toEqual([username, true, stays]);
      }
    });

    it('say nothing of passwords on their pages', async () => {
      people['mia'] = { subject: 'mia', username: 'mia', roles: ['owner'] };
      const browser = browserAt(get().fixture);
      browser.take(await browser.post('/auth/login', { username: 'mia', password: PASSWORD }));
      const { id } = (await browser.get('/auth/me', SCRIPT)).body;
      for (const path of ['/auth/account', '/auth/admin', `/auth/admin/users/${id}`]) {
        const page = await browser.get(path);
        expect([path, page.status, /\bpassword\b|New user/i.test(bodyOf(page.text))]).toEqual([path, 200, false]);
      }
      for (const path of ['/auth/admin/new', '/auth/account/password'])
        expect([path, (await browser.get(path)).status]).toEqual([path, path === '/auth/admin/new' ? 403 : 409]);
    });
  });

  const once = { ...base, accounts: { provisioning: 'once' as const } };
  withAccounts('an account that is made once', harness, { place, options: once }, (get) => {
    it('keeps the roles that it was given here', async () => {
      acme.person = { subject: 'gus', username: 'gus', roles: ['viewer'] };
      const browser = browserAt(get().fixture);
      await signInWith(browser, acme);
      const { id } = (await browser.get('/auth/me', SCRIPT)).body;
      await accountsOf(get().fixture.auth).users.update(MACHINE, id, { roles: ['editor'] });
      acme.person = { subject: 'gus', username: 'gus', roles: [] };
      await signInWith(browser, acme);
      expect((await browser.get('/auth/me', SCRIPT)).body).toMatchObject({ id, roles: ['editor'] });
    });

    it('keeps its only way in, until it has a password', async () => {
      acme.person = { subject: 'hal', username: 'hal', roles: [] };
      const browser = browserAt(get().fixture);
      await signInWith(browser, acme);
      const refused = await browser.post('/auth/account/identities/acme/disconnect');
      expect([refused.status, refused.text.includes('your only way in')]).toEqual([409, true]);
    });

    it('gets no role by the words that a mapping is for, though one is made here that is called so (A55)', async () => {
      const mapped = await get().another({ roles: { roleMapping: { crew: ['reports:read'] } } });
      const { customRoles } = accountsOf(mapped.auth);
      await customRoles.create(MACHINE, { name: 'crew', permissions: ['users:read', 'users:update'] });
      acme.person = { subject: 'ann', username: 'ann', roles: ['crew', 'owner'] };
      const browser = browserAt(mapped);
      await signInWith(browser, acme);
      expect((await browser.get('/auth/me', SCRIPT)).body).toMatchObject({ roles: [], permissions: [] });
    });

    it('may be the first owner, who ends the set-up, and stays the last one', async () => {
      const { another } = get();
      const strict = await another({ accounts: { provisioning: 'each-time' } });
      acme.person = { subject: 'owner', username: 'boss', roles: ['owner'] };
      const browser = browserAt(strict);
      await signInWith(browser, acme);
      acme.person = { subject: 'owner', username: 'boss', roles: ['viewer'] };
      await signInWith(browser, acme);
      expect((await browser.get('/auth/me', SCRIPT)).body.roles).toEqual(['owner', 'viewer']);
      await givenUser(strict.auth, { username: 'second-owner', roles: ['owner'] });
      await signInWith(browser, acme);
      expect((await browser.get('/auth/me', SCRIPT)).body.roles).toEqual(['viewer']);
    });
  });
}
