/**
 * Tokens of a real provider stay on the server: whatever a browser, a proxy or a log gets of a person who signed in by
 * them, none is in it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OidcTokens, readOidcTokens } from '@doorward/oidc';
import { CANARY, type Fixture, PAGE, SCRIPT, startFixture } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { type Browser, type BrowserRequest, createBrowser } from './browser.ts';
import { type CertifiedProvider, CLIENT, startCertifiedProvider } from './certified-provider.ts';

const OWN = 'https://own.example';
const PROVIDER_MINUTES = 9.1;

/** All that a person with every right can look at, as a page and by a script. */
const PLACES = [
  ...['/auth/account', '/auth/account/password', '/auth/account/keys', '/auth/account/identities/oidc'],
  ...['/auth/admin', '/auth/admin/audit', '/auth/admin/audit.ndjson', '/auth/admin/roles', '/auth/admin/keys'],
  ...['/auth/me', '/auth/capabilities', '/auth/login', '/auth/logout', '/auth/metrics', '/auth/health'],
  ...['/auth/api/me', '/auth/api/me/sessions', '/auth/api/users', '/auth/api/audit', '/auth/api/keys'],
  ...['/auth/api/openapi.json', '/auth/sso/oidc', '/auth/sso/oidc/callback', '/auth/nothing', '/reports', '/who'],
];

describe.each(FRAMEWORKS)('tokens of a provider on $name', (harness) => {
  let idp: CertifiedProvider;
  let fixture: Fixture;
  let browser: Browser;
  let moved = 0;
  let dataFolder: string;
  const given: string[] = [];

  beforeEach(async () => {
    moved = 0;
    given.length = 0;
    idp = await startCertifiedProvider(OWN);
    browser = createBrowser();
    dataFolder = mkdtempSync(join(tmpdir(), 'doorward-'));
    const note = (line: string): void => void given.push(line);
    fixture = await startFixture(harness, {
      options: {
        publicUrl: OWN,
        now: () => Date.now() + moved,
        oidc: {
          ...{ name: 'Acme', issuer: idp.issuer, ...CLIENT, allowHttp: true },
          roles: { claim: 'realm_access.roles', mapping: { analysts: 'owner' } },
        },
        token: undefined,
        accounts: { provisioning: 'each-time' },
        apiKeys: true,
        dataFolder,
        metrics: true,
        forwardAuth: true,
        trustProxy: ['loopback'],
        log: { info: note, warn: note },
      },
    });
    idp.ownAddress = fixture.origin;
  });

  afterEach(async () => {
    await fixture.close();
    await idp.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  /** Keeps what the browser was given, its cookies too. */
  async function ask(path: string, request: BrowserRequest = {}): Promise<supertest.Response> {
    const response = await browser.ask(fixture.origin + path, request);
    given.push(JSON.stringify([path, response.headers, response.text]));
    return response;
  }

  async function tokens(): Promise<OidcTokens> {
    const { body } = await browser.ask(`${fixture.origin}/grant`, { headers: SCRIPT });
    return readOidcTokens(body.secret);
  }

  it('are in no page, address, answer, header, event or log, before and after they are renewed (V43)', async () => {
    const begun = await ask('/auth/sso/oidc?next=/reports');
    const callback = await browser.follow(begun.headers['location'] ?? '', OWN);
    given.push(callback);
    const back = await ask(callback.slice(OWN.length), { headers: { ...PAGE, 'sec-fetch-site': 'cross-site' } });
    expect([back.status, back.headers['location']]).toEqual([303, '/reports']);
    const secrets = [await tokens()];
    await lookAround();
    moved += PROVIDER_MINUTES * 60_000;
    expect((await ask('/reports')).text).toContain(CANARY);
    secrets.push(await tokens());
    await lookAround();
    given.push(JSON.stringify(fixture.events), ...fixture.reached);
    const texts = secrets.flatMap(({ accessToken, refreshToken, idToken }) => [accessToken, refreshToken, idToken]);
    // The second sign-in of two has other access and refresh tokens.
    expect(new Set(texts).size).toBeGreaterThanOrEqual(5);
    for (const secret of texts) {
      expect(secret?.length).toBeGreaterThan(20);
      expect(given.filter((text) => text.includes(secret ?? ''))).toEqual([]);
    }
  });

  it('leave with a sign-out alone, which tells the provider whose it is, by the ID token (V43)', async () => {
    const begun = await ask('/auth/sso/oidc');
    const callback = await browser.follow(begun.headers['location'] ?? '', OWN);
    await ask(callback.slice(OWN.length), { headers: { ...PAGE, 'sec-fetch-site': 'cross-site' } });
    const { accessToken, refreshToken, idToken } = await tokens();
    given.length = 0;
    const out = await ask('/auth/logout', { form: {}, headers: { ...SCRIPT, origin: OWN } });
    const { searchParams, origin } = new URL(out.body.redirectTo);
    expect([origin, searchParams.get('id_token_hint')]).toEqual([idp.issuer, idToken]);
    for (const secret of [accessToken, refreshToken])
      expect(given.filter((text) => text.includes(secret ?? ''))).toEqual([]);
  });

  async function lookAround(): Promise<void> {
    for (const path of PLACES) {
      for (const headers of [PAGE, SCRIPT]) {
        const { status } = await ask(path, { headers });
        expect([path, status < 500]).toEqual([path, true]);
      }
    }
    // What a proxy passes on to an app behind it.
    const verified = await ask('/auth/verify', {
      headers: { ...SCRIPT, 'x-forwarded-uri': '/reports', 'x-forwarded-method': 'GET' },
    });
    expect(verified.status).toBe(200);
  }
});
