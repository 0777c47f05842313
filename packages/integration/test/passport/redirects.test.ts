import { createServer, type Server } from 'node:http';
import type { Provider } from '@doorward/core';
import { CANARY, type Fixture, PAGE, SCRIPT, setCookies, startFixture } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { type Browser, type BrowserRequest, createBrowser } from '../oidc/browser.ts';
import { type CertifiedProvider, startCertifiedProvider } from '../oidc/certified-provider.ts';
import { portOf, stop } from '../outer-servers.ts';
import { IDS, providersAt } from './strategies.ts';

const OWN = 'https://own.example';

/** The session that an answer starts, as `name=value`. */
function sessionIn({ headers }: supertest.Response): string {
  const started = setCookies(headers).map((line) => line.split(';', 1)[0] ?? '');
  return started.find((pair) => !pair.endsWith('=')) ?? '';
}

/** As a page of the provider sends the browser back. */
const ARRIVING = { ...PAGE, 'sec-fetch-site': 'cross-site' };

describe.each(FRAMEWORKS.map((harness) => [harness.name, harness] as const))(
  'strategies that redirect, on %s',
  (_name, harness) => {
    let idp: CertifiedProvider;
    let fixture: Fixture;
    let browser: Browser;

    const options = (providers: readonly Provider[]) => ({
      publicUrl: OWN,
      providers,
      roles: { roleMapping: { analyst: ['reports:read'] } },
    });

    beforeEach(async () => {
      idp = await startCertifiedProvider(OWN, { ids: IDS, needsPkce: false, clientAuth: 'client_secret_post' });
      browser = createBrowser();
      fixture = await startFixture(harness, { options: options(providersAt(idp.issuer)) });
    });

    afterEach(async () => {
      await fixture.close();
      await idp.close();
    });

    const ask = (path: string, request: BrowserRequest = { headers: SCRIPT }, by = browser) =>
      by.ask(fixture.origin + path, request);

    /** The path and query with which the browser comes back. */
    async function callbackOf(id: string, next = '/', by = browser): Promise<string> {
      const begun = await ask(`/auth/sso/${id}?next=${encodeURIComponent(next)}`, { headers: PAGE }, by);
      if (id === 'posted') return posted(begun.headers['location'] ?? '', by);
      const callback = await by.follow(begun.headers['location'] ?? '', OWN);
      return callback.slice(OWN.length);
    }

    /** The page of the provider posts a form, which brings no cookie along, and the browser goes on from there. */
    async function posted(url: string, by: Browser): Promise<string> {
      const arrived = await by.follow(url, `${idp.issuer}/interaction/`);
      const { text } = await by.ask((await by.ask(arrived)).headers['location'] ?? '');
      const form = Object.fromEntries([...text.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]));
      const headers = { ...ARRIVING, origin: idp.issuer };
      const answer = await createBrowser().ask(`${fixture.origin}/auth/sso/posted/callback`, { form, headers });
      return answer.headers['location'] ?? '';
    }

    const signIn = async (id: string, next = '/', by = browser): Promise<supertest.Response> =>
      ask(await callbackOf(id, next, by), { headers: ARRIVING }, by);

    it.each(IDS)('%s signs in to the page that was asked for, with the roles of identity (A94)', async (id) => {
      const back = await signIn(id, '/reports?a=1');
      expect([back.status, back.headers['location']]).toEqual([303, '/reports?a=1']);
      expect((await ask('/auth/me')).body).toEqual({
        id: `${id}:4711`,
        name: 'Ada Lovelace',
        email: 'ada@acme.example',
        avatarUrl: null,
        roles: ['analyst'],
        permissions: ['reports:read'],
      });
      expect((await ask('/reports')).text).toContain(CANARY);
    });

    it.each(IDS)('%s counts a callback once, and only in the browser that began it (A94, O-33, O-39)', async (id) => {
      const callback = await callbackOf(id);
      expect((await createBrowser().ask(fixture.origin + callback)).status).toBe(400);
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask(callback, { headers: ARRIVING })));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400, 400]);
    });

    it.each(IDS)('%s makes a new session: a planted one is dead, and the one before is over (S1, V26)', async (id) => {
      const planted = sessionIn(await signIn(id, '/', createBrowser()));
      const reports = (cookie: string) => ask('/reports', { headers: { ...SCRIPT, cookie } }, createBrowser());
      expect((await reports(planted)).status).toBe(200);
      browser.plant(fixture.origin, planted);
      const own = sessionIn(await signIn(id));
      expect(own).not.toBe(planted);
      expect([(await reports(planted)).status, (await reports(own)).status]).toEqual([401, 200]);
    });

    it('keeps two sign-ins of one browser apart, whichever is finished first', async () => {
      const begun: string[] = [];
      for (const path of ['openidconnect?next=/one', 'oauth2?next=/two']) {
        begun.push((await ask(`/auth/sso/${path}`, { headers: PAGE })).headers['location'] ?? '');
      }
      const answers = [];
      for (const url of begun.reverse()) {
        const callback = await browser.follow(url, OWN);
        answers.push(await ask(callback.slice(OWN.length), { headers: ARRIVING }));
      }
      expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual([
        [303, '/two'],
        [303, '/one'],
      ]);
    });

    it('is of the provider that it was begun with (O-36)', async () => {
      const callback = await callbackOf('openidconnect');
      const other = callback.replace('/openidconnect/', '/oauth2/');
      expect((await ask(other, { headers: ARRIVING })).status).toBe(400);
      expect((await ask('/reports')).status).toBe(401);
    });

    it('shows nothing of what a strategy says on a page', async () => {
      const begun = await ask('/auth/sso/openidconnect', { headers: PAGE });
      const state = new URL(begun.headers['location'] ?? '').searchParams.get('state');
      const query = new URLSearchParams({
        state: state ?? '',
        error: 'access_denied',
        error_description: '<i>evil</i>',
      });
      const { status, text } = await ask(`/auth/sso/openidconnect/callback?${query}`, { headers: ARRIVING });
      expect([status, text.includes('evil')]).toEqual([403, false]);
      expect(fixture.events.at(-1)).toMatchObject({ type: 'login-failure', detail: 'access_denied' });
    });

    it('says a code that was made up is refused, and signs nobody in', async () => {
      for (const id of ['openidconnect', 'oauth2']) {
        const begun = await ask(`/auth/sso/${id}`, { headers: PAGE });
        const state = new URL(begun.headers['location'] ?? '').searchParams.get('state');
        const back = await ask(`/auth/sso/${id}/callback?state=${state}&code=made-up`, { headers: ARRIVING });
        expect([id, back.status]).toEqual([id, 400]);
      }
      expect((await ask('/reports')).status).toBe(401);
    });

    it('is 502 while the provider is away, and says nothing of it', async () => {
      const callback = await callbackOf('oauth2');
      await idp.close();
      const back = await ask(callback, { headers: ARRIVING });
      expect([back.status, back.text.includes('ECONNREFUSED')]).toEqual([502, false]);
      expect((await ask('/reports')).status).toBe(401);
    });

    it('is ended by no answer of a provider: it is 502, and the next request is answered (T17)', async () => {
      const odd: Server = createServer((_request, response) => response.end(answer));
      await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
      let answer = '';
      await fixture.close();
      const strategies = providersAt(`http://127.0.0.1:${portOf(odd)}`);
      fixture = await startFixture(harness, { options: options(strategies) });
      for (const body of ['null', '<html>', '{"error":"invalid_grant"}', '{"access_token":null}']) {
        answer = body;
        for (const id of ['openidconnect', 'oauth2']) {
          const begun = await ask(`/auth/sso/${id}`, { headers: PAGE });
          const state = new URL(begun.headers['location'] ?? '').searchParams.get('state');
          const back = await ask(`/auth/sso/${id}/callback?state=${state}&code=code`, { headers: ARRIVING });
          expect([id, body, back.status]).toEqual([id, body, 502]);
        }
      }
      expect((await ask('/about')).status).toBe(200);
      await stop(odd);
    });
  },
);
