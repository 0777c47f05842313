import { expect, it } from '@jest/globals';
import { SCRIPT } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import { type Browser, browserAt, OWN, signInWith } from '../../provider/provider-browser.ts';
import { createTestProvider, type TestProvider } from '../../provider/test-provider.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, PASSWORD } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

/** Who has the e-mail address, the name or the subject of somebody is somebody else. */
export function sameAddress(harness: AdapterHarness, place: AccountsPlace): void {
  const acme = createTestProvider();
  const other = createTestProvider({ id: 'other', name: 'Other' });

  for (const provisioning of ['off', 'each-time'] as const) {
    const accounts = { signUp: 'active' as const, provisioning };
    const options = { publicUrl: OWN, providers: [acme.provider, other.provider], accounts };

    withAccounts(`people of one address, provisioning ${provisioning}`, harness, { place, options }, (get) => {
      const me = async (browser: Browser) => (await browser.get('/auth/me', SCRIPT)).body;
      const users = () => accountsOf(get().fixture.auth).users;

      async function arrive(provider: TestProvider, person: TestProvider['person']): Promise<Browser> {
        provider.person = person;
        const browser = browserAt(get().fixture);
        expect((await signInWith(browser, provider)).status).toBe(303);
        return browser;
      }

      async function signIn(username: string): Promise<Browser> {
        const browser = browserAt(get().fixture);
        const answer = browser.take(await browser.post('/auth/login', { username, password: PASSWORD }));
        expect([username, answer.status]).toEqual([username, 303]);
        return browser;
      }

      it('have no account in common, though a stranger signed up with it before (L2)', async () => {
        const email = 'victim@acme.example';
        const fields = { username: 'victim', email, displayName: 'Victim', password: PASSWORD, repeat: PASSWORD };
        await browserAt(get().fixture).post('/auth/sign-up', fields);
        const { id } = await me(await signIn(email));
        const victim = await arrive(acme, { subject: 'v-1', username: 'victim', name: 'Victim', email, roles: [] });
        const { id: own } = await me(victim);
        expect(own).not.toBe(id);
        // The password opens what it was set for, before and after, and nothing of the victim's.
        expect((await me(await signIn(email))).id).toBe(id);
        expect((await users().get(MACHINE, id)).identities).toEqual([]);
        if (provisioning !== 'off')
          expect(await users().get(MACHINE, own)).toMatchObject({ email: null, hasPassword: false });
      });

      it('have nothing of an owner, whose address and names they have at the provider since today (L3)', async () => {
        const boss = await givenUser(get().fixture.auth, { username: 'boss', roles: ['owner'] });
        const before = await me(await arrive(acme, { subject: 'm-1', email: 'mallory@acme.example', roles: [] }));
        const asBoss = { subject: 'm-1', username: 'boss', name: 'boss', email: boss.email ?? '', roles: [] };
        const mallory = await arrive(acme, asBoss);
        const after = await me(mallory);
        expect([after.id, after.permissions, (await mallory.get('/auth/admin')).status]).toEqual([before.id, [], 403]);
        expect(after.id).not.toBe(boss.id);
        expect((await users().get(MACHINE, boss.id)).identities).toEqual([]);
        expect((await me(await signIn('boss'))).id).toBe(boss.id);
      });

      it('are two with one subject at two providers (V18)', async () => {
        const person = { subject: '4711', username: 'twin', name: 'Twin', email: 'twin@acme.example', roles: [] };
        const here = await me(await arrive(acme, person));
        const there = await me(await arrive(other, person));
        expect([typeof here.id, typeof there.id, here.id === there.id]).toEqual(['string', 'string', false]);
        expect((await me(await arrive(acme, { ...person, email: 'new@acme.example' }))).id).toBe(here.id);
      });
    });
  }
}
