import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Doorward } from '@doorward/auth';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, cookiesOf, givenUser, OTHER_PASSWORD, PASSWORD } from '../people.ts';
import { withAccounts } from '../with-accounts.ts';

/** An app's own endpoints for signing in and out, beside the guarded server. */
function serveOwn(auth: Doorward): Server {
  return createServer(async (message, response) => {
    const send = (status: number, cookies: readonly string[], body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': [...cookies] });
      response.end(JSON.stringify(body));
    };
    if (message.url === '/sign-out') return send(200, await auth.signOut(message), {});
    if (message.url?.startsWith('/renew/')) {
      const user = accountsOf(auth);
      const id = message.url.slice('/renew/'.length);
      const principal = { subject: id, name: id, roles: [], permissions: [], method: 'password' };
      const actor = { principal, clientAddress: '', sessionId: null };
      const changed = await user.own.changePassword(actor, PASSWORD, OTHER_PASSWORD);
      return send(200, await auth.renew(message, changed), {});
    }
    const outcome = await auth.signIn(message, JSON.parse(await readBody(message)));
    return send(200, outcome.kind === 'signed-in' ? outcome.cookies : [], outcome);
  });
}

async function readBody(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text;
}

export function ownEndpoint(harness: AdapterHarness, place: AccountsPlace): void {
  withAccounts('an endpoint of the app’s own', harness, { place }, (get) => {
    let server: Server;
    let own: ReturnType<typeof supertest>;
    beforeAll(async () => {
      server = serveOwn(get().fixture.auth);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      own = supertest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));

    const who = (cookie: string) => get().fixture.http.get('/who').set('cookie', cookie);

    it('signs in and out as the login page does, with its answers and limits (A5, A6, V1)', async () => {
      await givenUser(get().fixture.auth, { username: 'own', roles: ['viewer'] });
      const made = await own.post('/sign-in').send({ name: 'OWN', password: PASSWORD });
      expect(made.body).toMatchObject({ kind: 'signed-in', obligation: null, principal: { name: 'own' } });
      expect(made.body.expiresAt).toBeGreaterThan(Date.now());
      const cookie = cookiesOf(made.headers);
      expect((await who(cookie)).body).toMatchObject({ name: 'own', session: true });
      const out = await own.post('/sign-out').set('cookie', cookie);
      expect(cookiesOf(out.headers)).toMatch(/^doorward_[^=]+=$/);
      expect((await who(cookie)).status).toBe(401);
      for (let n = 0; n < 10; n += 1) {
        const wrong = await own.post('/sign-in').send({ name: 'own', password: `wrong ${n}` });
        expect(wrong.body).toEqual({ kind: 'refused' });
      }
      expect((await own.post('/sign-in').send({ name: 'own', password: PASSWORD })).body.kind).toBe('limited');
    });

    it('checks nothing for a page of another site (W5, V31)', async () => {
      await givenUser(get().fixture.auth, { username: 'planted' });
      for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        const response = await own
          .post('/sign-in')
          .set(headers as Record<string, string>)
          .send({ name: 'planted', password: PASSWORD });
        expect([response.body, cookiesOf(response.headers)]).toEqual([{ kind: 'cross-site' }, '']);
      }
    });

    it('gives a new session after a change of the password, and the old one is over (S1, A19)', async () => {
      const user = await givenUser(get().fixture.auth, { username: 'changer' });
      const before = cookiesOf((await own.post('/sign-in').send({ name: 'changer', password: PASSWORD })).headers);
      const after = cookiesOf((await own.post(`/renew/${user.id}`).set('cookie', before)).headers);
      expect((await who(before)).status).toBe(401);
      expect((await who(after)).body).toMatchObject({ name: 'changer' });
    });
  });
}
