import { expect, it } from '@jest/globals';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, signInAs } from '../people.ts';
import { HEARD_WITHIN_MS, statusWithin } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

export function instances(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts('a second instance on the same data', harness, { place }, (get) => {
    it('knows the sessions of the first, as does the first after a restart (A59, A75)', async () => {
      const { fixture, another } = get();
      await givenUser(fixture.auth, { username: 'traveller' });
      const cookie = await signInAs(fixture.http, { username: 'traveller' });
      const second = await another();
      expect((await second.http.get('/who').set('cookie', cookie)).body).toMatchObject({ name: 'traveller' });
      await second.http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' });
      expect((await second.http.get('/who').set('cookie', cookie)).status).toBe(401);
    });

    it('hears of a user who was disabled at the first, within the promised time (S4, V27, decision 4)', async () => {
      const { fixture, another } = get();
      const second = await another();
      const user = await givenUser(fixture.auth, { username: 'leaver' });
      const cookie = await signInAs(fixture.http, { username: 'leaver' });
      const ask = () => second.http.get('/who').set('cookie', cookie);
      expect((await ask()).status).toBe(200);
      await accountsOf(fixture.auth).users.update(MACHINE, user.id, { status: 'disabled' });
      expect(await statusWithin(HEARD_WITHIN_MS, 401, ask)).toBe(401);
    });
  });
}
