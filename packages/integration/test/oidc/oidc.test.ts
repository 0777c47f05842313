import type { DoorwardOptions } from '@doorward/auth';
import { type OidcTokens, readOidcTokens } from '@doorward/oidc';
import { CANARY, type Fixture, PAGE, SCRIPT, setCookies, startFixture, TOKEN } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { type Browser, type BrowserRequest, createBrowser } from './browser.ts';
import { type CertifiedProvider, CLIENT, startCertifiedProvider } from './certified-provider.ts';

const OWN = 'https://own.example';
const RETURN_URL = `${OWN}/auth/login?signed-out`;

describe.each(FRAMEWORKS.map((harness) => [harness.name, harness] as const))(
  'OpenID Connect on %s',
  (_name, harness) => {
    let idp: CertifiedProvider;
    let fixture: Fixture;
    let browser: Browser;
    let options: DoorwardOptions;
    let moved = 0;

    beforeEach(async () => {
      moved = 0;
      const now = (): number => Date.now() + moved;
      idp = await startCertifiedProvider(OWN);
      browser = createBrowser();
      const roles = { claim: 'realm_access.roles', mapping: { analysts: 'analyst' } };
      const common = { name: 'Acme', issuer: idp.issuer, ...CLIENT, allowHttp: true, roles };
      const oidc = [
        { ...common, responseMode: 'query' as const },
        { ...common, id: 'posted', responseMode: 'form_post' as const },
      ];
      options = { publicUrl: OWN, now, oidc, roles: { roleMapping: { analyst: ['reports:read'] } } };
      fixture = await startFixture(harness, { options });
      idp.ownAddress = fixture.origin;
    });

    afterEach(async () => {
      await fixture.close();
      await idp.close();
    });

    const ask = (path: string, request: BrowserRequest = { headers: SCRIPT }, by = browser) =>
      by.ask(fixture.origin + path, request);

    /** Arrives at the callback; answers what it says. */
    async function signIn(next: string, by = browser): Promise<supertest.Response> {
      const begun = await ask(`/auth/sso/oidc?next=${encodeURIComponent(next)}`, { headers: PAGE }, by);
      const callback = await by.follow(begun.headers['location'] ?? '', OWN);
      return ask(callback.slice(OWN.length), { headers: { ...PAGE, 'sec-fetch-site': 'cross-site' } }, by);
    }

    /** Arrives at the provider's page with the form, and posts it, as a page of another site does. */
    async function postCallback(next: string) {
      const begun = await ask(`/auth/sso/posted?next=${next}`, { headers: PAGE });
      const arrived = await browser.follow(begun.headers['location'] ?? '', `${idp.issuer}/interaction/`);
      const resumed = (await browser.ask(arrived)).headers['location'] ?? '';
      const { text } = await browser.ask(resumed);
      const form = Object.fromEntries([...text.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]));
      const headers = { ...PAGE, origin: idp.issuer, 'sec-fetch-site': 'cross-site' };
      const posted = await createBrowser().ask(`${fixture.origin}/auth/sso/posted/callback`, { form, headers });
      return { form, posted };
    }

    it('signs in to the page that was asked for, with the roles of the mapping (A31, A33, A36, A94)', async () => {
      const back = await signIn('/reports?a=1');
      expect([back.status, back.headers['location']]).toEqual([303, '/reports?a=1']);
      expect((await ask('/auth/me')).body).toEqual({
        id: 'oidc:4711',
        name: 'Ada Lovelace',
        email: 'ada@acme.example',
        avatarUrl: null,
        roles: ['analyst'],
        permissions: ['reports:read'],
      });
      expect((await ask('/permission')).status).toBe(200);
    });

    it('is renewed once for ten requests, when the access token is over (A37, A38, O-67)', async () => {
      await signIn('/');
      for (const refreshes of [1, 2]) {
        moved += 541_000;
        const answers = await Promise.all(Array.from({ length: 10 }, async () => (await ask('/reports')).text));
        expect(answers.filter((answer) => answer.includes(CANARY))).toHaveLength(10);
        expect(idp.seen).toMatchObject({ refreshes, reuses: 0 });
      }
    });

    it('ends when the provider took it back (O-68)', async () => {
      await signIn('/');
      await idp.revoke();
      expect((await ask('/reports')).status).toBe(200);
      moved += 541_000;
      expect((await ask('/reports')).status).toBe(401);
      expect(fixture.events.at(-1)).toMatchObject({ type: 'session-ended', reason: 'core/provider-refused' });
    });

    it('gives the app the tokens, as they were renewed', async () => {
      const tokens = async (): Promise<OidcTokens> => readOidcTokens((await ask('/grant')).body.secret);
      await signIn('/');
      const before = await tokens();
      expect(await idp.personOf(before.accessToken)).toMatchObject({ sub: '4711', name: 'Ada Lovelace' });
      moved += 541_000;
      const { accessToken, refreshToken } = await tokens();
      expect([accessToken === before.accessToken, refreshToken === before.refreshToken]).toEqual([false, false]);
      expect(await idp.personOf(accessToken)).toMatchObject({ sub: '4711' });
    });

    it('comes back by a form where the option says so, and leaves no code in an address (A33, O-54)', async () => {
      const { form, posted } = await postCallback('/reports');
      expect(Object.keys(form).sort()).toEqual(['code', 'iss', 'state']);
      const address = posted.headers['location'] ?? '';
      expect([posted.status, address.includes(form['code'] ?? '')]).toEqual([303, false]);
      expect((await ask(address, { headers: PAGE })).headers['location']).toBe('/reports');
      expect((await ask('/auth/me')).body).toMatchObject({ id: 'posted:4711' });
    });

    it('counts by the way that was asked for alone (A33, O-53)', async () => {
      const { form } = await postCallback('/');
      const inAddress = await ask(`/auth/sso/posted/callback?${new URLSearchParams(form)}`, { headers: PAGE });
      expect(inAddress.status).toBe(400);
      const begun = await ask('/auth/sso/oidc', { headers: PAGE });
      const callback = new URL(await browser.follow(begun.headers['location'] ?? '', OWN));
      const posted = await ask('/auth/sso/oidc/callback', {
        headers: PAGE,
        form: Object.fromEntries(callback.searchParams),
      });
      expect((await ask(posted.headers['location'] ?? '', { headers: PAGE })).status).toBe(400);
      expect((await ask('/reports')).status).toBe(401);
      const twice = `${callback.search.slice(1)}&code=other`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const doubled = await fetch(`${fixture.origin}/auth/sso/posted/callback`, {
        method: 'POST',
        headers,
        body: twice,
      });
      expect(doubled.status).toBe(400);
    });

    it('starts a pair of tokens where browsers get one, both ways (A33, A35)', async () => {
      await fixture.close();
      const tokens = { cookies: { access: 'token', refresh: 'refresh_token' } };
      fixture = await startFixture(harness, { options: { ...options, tokens } });
      const { posted } = await postCallback('/');
      const byForm = await ask(posted.headers['location'] ?? '', { headers: PAGE });
      for (const back of [byForm, await signIn('/')]) {
        const given = setCookies(back.headers).filter((line) => /^(?:refresh_)?token=/.test(line));
        expect(given.map((line) => line.split('=')[0]).sort()).toEqual(['refresh_token', 'token']);
        for (const line of given) expect(line).toMatch(/HttpOnly; SameSite=Lax; Secure/);
        expect(back.headers['location']).toBe('/');
      }
      expect((await ask('/reports')).status).toBe(200);
    });

    it('is of the provider that it was begun with (O-36, V45)', async () => {
      const begun = await ask('/auth/sso/posted', { headers: PAGE });
      const url = new URL(begun.headers['location'] ?? '');
      url.searchParams.delete('response_mode');
      url.searchParams.set('redirect_uri', `${OWN}/auth/sso/oidc/callback`);
      const callback = await browser.follow(url.href, OWN);
      expect((await ask(callback.slice(OWN.length), { headers: PAGE })).status).toBe(400);
    });

    it('signs out here, and there (A39, O-55)', async () => {
      await signIn('/');
      await signIn('/');
      expect(idp.seen.logins).toBe(1);
      const headers = { ...SCRIPT, origin: OWN };
      const { redirectTo } = (await ask('/auth/logout', { headers, form: {} })).body;
      expect((await ask('/reports')).status).toBe(401);
      expect(await idp.confirmSignOut(browser, redirectTo)).toBe(RETURN_URL);
      await signIn('/');
      expect(idp.seen.logins).toBe(2);
    });

    it('is ended by the provider when somebody signs out there, and nobody else is (O-57)', async () => {
      const other = createBrowser();
      await signIn('/');
      await signIn('/', other);
      const headers = { ...SCRIPT, origin: OWN };
      const { redirectTo } = (await ask('/auth/logout', { headers, form: {} })).body;
      await signIn('/');
      expect((await ask('/reports')).status).toBe(200);
      await idp.confirmSignOut(browser, redirectTo);
      expect((await ask('/reports')).status).toBe(401);
      expect((await ask('/reports', { headers: SCRIPT }, other)).status).toBe(200);
      expect(fixture.events.at(-1)).toMatchObject({ type: 'session-ended', reason: 'core/provider-refused' });
    });

    it('counts a callback once, and only in the browser that began it (A94, O-33, O-39)', async () => {
      const begun = await ask('/auth/sso/oidc', { headers: PAGE });
      const callback = (await browser.follow(begun.headers['location'] ?? '', OWN)).slice(OWN.length);
      expect((await createBrowser().ask(fixture.origin + callback)).status).toBe(400);
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask(callback, { headers: PAGE })));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400, 400]);
    });

    it('that is away is 502, and the form signs in as ever', async () => {
      const begun = await ask('/auth/sso/oidc', { headers: PAGE });
      const callback = (await browser.follow(begun.headers['location'] ?? '', OWN)).slice(OWN.length);
      await idp.close();
      const back = await ask(callback, { headers: PAGE });
      expect([back.status, back.text.includes('ECONNREFUSED')]).toEqual([502, false]);
      const form = { password: TOKEN };
      expect((await ask('/auth/login', { form, headers: { ...PAGE, origin: OWN } })).status).toBe(303);
      expect((await ask('/reports')).status).toBe(200);
    });
  },
);
