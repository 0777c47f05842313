import { CANARY, type Fixture, PAGE, SCRIPT, startFixture } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { type Browser, type BrowserRequest, createBrowser } from './browser.ts';
import { CLIENT, type Glewlwyd, PASSWORD, startGlewlwyd } from './glewlwyd.ts';
import { describeWithGlewlwyd } from './glewlwyd-server.ts';

const OWN = 'https://own.example';
const IN_A_FRAME = { ...PAGE, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' };
const COMING_BACK = { ...PAGE, 'sec-fetch-site': 'cross-site' };

describeWithGlewlwyd('Glewlwyd', () => {
  let idp: Glewlwyd;
  beforeAll(async () => {
    idp = await startGlewlwyd(OWN);
  }, 60_000);
  afterAll(() => idp?.close());

  describe.each(FRAMEWORKS)('in front of $name', (harness) => {
    let fixture: Fixture;
    let browser: Browser;
    let moved = 0;

    beforeEach(async () => {
      moved = 0;
      const now = (): number => Date.now() + moved;
      browser = createBrowser();
      const roles = { claim: 'groups', mapping: { analysts: 'analyst' } };
      const common = { name: 'Acme', issuer: idp.issuer, ...CLIENT, allowHttp: true, scopes: 'openid', roles };
      const byForm = { ...common, responseMode: 'form_post' as const };
      const oidc = [common, { ...byForm, id: 'posted' }, { ...byForm, id: 'silent', prompt: 'none' }];
      const options = { publicUrl: OWN, now, oidc, roles: { roleMapping: { analyst: ['reports:read'] } } };
      fixture = await startFixture(harness, { options });
    });
    afterEach(() => fixture.close());

    const ask = (path: string, request: BrowserRequest = { headers: SCRIPT }, by = browser) =>
      by.ask(fixture.origin + path, request);

    const begin = async (path: string, by = browser): Promise<string> =>
      (await ask(path, { headers: PAGE }, by)).headers['location'] ?? '';

    const arrive = (url: string, by = browser): Promise<supertest.Response> =>
      ask(url.slice(OWN.length), { headers: COMING_BACK }, by);

    async function signIn(next = '/', by = browser): Promise<supertest.Response> {
      expect(await idp.logIn(by, PASSWORD)).toBe(200);
      const back = await idp.authorize(by, await begin(`/auth/sso/oidc?next=${encodeURIComponent(next)}`, by));
      return arrive(back ?? '', by);
    }

    it('signs in to the page that was asked for, with the roles of the mapping (A31, A33, A94, O-01)', async () => {
      const back = await signIn('/reports?a=1');
      expect([back.status, back.headers['location']]).toEqual([303, '/reports?a=1']);
      expect((await ask('/auth/me')).body).toEqual({
        id: expect.stringMatching(/^oidc:\w{32}$/),
        name: 'Ada Lovelace',
        email: 'ada@acme.example',
        avatarUrl: null,
        roles: ['analyst'],
        permissions: ['reports:read'],
      });
      expect((await ask('/permission')).status).toBe(200);
    });

    /** Posts the form of a page of the provider; answers the callback's own page. */
    async function post(page: string, id: string): Promise<supertest.Response> {
      const headers = { ...COMING_BACK, origin: new URL(idp.issuer).origin };
      const request = { form: fieldsOf(page), headers };
      const posted = await createBrowser().ask(`${fixture.origin}/auth/sso/${id}/callback`, request);
      return ask(posted.headers['location'] ?? '', { headers: COMING_BACK });
    }

    it('comes back by a form, where the option says so (A33, O-54)', async () => {
      await idp.logIn(browser, PASSWORD);
      const { text } = await browser.ask(`${await begin('/auth/sso/posted?next=/reports')}&g_continue`);
      const back = await post(text, 'posted');
      expect([back.status, back.headers['location']]).toEqual([303, '/reports']);
      expect((await ask('/reports')).status).toBe(200);
    });

    it('that may not ask who it is says so by a form: a page says it too, and leads nowhere by itself (O-19)', async () => {
      const { text } = await browser.ask(await begin('/auth/sso/silent'));
      expect(fieldsOf(text)).toMatchObject({ error: 'interaction_required' });
      const back = await post(text, 'silent');
      expect([back.status, back.headers['location'], back.headers['refresh']]).toEqual([403, undefined, undefined]);
      expect(back.text).toContain('The sign-in was declined');
      expect((await ask('/reports')).status).toBe(401);
    });

    it('that says no to a password there lets nobody in here', async () => {
      expect(await idp.logIn(browser, 'wrong')).toBe(401);
      expect(await idp.authorize(browser, await begin('/auth/sso/oidc'))).toBeNull();
      expect((await ask('/reports')).status).toBe(401);
    });

    it('that signs with a new key is believed, as soon as it published it (O-27)', async () => {
      await signIn();
      await idp.renewKey();
      const other = createBrowser();
      expect((await signIn('/', other)).status).toBe(303);
      expect((await ask('/reports', { headers: SCRIPT }, other)).status).toBe(200);
    });

    it('is asked once for ten requests whether a sign-in still stands, each time (A37, A38, O-67)', async () => {
      await signIn();
      for (let times = 0; times < 2; times += 1) {
        moved += 541_000;
        const answers = await Promise.all(Array.from({ length: 10 }, async () => (await ask('/reports')).text));
        expect(answers.filter((answer) => answer.includes(CANARY))).toHaveLength(10);
      }
    });

    it('signs out here, and there (A39, O-55)', async () => {
      await signIn();
      const headers = { ...SCRIPT, origin: OWN };
      const { redirectTo } = (await ask('/auth/logout', { headers, form: {} })).body;
      expect((await ask('/reports')).status).toBe(401);
      expect(await idp.confirmSignOut(browser, redirectTo)).toMatchObject({ back: `${OWN}/auth/login?signed-out` });
      expect(await idp.authorize(browser, await begin('/auth/sso/oidc'))).toBeNull();
    });

    it('ends the session here when somebody signs out there, by a frame on its page, and nobody else (O-63)', async () => {
      const other = createBrowser();
      await signIn();
      await signIn('/', other);
      const headers = { ...SCRIPT, origin: OWN };
      const { redirectTo } = (await ask('/auth/logout', { headers, form: {} })).body;
      await signIn();
      expect((await ask('/reports')).status).toBe(200);
      const { frames } = await idp.confirmSignOut(browser, redirectTo);
      expect(frames).toHaveLength(1);
      for (const frame of frames) {
        const shown = await ask(frame.slice(OWN.length), { headers: IN_A_FRAME }, createBrowser());
        expect([shown.status, shown.headers['content-security-policy']]).toEqual([
          200,
          `default-src 'none'; frame-ancestors ${new URL(idp.issuer).origin}`,
        ]);
      }
      expect((await ask('/reports')).status).toBe(401);
      expect((await ask('/reports', { headers: SCRIPT }, other)).status).toBe(200);
      expect(fixture.events.at(-1)).toMatchObject({ type: 'session-ended', reason: 'core/provider-refused' });
    });

    it('begins a sign-in itself, which ends at the page that it names (O-65)', async () => {
      await idp.logIn(browser, PASSWORD);
      const query = new URLSearchParams({ iss: idp.issuer, target_link_uri: `${OWN}/reports`, login_hint: 'ada' });
      const back = await idp.authorize(browser, await begin(`/auth/sso/oidc?${query}`));
      expect((await arrive(back ?? '')).headers['location']).toBe('/reports');
      expect((await ask('/reports')).status).toBe(200);
    });
  });
});

function fieldsOf(page: string): Record<string, string> {
  const fields = [...page.matchAll(/name="([^"]+)"[^>]*value="([^"]*)"/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
}
