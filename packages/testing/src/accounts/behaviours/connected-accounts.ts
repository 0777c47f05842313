import { expect, it } from '@jest/globals';
import { type Fixture, SCRIPT } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import { type Browser, browserAt, COMING_BACK, OWN, pathOf, signInWith } from '../../provider/provider-browser.ts';
import { createTestProvider, type TestProvider } from '../../provider/test-provider.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, OTHER_PASSWORD, PASSWORD } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

export function connectedAccounts(harness: AdapterHarness, place: AccountsPlace): void {
  const acme = createTestProvider();
  const other = createTestProvider({ id: 'other', name: 'Other' });
  const options = { publicUrl: OWN, providers: [acme.provider, other.provider], apiKeys: true };

  withAccounts('an account that is connected with a provider', harness, { place, options }, (get) => {
    const who = async (browser: Browser) => (await browser.get('/who', SCRIPT)).body;
    const isIn = async (browser: Browser) => (await who(browser)).session === true;

    const users = () => accountsOf(get().fixture.auth).users;

    async function signedIn(username: string, fixture: Fixture = get().fixture): Promise<Browser> {
      const browser = browserAt(fixture);
      browser.take(await browser.post('/auth/login', { username, password: PASSWORD }));
      return browser;
    }

    /** Answers where the browser arrives when it comes back. */
    async function begin(browser: Browser, provider: TestProvider, current = PASSWORD): Promise<string> {
      const begun = browser.take(await browser.post(`/auth/account/identities/${provider.provider.id}`, { current }));
      expect([begun.status, begun.headers['cache-control']]).toEqual([200, 'no-store']);
      return pathOf(provider.visit(String(begun.headers['refresh']).replace('0; url=', '')));
    }

    async function connect(browser: Browser, provider: TestProvider) {
      return browser.take(await browser.get(await begin(browser, provider), COMING_BACK));
    }

    async function givenConnected(username: string, roles = ['editor'], provider = acme) {
      const user = await givenUser(get().fixture.auth, { username, roles });
      provider.person = { subject: `at-acme-${username}`, name: username.toUpperCase(), roles: ['owner', 'admin'] };
      const browser = await signedIn(username);
      expect((await connect(browser, provider)).headers['location']).toBe('/auth/account?done=connected');
      return { user, browser };
    }

    it('is offered on the account page, and afterwards both ways lead to it, with its own roles', async () => {
      const { user, browser } = await givenConnected('ada');
      const page = (await browser.get('/auth/account')).text;
      expect(page).toContain('Connect Other');
      expect(page).not.toContain('Connect Acme');
      expect(page).toMatch(/<strong>Acme<\/strong> as <bdi>ADA<\/bdi>/);
      const there = browserAt(get().fixture);
      await signInWith(there, acme);
      expect(await who(there)).toMatchObject({ name: 'ada', method: 'acme', session: true, canRead: true });
      expect((await there.get('/auth/me', SCRIPT)).body).toMatchObject({ id: user.id, roles: ['editor'] });
      expect(get().fixture.events).toContainEqual(
        expect.objectContaining({ type: 'identity-connected', subject: user.id, target: user.id, detail: 'acme' }),
      );
    });

    it('is connected by nobody who does not know its password, whatever session he has (S9)', async () => {
      await givenUser(get().fixture.auth, { username: 'bea' });
      const browser = await signedIn('bea');
      for (const current of ['', 'wrong', ' '.repeat(20)]) {
        const refused = await browser.post('/auth/account/identities/acme', { current });
        expect([refused.status, refused.headers['refresh'], refused.headers['set-cookie']]).toEqual([
          400,
          undefined,
          undefined,
        ]);
      }
      acme.person = { subject: 'at-acme-bea', roles: [] };
      const there = browserAt(get().fixture);
      await signInWith(there, acme);
      expect((await there.get('/auth/me', SCRIPT)).body.id).toBe('acme:at-acme-bea');
    });

    it('ends the sessions of its user that began there before, which nobody could end by it (A54)', async () => {
      acme.person = { subject: 'at-acme-nina', roles: [] };
      const before = browserAt(get().fixture);
      expect((await signInWith(before, acme)).status).toBe(303);
      await givenConnected('nina');
      expect(await isIn(before)).toBe(false);
    });

    it('is connected and parted by no key of its user (A76, L14)', async () => {
      const { fixture } = get();
      const { user, browser } = await givenConnected('keyed');
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const made = await fixture.http
        .post('/auth/api/keys')
        .set({ ...SCRIPT, cookie })
        .send({ name: 'a key' });
      for (const path of ['other', 'acme/disconnect']) {
        const answer = await fixture.http
          .post(`/auth/account/identities/${path}`)
          .set({ 'x-api-key': made.body.key, 'sec-fetch-site': 'same-origin' })
          .type('form')
          .send({ current: PASSWORD });
        expect([path, answer.status, answer.text.includes('An API key cannot')]).toEqual([path, 403, true]);
      }
      const { own, users } = accountsOf(fixture.auth);
      const key = { principal: { ...MACHINE.principal, subject: user.id, method: 'api-key' }, clientAddress: '' };
      const connecting = own.connect(key, 'other', { subject: 'x', roles: [] });
      await expect(connecting).rejects.toMatchObject({ code: 'accounts/not-allowed' });
      expect((await users.get(MACHINE, user.id)).identities).toHaveLength(1);
    });

    it('is begun by our own page alone: a form of another site connects nobody (W10)', async () => {
      await givenUser(get().fixture.auth, { username: 'cleo' });
      const browser = await signedIn('cleo');
      for (const site of ['cross-site', 'same-site']) {
        const forged = browser.post('/auth/account/identities/acme', { current: PASSWORD }).set({
          'sec-fetch-site': site,
          origin: 'https://evil.example',
        });
        expect((await forged).status).toBe(403);
      }
      expect((await browser.get('/auth/account/identities/nobody')).status).toBe(404);
    });

    it('is the account of who began it: another session, or none, by the end connects nobody (O-33)', async () => {
      const victim = await givenUser(get().fixture.auth, { username: 'victim' });
      await givenUser(get().fixture.auth, { username: 'mallory' });
      acme.person = { subject: 'mallory-at-acme', roles: [] };
      const browser = await signedIn('mallory');
      const callback = await begin(browser, acme);
      // The victim's browser has the attacker's way back, and even his transaction.
      const others = await signedIn('victim');
      for (const [name, value] of browser.cookies) if (name.includes('_at_')) others.cookies.set(name, value);
      expect((await others.get(callback, COMING_BACK)).status).toBe(400);
      const signedOut = browserAt(get().fixture);
      const again = await begin(browser, acme);
      for (const [name, value] of browser.cookies) if (name.includes('_at_')) signedOut.cookies.set(name, value);
      const answer = signedOut.take(await signedOut.get(again, COMING_BACK));
      expect([answer.status, await isIn(signedOut)]).toEqual([400, false]);
      expect((await users().get(MACHINE, victim.id)).identities).toEqual([]);
    });

    it('is connected by no session that owes a new password, whenever it was begun (S8)', async () => {
      const user = await givenUser(get().fixture.auth, { username: 'otto' });
      const browser = await signedIn('otto');
      const callback = await begin(browser, acme);
      await users().update(MACHINE, user.id, { password: OTHER_PASSWORD });
      browser.take(await browser.post('/auth/login', { username: 'otto', password: OTHER_PASSWORD }));
      expect((await browser.get(callback, COMING_BACK)).status).toBe(400);
      expect((await users().get(MACHINE, user.id)).identities).toEqual([]);
    });

    it('counts once: the way back that was used connects and signs in nobody (O-39)', async () => {
      await givenUser(get().fixture.auth, { username: 'dora' });
      acme.person = { subject: 'at-acme-dora', roles: [] };
      const browser = await signedIn('dora');
      const callback = await begin(browser, acme);
      const kept = new Map(browser.cookies);
      expect(browser.take(await browser.get(callback, COMING_BACK)).status).toBe(303);
      for (const [name, value] of kept) browser.cookies.set(name, value);
      expect((await browser.get(callback, COMING_BACK)).status).toBe(400);
    });

    it('has one account for one person there, and one person there for one account', async () => {
      await givenConnected('emil');
      await givenUser(get().fixture.auth, { username: 'frida' });
      const frida = await signedIn('frida');
      const taken = await connect(frida, acme);
      expect([taken.status, taken.text.includes('Another user signs in there as you')]).toEqual([409, true]);
      const { browser } = await givenConnected('gil');
      acme.person = { subject: 'somebody-else', roles: [] };
      const second = await connect(browser, acme);
      expect([second.status, second.text.includes('connected with somebody else')]).toEqual([409, true]);
    });

    it('is not connected by an e-mail address or a name that are the same here and there (W10)', async () => {
      const user = await givenUser(get().fixture.auth, { username: 'hanna', roles: ['owner'] });
      acme.person = { subject: 'hanna', username: 'hanna', name: 'hanna', email: 'hanna@example.com', roles: [] };
      const there = browserAt(get().fixture);
      await signInWith(there, acme);
      const me = (await there.get('/auth/me', SCRIPT)).body;
      expect([me.id, me.roles]).toEqual(['acme:hanna', []]);
      expect(me.id).not.toBe(user.id);
    });

    it('says so when the provider says no or is away, and stays as it was', async () => {
      await givenUser(get().fixture.auth, { username: 'ida' });
      const browser = await signedIn('ida');
      for (const fails of ['no', 'away']) {
        acme.answer = fails === 'no' ? 'no' : 'yes';
        const callback = await begin(browser, acme);
        acme.isAway = fails === 'away';
        const answer = browser.take(await browser.get(callback, COMING_BACK));
        acme.isAway = false;
        acme.answer = 'yes';
        expect([answer.status, answer.headers['location']]).toEqual([303, '/auth/account?done=not-connected']);
      }
      expect((await browser.get('/auth/account?done=not-connected')).text).toContain('was not connected');
      expect(await who(browser)).toMatchObject({ name: 'ida', session: true });
    });

    it('is parted again: sessions that began there end, others stay, and the next is a stranger', async () => {
      const { browser } = await givenConnected('jan');
      const there = browserAt(get().fixture);
      await signInWith(there, acme);
      expect((await who(there)).name).toBe('jan');
      const parted = browser.take(await browser.post('/auth/account/identities/acme/disconnect'));
      expect([parted.status, parted.headers['location']]).toEqual([303, '/auth/account?done=disconnected']);
      expect([await isIn(there), await isIn(browser)]).toEqual([false, true]);
      await signInWith(there, acme);
      expect((await there.get('/auth/me', SCRIPT)).body.id).toBe('acme:at-acme-jan');
      expect((await browser.post('/auth/account/identities/acme/disconnect')).status).toBe(404);
    });

    it('opens nothing while it is disabled, and says so without a session (A54)', async () => {
      const { user } = await givenConnected('kai');
      const there = browserAt(get().fixture);
      await signInWith(there, acme);
      await users().update(MACHINE, user.id, { status: 'disabled' });
      expect(await isIn(there)).toBe(false);
      const answer = await signInWith(there, acme);
      expect([answer.status, answer.text.includes('Your account is not active')]).toEqual([403, true]);
      expect(await isIn(there)).toBe(false);
      expect(get().fixture.events.at(-1)).toMatchObject({ type: 'login-failure', reason: 'core/account-closed' });
    });

    it('is signed out by the provider where it signed in there, and nowhere else (O-57)', async () => {
      const { user, browser } = await givenConnected('lea');
      const there = browserAt(get().fixture);
      await signInWith(there, acme);
      const told = await get()
        .fixture.http.post('/auth/sso/acme/signed-out')
        .type('form')
        .send({ proof: acme.proof, sub: 'at-acme-lea' });
      expect([told.status, await isIn(there), await isIn(browser)]).toEqual([200, false, true]);
      expect((await users().get(MACHINE, user.id)).identities).toHaveLength(1);
    });

    it('is parted by who manages users, on the page and by JSON, and by nobody else (A55)', async () => {
      const { user } = await givenConnected('max', ['viewer']);
      await givenUser(get().fixture.auth, { username: 'root', roles: ['owner'] });
      await givenUser(get().fixture.auth, { username: 'nosy', roles: ['viewer'] });
      const [root, nosy] = [await signedIn('root'), await signedIn('nosy')];
      const path = `/auth/admin/users/${user.id}/identities/acme/disconnect`;
      expect((await nosy.post(path)).status).toBe(403);
      const { identities } = (await root.get(`/auth/api/users/${user.id}`, SCRIPT)).body;
      expect(identities).toEqual([{ source: 'acme', name: 'MAX', linkedAt: expect.any(String) }]);
      expect((await root.get(`/auth/admin/users/${user.id}`)).text).toContain('Disconnect Acme');
      expect((await root.post(path)).headers['location']).toBe(`/auth/admin/users/${user.id}?done=disconnected`);
      expect((await root.get(`/auth/api/users/${user.id}`, SCRIPT)).body.identities).toEqual([]);
    });
  });
}
