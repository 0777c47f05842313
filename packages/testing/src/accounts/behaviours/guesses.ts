import type { PasswordDirectory } from '@doorward/core';
import { expect, it } from '@jest/globals';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { attempt, givenUser, signInAs } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

export function guesses(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts('guesses at a password', harness, { place, options: { trustProxy: 1 } }, (get) => {
    const wrong = (from: string, username: string, n: number) =>
      attempt(get().fixture.http, { username, password: `wrong guess ${n}`, from });

    it('are limited for an account, from however many addresses and in whatever spelling (V1, L6, A77)', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'victim' });
      const spellings = ['victim', 'VICTIM', 'victim@example.com', ' Victim'];
      for (let n = 0; n < 10; n += 1) {
        expect((await wrong(`10.0.${n}.1`, spellings[n % 4] ?? '', n)).status).toBe(401);
      }
      const late = await attempt(http, { username: 'victim', from: '10.0.99.1' });
      expect(late.status).toBe(429);
      expect(Number(late.headers['retry-after'])).toBeGreaterThan(800);
      get().fixture.advance(901);
      expect((await attempt(http, { username: 'victim', from: '10.0.99.1' })).status).toBe(303);
    });

    it('by others never lock out who has signed in here before, or is signed in (F32, V1)', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'owner' });
      const mine = await signInAs(http, { username: 'owner', from: '10.1.0.1' });
      for (let n = 0; n < 12; n += 1) await wrong(`10.2.${n}.1`, 'owner', n);
      expect((await attempt(http, { username: 'owner', from: '10.3.0.1' })).status).toBe(429);
      expect((await http.get('/who').set('cookie', mine)).status).toBe(200);
      const known = mine.split('; ').filter((pair) => pair.includes('_browser='));
      expect((await attempt(http, { username: 'owner', from: '10.3.0.2', cookie: known.join() })).status).toBe(303);
      const forged = known.join().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
      expect((await attempt(http, { username: 'owner', from: '10.3.0.3', cookie: forged })).status).toBe(429);
    });

    it('at names that nobody has are limited like the others (V16)', async () => {
      for (let n = 0; n < 10; n += 1) expect((await wrong(`10.4.${n}.1`, 'ghost', n)).status).toBe(401);
      expect((await wrong('10.4.99.1', 'GHOST', 99)).status).toBe(429);
    });

    it('in parallel get exactly as many chances as one after the other (V1)', async () => {
      const { auth } = get().fixture;
      await givenUser(auth, { username: 'busy' });
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, n) => wrong(`10.5.${n}.1`, 'busy', n).then(({ status }) => status)),
      );
      expect(answers.filter((status) => status === 401)).toHaveLength(10);
      expect(answers.filter((status) => status === 429)).toHaveLength(50);
    });

    it('are forgotten by a success (V64)', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'forgetful' });
      for (let round = 0; round < 3; round += 1) {
        for (let n = 0; n < 9; n += 1) expect((await wrong(`10.6.${n}.${round}`, 'forgetful', n)).status).toBe(401);
        expect((await attempt(http, { username: 'forgetful', from: `10.7.0.${round}` })).status).toBe(303);
      }
    });
  });

  const north: PasswordDirectory = {
    id: 'north',
    authenticate: ({ name, password }) =>
      name === 'ada' && password === NORTHERN ? { subject: '1', roles: [] } : null,
  };
  const options = { trustProxy: 1, directories: [north] };

  withAccounts('guesses at a password of a name that a directory has too', harness, { place, options }, (get) => {
    const status = async (n: number, password: string) => {
      const answer = await attempt(get().fixture.http, { username: 'ada', password, from: `10.8.${n}.1` });
      return answer.status;
    };

    it('are not forgotten when the other one of that name signs in, and his sign-ins are none (V1, V64)', async () => {
      await givenUser(get().fixture.auth, { username: 'ada' });
      for (let n = 0; n < 12; n += 1) expect(await status(n, NORTHERN)).toBe(303);
      for (let n = 20; n < 29; n += 1) expect(await status(n, `wrong guess ${n}`)).toBe(401);
      expect(await status(29, NORTHERN)).toBe(303);
      expect(await status(30, 'wrong guess 30')).toBe(401);
      expect(await status(31, 'wrong guess 31')).toBe(429);
    });
  });
}

const NORTHERN = 'nine white geese swim';
