import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Doorward } from '@doorward/auth';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { setCookies } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { cookiesOf, givenUser, OTHER_PASSWORD, PASSWORD } from '../people.ts';
import { ask, fromAnywhere } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

/** An app's own endpoints for tokens; `x-name`, `x-password` and `x-refresh` stand for its body. */
function serveOwn(auth: Doorward): Server {
  return createServer(async (message, response) => {
    const field = (name: string): string => String(message.headers[`x-${name}`] ?? '');
    const send = (cookies: readonly string[], body: unknown): void => {
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': [...cookies] });
      response.end(JSON.stringify(body));
    };
    if (message.url === '/sign-out') return send(await auth.signOut(message), {});
    if (message.url === '/refresh') {
      const renewed = await auth.refresh(message, field('refresh') || undefined);
      return send(
        renewed?.cookies ?? [],
        renewed && { pair: renewed.pair, name: renewed.session.decision.principal?.name },
      );
    }
    const outcome = await auth.signInForTokens(message, { name: field('name'), password: field('password') });
    return send(outcome.kind === 'signed-in' ? outcome.cookies : [], outcome);
  });
}

export function ownTokens(harness: AdapterHarness, place: AccountsPlace): void {
  const options = {
    trustProxy: 1,
    tokens: { accessSeconds: 60, refreshSeconds: 600, cookies: { access: 'token', refresh: 'refresh_token' } },
  };
  withAccounts('an app’s own endpoint for tokens', harness, { place, options }, (get) => {
    let server: Server;
    let own: ReturnType<typeof supertest>;
    beforeAll(async () => {
      server = serveOwn(get().fixture.auth);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      own = supertest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));

    const send = (path: string, headers: Readonly<Record<string, string>> = {}) =>
      own.post(path).set(fromAnywhere(headers));
    const signIn = (name: string, more = {}) => send('/sign-in', { 'x-name': name, 'x-password': PASSWORD, ...more });
    const who = (headers: Readonly<Record<string, string>>) => ask(get().fixture.http, '/who', headers);

    it('answers token, expiry and user, and nothing of the password (A5, A65)', async () => {
      await givenUser(get().fixture.auth, { username: 'ada', roles: ['viewer'] });
      for (const name of ['ada', 'ada@example.com']) {
        const { body, text, headers } = await signIn(name);
        expect(body).toMatchObject({
          kind: 'signed-in',
          obligation: null,
          principal: { name: 'ada', roles: ['viewer'] },
        });
        const { accessToken, accessExpiresAt, refreshToken, refreshExpiresAt } = body.pair;
        expect(Math.abs(accessExpiresAt - Date.now() - 60_000)).toBeLessThan(5_000);
        expect(Math.abs(refreshExpiresAt - Date.now() - 600_000)).toBeLessThan(5_000);
        expect(text).not.toMatch(/argon2|passwordHash|"hash"/);
        expect((await who({ authorization: `Bearer ${accessToken}` })).body).toMatchObject({
          name: 'ada',
          canRead: true,
        });
        expect(`${cookiesOf(headers)};`).toContain(`token=${accessToken}; refresh_token=${refreshToken};`);
        expect((await who({ cookie: cookiesOf(headers) })).body).toMatchObject({ name: 'ada' });
      }
      for (const wrong of [{ 'x-password': OTHER_PASSWORD }, { 'x-name': 'nobody' }])
        expect((await signIn('ada', wrong)).body).toEqual({ kind: 'refused' });
    });

    it('renews by the token or the cookie, and never twice (A37, A66)', async () => {
      await givenUser(get().fixture.auth, { username: 'renewer' });
      const { body, headers } = await signIn('renewer');
      const byCookie = await send('/refresh', { cookie: cookiesOf(headers) });
      expect(byCookie.body).toMatchObject({ name: 'renewer' });
      expect(byCookie.body.pair.refreshToken).not.toBe(body.pair.refreshToken);
      const byToken = await send('/refresh', { 'x-refresh': byCookie.body.pair.refreshToken });
      expect(setCookies(byToken.headers)).toHaveLength(2);
      get().fixture.advance(11);
      expect((await send('/refresh', { 'x-refresh': body.pair.refreshToken })).body).toBeNull();
      expect((await send('/refresh', { 'x-refresh': byToken.body.pair.refreshToken })).body).toBeNull();
      expect((await send('/refresh')).body).toBeNull();
    });

    it('does nothing for a page of another site (W5, A76)', async () => {
      await givenUser(get().fixture.auth, { username: 'planted' });
      const cookie = cookiesOf((await signIn('planted')).headers);
      for (const foreign of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        const planted = await signIn('planted', foreign);
        expect([planted.body, setCookies(planted.headers)]).toEqual([{ kind: 'cross-site' }, []]);
        const renewed = await send('/refresh', { cookie, ...(foreign as Readonly<Record<string, string>>) });
        expect([renewed.body, setCookies(renewed.headers)]).toEqual([null, []]);
      }
      get().fixture.advance(11);
      expect((await send('/refresh', { cookie })).body).toMatchObject({ name: 'planted' });
    });

    it('signs out the session of a bearer, or of cookies, and clears those that came (A39, A67)', async () => {
      await givenUser(get().fixture.auth, { username: 'leaver' });
      const [one, two] = [await signIn('leaver'), await signIn('leaver')];
      const bearer = { authorization: `Bearer ${one.body.pair.accessToken}` };
      await send('/sign-out', bearer);
      expect((await who(bearer)).status).toBe(401);
      expect((await send('/refresh', { 'x-refresh': one.body.pair.refreshToken })).body).toBeNull();
      const cookie = cookiesOf(two.headers);
      expect((await who({ cookie })).status).toBe(200);
      const out = await send('/sign-out', { cookie });
      expect(cookiesOf(out.headers)).toMatch(/(?:^|; )token=; refresh_token=$/);
      expect((await who({ cookie })).status).toBe(401);
    });
  });
}
