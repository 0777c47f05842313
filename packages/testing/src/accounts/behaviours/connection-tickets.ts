import { expect, it } from '@jest/globals';
import { PAGE, setCookies } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, signInAs } from '../people.ts';
import { ask, callApi, freshAddress, givenHolder, givenPair } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

export function connectionTickets(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, apiKeys: true, tokens: { passwordGrant: true } };
  withAccounts('a ticket for one connection', harness, { place, options }, (get) => {
    async function signedIn(username: string) {
      const user = await givenUser(get().fixture.auth, { username, roles: ['viewer'] });
      return { user, by: { cookie: await signInAs(get().fixture.http, { username }) } };
    }
    const order = (by: Readonly<Record<string, string>>, path: unknown = '/who') =>
      callApi(get().fixture.http, by, ['post', '/tickets', { path }]);
    const ticketOf = async (by: Readonly<Record<string, string>>, path?: string): Promise<string> =>
      (await order(by, path)).body.ticket;
    const use = (ticket: string, path = '/who', headers = {}) =>
      ask(get().fixture.http, `${path}?access_ticket=${ticket}`, headers);

    it('lets one request in as whoever asked for it, and the app does not see it (A99, A102)', async () => {
      const { fixture } = get();
      const { by } = await signedIn('ada');
      const made = await order(by);
      expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
      const left = Date.parse(made.body.expiresAt) - Date.now();
      expect(left > 25_000 && left <= 30_100).toBe(true);
      const answer = await ask(fixture.http, `/who?a=1&access_ticket=${made.body.ticket}&b=2`);
      expect(answer.body).toMatchObject({ name: 'ada', session: true, canRead: true, url: '/who?a=1&b=2' });
      const again = await use(made.body.ticket);
      expect([again.status, again.body.code]).toEqual([401, 'core/invalid-credential']);
      expect(JSON.stringify([fixture.reached, fixture.events])).not.toContain(made.body.ticket);
      expect(await get().dump()).not.toContain(made.body.ticket);
    });

    it('is used once by fifty at the same time, at two servers (L10)', async () => {
      const { fixture, another } = get();
      const second = await another();
      const { by } = await signedIn('crowd');
      const ticket = await ticketOf(by);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          ask((n % 2 === 0 ? fixture : second).http, `/who?access_ticket=${ticket}`),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
    });

    it('is for its path alone, to the letter, and used up by any other', async () => {
      const { by } = await signedIn('walker');
      for (const path of ['/reports', '/who/', '/WHO', '/whom', '/who/x', '/', '/auth/api/me', '/auth/api/tickets']) {
        const ticket = await ticketOf(by);
        const answer = await use(ticket, path);
        expect([path, answer.status, answer.text.includes(CANARY)]).toEqual([path, 401, false]);
        expect((await use(ticket)).status).toBe(401);
      }
      for (const target of ['//who', '/./who', '/%77ho', '/x/../who']) {
        const ticket = await ticketOf(by);
        const headers = [`X-Forwarded-For: ${freshAddress()}`];
        const { status, body } = await get().fixture.raw({ target: `${target}?access_ticket=${ticket}`, headers });
        expect([target, status === 200, body.includes('"name":"walker"')]).toEqual([target, false, false]);
      }
    });

    it('is over after thirty seconds, and with the session that it was made for', async () => {
      const { fixture } = get();
      const { by, user } = await signedIn('timer');
      const [late, ended] = [await ticketOf(by), await ticketOf(by)];
      fixture.advance(31);
      expect((await use(late)).status).toBe(401);
      fixture.advance(-31);
      await fixture.http.post('/auth/logout').set({ ...by, 'sec-fetch-site': 'same-origin' });
      expect((await use(ended)).status).toBe(401);
      const again = { cookie: await signInAs(fixture.http, { username: 'timer' }) };
      const disabled = await ticketOf(again);
      await accountsOf(fixture.auth).users.update(MACHINE, user.id, { status: 'disabled' });
      expect((await use(disabled)).status).toBe(401);
    });

    it('is made for sessions of our own pages and programs, and for no key (A76, L14)', async () => {
      const { fixture } = get();
      const { key, by } = await givenHolder(fixture, 'orderer');
      const { access } = await givenPair(fixture.http, 'orderer');
      const byToken = await order({ authorization: `Bearer ${access}` });
      expect(byToken.status).toBe(201);
      expect((await use(byToken.body.ticket)).body).toMatchObject({ name: 'orderer' });
      const byKey = await order({ 'x-api-key': key });
      expect([byKey.status, byKey.body.code]).toEqual([403, 'web/session-required']);
      expect((await order({})).status).toBe(401);
      for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as const) {
        const sent = fixture.http
          .post('/auth/api/tickets')
          .set({ ...by, ...(headers as Readonly<Record<string, string>>) });
        expect((await sent.send({ path: '/who' })).status).toBe(403);
      }
      for (const path of [
        'https://evil.example/who',
        '//evil.example/who',
        'who',
        '',
        null,
        7,
        '/\\who',
        '/who\nx',
        'javascript:x',
      ])
        expect([path, (await order(by, path)).status]).toEqual([path, 422]);
    });

    it('never becomes a session, is no other credential, and no other one is a ticket (S9, V24)', async () => {
      const { fixture } = get();
      const { by } = await signedIn('purpose');
      const page = await use(await ticketOf(by), '/who', PAGE);
      expect([page.status, setCookies(page.headers)]).toEqual([200, []]);
      const ticket = await ticketOf(by);
      for (const headers of [
        { authorization: `Bearer ${ticket}` },
        { 'x-api-key': ticket },
        { 'access-ticket': ticket },
      ])
        expect((await ask(fixture.http, '/who', headers as never)).status).toBe(401);
      expect((await ask(fixture.http, `/who?access_token=${ticket}`)).status).toBe(401);
      const invitation = await accountsOf(fixture.auth).users.create(MACHINE, { username: 'invited' });
      for (const other of [invitation.ticket?.ticket ?? '', 'connection.', 'constructor'])
        expect((await use(other)).status).toBe(401);
      const redeemed = await fixture.http
        .post('/auth/api/tickets')
        .send({ ticket, password: 'a long enough password' });
      expect(redeemed.status).toBe(401);
    });

    it('counts before the cookie of somebody else; a wrong one is not rescued by it, two are 400 (A42, A99)', async () => {
      const mine = await signedIn('mine');
      const theirs = await signedIn('theirs');
      expect((await use(await ticketOf(mine.by), '/who', theirs.by)).body).toMatchObject({ name: 'mine' });
      const wrong = await use('connection.wrong', '/reports', theirs.by);
      expect([wrong.status, setCookies(wrong.headers)]).toEqual([401, []]);
      const [one, two] = [await ticketOf(mine.by), await ticketOf(mine.by)];
      expect((await use(`${one}&access_ticket=${two}`)).status).toBe(400);
    });
  });
}
