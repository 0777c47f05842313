import { createOAuthProvider } from '@doorward/oidc';
import { CANARY, type Fixture, PAGE, SCRIPT, startFixture } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { type Browser, type BrowserRequest, createBrowser } from './browser.ts';
import { type GlewlwydOAuth, startGlewlwydOAuth } from './glewlwyd-oauth.ts';
import { describeWithGlewlwyd } from './glewlwyd-server.ts';

const OWN = 'https://own.example';
const COMING_BACK = { ...PAGE, 'sec-fetch-site': 'cross-site' };

describeWithGlewlwyd('Glewlwyd with plain OAuth 2.0', () => {
  describe.each(FRAMEWORKS)('in front of $name', (harness) => {
    let idp: GlewlwydOAuth;
    let fixture: Fixture;
    let browser: Browser;
    let moved = 0;

    beforeEach(async () => {
      moved = 0;
      const now = (): number => Date.now() + moved;
      idp = await startGlewlwydOAuth(OWN);
      browser = createBrowser();
      const providers = [createOAuthProvider({ ...idp.options, now })];
      const options = { publicUrl: OWN, now, providers, roles: { roleMapping: { analyst: ['reports:read'] } } };
      fixture = await startFixture(harness, { options });
    }, 60_000);
    afterEach(async () => {
      await fixture?.close();
      await idp?.close();
    });

    const ask = (path: string, request: BrowserRequest = { headers: SCRIPT }, by = browser) =>
      by.ask(fixture.origin + path, request);

    /** Up to the callback, which is not asked. */
    async function comeBack(next = '/'): Promise<string> {
      const begun = await ask(`/auth/sso/acme?next=${encodeURIComponent(next)}`, { headers: PAGE });
      return (await idp.signIn(browser, begun.headers['location'] ?? '')).slice(OWN.length);
    }

    const arrive = (callback: string, by = browser): Promise<supertest.Response> =>
      ask(callback, { headers: COMING_BACK }, by);

    it('signs in to the page that was asked for, with the roles of the mapping (A31, A32, A94, O-37)', async () => {
      const back = await arrive(await comeBack('/reports?a=1'));
      expect([back.status, back.headers['location']]).toEqual([303, '/reports?a=1']);
      expect((await ask('/auth/me')).body).toEqual({
        id: 'acme:E-4711',
        name: 'Ada Lovelace',
        email: 'ada@acme.example',
        avatarUrl: null,
        roles: ['analyst'],
        permissions: ['reports:read'],
      });
      expect((await ask('/permission')).status).toBe(200);
    });

    it('counts a callback once, and only in the browser that began it (A94, O-33, O-39, W10)', async () => {
      const callback = await comeBack();
      expect((await arrive(callback, createBrowser())).status).toBe(400);
      const answers = await Promise.all(Array.from({ length: 5 }, () => arrive(callback)));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400, 400]);
      expect((await ask('/reports')).status).toBe(200);
    });

    it('is asked once for ten requests whether a sign-in still stands, until it does not (A37, A38, O-67, O-68)', async () => {
      await arrive(await comeBack());
      moved += 541_000;
      const answers = await Promise.all(Array.from({ length: 10 }, async () => (await ask('/reports')).text));
      expect(answers.filter((answer) => answer.includes(CANARY))).toHaveLength(10);
      await idp.revoke(browser);
      expect((await ask('/reports')).status).toBe(200);
      moved += 541_000;
      expect((await ask('/reports')).status).toBe(401);
      expect(fixture.events.at(-1)).toMatchObject({ type: 'session-ended', reason: 'core/provider-refused' });
    });

    it('signs out here, and leads nowhere else: there is nothing to sign out of there', async () => {
      await arrive(await comeBack());
      expect((await ask('/reports')).status).toBe(200);
      const out = await ask('/auth/logout', { headers: { ...SCRIPT, origin: OWN }, form: {} });
      expect([out.status, out.body?.redirectTo]).toEqual([expect.any(Number), undefined]);
      expect((await ask('/reports')).status).toBe(401);
    });

    it('that is away is 502 when somebody comes back from it', async () => {
      const callback = await comeBack();
      await idp.close();
      expect((await arrive(callback)).status).toBe(502);
      expect((await ask('/reports')).status).toBe(401);
    });
  });
});
