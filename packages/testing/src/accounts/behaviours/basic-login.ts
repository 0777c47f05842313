import { expect, it } from '@jest/globals';
import { basic, PAGE, SCRIPT, setCookies } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, OTHER_PASSWORD, PASSWORD, signInAs } from '../people.ts';
import { ask, freshAddress, HEARD_WITHIN_MS, statusWithin } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

export function basicLogin(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, accounts: { basic: true } };
  withAccounts('name and password with every request', harness, { place, options }, (get) => {
    const send = (name: string, password: string, from = freshAddress(), { http } = get().fixture) =>
      ask(http, '/who', { authorization: basic(name, password), 'x-forwarded-for': from });

    it('open as the user, by any spelling of the name, and make no session (A48, V24)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'ada', roles: ['viewer'] });
      for (const name of ['ada', 'ADA', 'ada@example.com']) {
        for (const headers of [{}, PAGE, SCRIPT]) {
          const answer = await ask(fixture.http, '/who', { ...headers, authorization: basic(name, PASSWORD) });
          expect([answer.status, answer.body]).toMatchObject([200, { name: 'ada', session: false, canRead: true }]);
          expect(setCookies(answer.headers)).toEqual([]);
        }
      }
    });

    it('are refused alike when wrong, unknown, disabled or waiting, to the byte, and a cookie rescues none (A6, A42, V16)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'known' });
      await givenUser(fixture.auth, { username: 'off', status: 'disabled' });
      await givenUser(fixture.auth, { username: 'waiting', status: 'pending' });
      const cookie = await signInAs(fixture.http, { username: 'known' });
      const answers = [];
      for (const [name, password] of [
        ['known', OTHER_PASSWORD],
        ['nobody', OTHER_PASSWORD],
        ['off', PASSWORD],
        ['waiting', PASSWORD],
        ['known', ''],
        ['', ''],
        ['__proto__', PASSWORD],
        ['known', ` ${PASSWORD}`],
      ] as const) {
        const { status, body, text } = await ask(fixture.http, '/reports', {
          cookie,
          authorization: basic(name, password),
        });
        expect(text).not.toContain(CANARY);
        answers.push({ status, body });
      }
      for (const answer of answers) expect(answer).toEqual({ status: 401, body: answers[0]?.body });
    });

    it.each([
      ['another password', { password: OTHER_PASSWORD }],
      ['being disabled', { status: 'disabled' }],
    ] as const)(
      'are over with %s at the next request, though they were right a moment ago (A19, A72, S4)',
      async (what, change) => {
        const { fixture, another } = get();
        const second = await another();
        const username = what.replaceAll(' ', '-');
        const user = await givenUser(fixture.auth, { username });
        const from = freshAddress();
        for (const server of [fixture, fixture, second])
          expect((await send(username, PASSWORD, from, server)).status).toBe(200);
        await accountsOf(fixture.auth).users.update(MACHINE, user.id, { ...change, mustChangePassword: false });
        expect((await send(username, PASSWORD, from)).status).toBe(401);
        expect(await statusWithin(HEARD_WITHIN_MS, 401, () => send(username, PASSWORD, from, second))).toBe(401);
        expect((await send(username, OTHER_PASSWORD, from)).status).toBe('password' in change ? 200 : 401);
      },
    );

    it('may be guessed at ten times an account, from however many addresses (V1, A77)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'victim' });
      for (let n = 0; n < 10; n += 1) expect((await send('victim', `wrong ${n}`)).status).toBe(401);
      const late = await send('VICTIM', PASSWORD);
      expect([late.status, Number(late.headers['retry-after']) > 800]).toEqual([429, true]);
      fixture.advance(901);
      expect((await send('victim', PASSWORD)).status).toBe(200);
      fixture.advance(-901);
    });

    it('may be guessed at twenty times an address, by whatever names (L7)', async () => {
      const from = freshAddress();
      for (let n = 0; n < 20; n += 1) expect((await send(`name-${n}`, 'wrong', from)).status).toBe(401);
      expect((await send('name-20', 'wrong', from)).status).toBe(429);
    });

    it('tell nothing more to who guesses too often, be the guess right and remembered or not (V1, V16)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'neighbour' });
      const byAccount = freshAddress();
      expect((await send('neighbour', PASSWORD, byAccount)).status).toBe(200);
      for (let n = 0; n < 10; n += 1) await send('neighbour', `wrong ${n}`, byAccount);
      expect((await send('neighbour', 'wrong again', byAccount)).status).toBe(429);
      expect((await send('neighbour', PASSWORD, byAccount)).status).toBe(429);
      await givenUser(fixture.auth, { username: 'other-neighbour' });
      const byAddress = freshAddress();
      expect((await send('other-neighbour', PASSWORD, byAddress)).status).toBe(200);
      for (let n = 0; n < 20; n += 1) await send(`somebody-${n}`, `wrong ${n}`, byAddress);
      expect((await send('other-neighbour', 'wrong', byAddress)).status).toBe(429);
      expect((await send('other-neighbour', PASSWORD, byAddress)).status).toBe(429);
    });

    it('in parallel get exactly as many chances (V1)', async () => {
      await givenUser(get().fixture.auth, { username: 'busy' });
      const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => send('busy', `wrong ${n}`)));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(30);
    });
  });

  withAccounts('name and password by default', harness, { place, options: { trustProxy: 1 } }, (get) => {
    it('open nothing: they are for the login page (V15)', async () => {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: 'ada', roles: ['owner'] });
      const answer = await ask(fixture.http, '/reports', { authorization: basic('ada', PASSWORD) });
      expect([answer.status, answer.text.includes(CANARY)]).toEqual([401, false]);
    });
  });
}
