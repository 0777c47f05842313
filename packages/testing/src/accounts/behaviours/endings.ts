import { expect, it } from '@jest/globals';
import type { Fixture } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, attempt, givenUser, MACHINE, OTHER_PASSWORD, signInAs } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

type Change = (fixture: Fixture, id: string) => Promise<unknown>;

const users = ({ auth }: Fixture) => accountsOf(auth).users;

/** What ends every session of a user. */
const ENDINGS: Readonly<Record<string, Change>> = {
  disabling: (fixture, id) => users(fixture).update(MACHINE, id, { status: 'disabled' }),
  deleting: (fixture, id) => users(fixture).delete(MACHINE, id),
  'a role given': (fixture, id) => users(fixture).update(MACHINE, id, { roles: ['viewer', 'editor'] }),
  'a role taken': (fixture, id) => users(fixture).update(MACHINE, id, { roles: [] }),
  'a password set by somebody else': (fixture, id) => users(fixture).update(MACHINE, id, { password: OTHER_PASSWORD }),
  'signing out everywhere': (fixture, id) => users(fixture).endSessions(MACHINE, id),
  'a new password by link': async (fixture, id) => {
    const { ticket } = await users(fixture).resetPassword(MACHINE, id);
    await accountsOf(fixture.auth).tickets.redeem(ticket, { password: OTHER_PASSWORD }, '127.0.0.1');
  },
};

export function endings(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts('a session of an account', harness, { place }, (get) => {
    it.each(Object.entries(ENDINGS))(
      'ends with %s, at the next request (A19, A72, S4, S6, S7, V28)',
      async (what, change) => {
        const { fixture } = get();
        const username = what.replaceAll(' ', '-');
        const user = await givenUser(fixture.auth, { username, roles: ['viewer'] });
        const cookies = [await signInAs(fixture.http, { username }), await signInAs(fixture.http, { username })];
        const other = await givenUser(fixture.auth, { username: `not-${username}` });
        const untouched = await signInAs(fixture.http, { username: other.username });
        for (const cookie of cookies) expect((await fixture.http.get('/who').set('cookie', cookie)).status).toBe(200);
        await change(fixture, user.id);
        for (const cookie of cookies) expect((await fixture.http.get('/who').set('cookie', cookie)).status).toBe(401);
        expect((await fixture.http.get('/who').set('cookie', untouched)).status).toBe(200);
      },
    );

    it('lives on when a name is changed, and shows the new one (decision 4)', async () => {
      const { fixture } = get();
      const user = await givenUser(fixture.auth, { username: 'maiden' });
      const cookie = await signInAs(fixture.http, { username: 'maiden' });
      await users(fixture).update(MACHINE, user.id, { displayName: 'Married' });
      expect((await fixture.http.get('/who').set('cookie', cookie)).body).toMatchObject({ name: 'Married' });
    });

    it('is one of any number, which go on beside each other, are listed, and end one by one (V32)', async () => {
      const { fixture } = get();
      const { id } = await givenUser(fixture.auth, { username: 'many' });
      const cookies: string[] = [];
      for (let i = 0; i < 30; i += 1) cookies.push(await signInAs(fixture.http, { username: 'many' }));
      const isIn = async (cookie: string) => (await fixture.http.get('/who').set('cookie', cookie)).status === 200;
      for (const cookie of cookies) expect(await isIn(cookie)).toBe(true);
      expect(await users(fixture).sessions(MACHINE, id)).toHaveLength(30);
      const [first = '', second = '', ...others] = cookies;
      await fixture.http.post('/auth/logout').set({ cookie: first, 'sec-fetch-site': 'same-origin' });
      await signInAs(fixture.http, { username: 'many', cookie: second });
      expect([await isIn(first), await isIn(second)]).toEqual([false, false]);
      for (const cookie of others) expect(await isIn(cookie)).toBe(true);
      expect(await users(fixture).sessions(MACHINE, id)).toHaveLength(29);
    });

    it('is one of a list with device and address, from which it can be ended (V29)', async () => {
      const { fixture } = get();
      const { own } = accountsOf(fixture.auth);
      const user = await givenUser(fixture.auth, { username: 'lister' });
      const first = await attempt(fixture.http, { username: 'lister' }).set('user-agent', 'Firefox of the test');
      const principal = { ...MACHINE.principal, subject: user.id, permissions: [] };
      const actor = { principal, clientAddress: '', sessionId: null };
      const [listed, ...others] = await own.sessions(actor);
      expect(others).toEqual([]);
      expect(listed).toMatchObject({
        method: 'password',
        client: { address: '127.0.0.1', userAgent: 'Firefox of the test' },
      });
      await own.endSession(actor, listed?.id ?? '');
      const cookie = String(first.headers['set-cookie']).split(';', 1)[0] ?? '';
      expect((await fixture.http.get('/who').set('cookie', cookie)).status).toBe(401);
      expect(await own.sessions(actor)).toEqual([]);
    });
  });
}
