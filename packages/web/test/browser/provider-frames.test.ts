/**
 * A page of a provider on another site that has our answers in frames, in a real browser.
 *
 * @see OpenID Connect Front-Channel Logout 1.0 §2; Content Security Policy Level 3 §6.4.2 (frame-ancestors)
 */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Provider } from '@doorward/core';
import { describeInBrowser, type LaunchedBrowser, launchBrowser } from '@doorward/test-browser';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Site, startSite } from './site.ts';
import { visit } from './visit.ts';

const BLOCKED = 'chrome-error://chromewebdata/';

describeInBrowser('a frame on a page of the provider', () => {
  let browser: LaunchedBrowser;
  let site: Site;
  let pages: Server;
  let port: number;
  beforeAll(async () => {
    pages = createServer((request, response) => {
      const src = new URL(request.url ?? '', 'http://pages').searchParams.get('src') ?? '';
      response
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><title>Page</title><iframe src="${src}"></iframe>`);
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    port = (pages.address() as AddressInfo).port;
    browser = await launchBrowser();
    site = await startSite({ providers: [providerAt(`http://localhost:${port}`)] });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    pages?.closeAllConnections();
    pages?.close();
  });

  /** Signs in, opens the page, and says where the frame is then, and whether the session goes on. */
  async function framed(host: string, path: string): Promise<{ readonly frame: string; readonly isIn: boolean }> {
    const seen = { frame: '', isIn: true };
    await visit(browser, site.origin, async ({ page }) => {
      await page.goto(`${site.origin}/auth/sso/acme`);
      await page.goto(`http://${host}:${port}/?src=${encodeURIComponent(site.origin + path)}`, { waitUntil: 'load' });
      const frame = page.frames()[1];
      await frame?.waitForURL((url) => url.protocol !== 'about:', { waitUntil: 'commit' });
      seen.frame = frame?.url().replace(site.origin, '') ?? '';
      await page.goto(`${site.origin}/notebook`);
      seen.isIn = new URL(page.url()).pathname === '/notebook';
    });
    return seen;
  }

  const SIGNED_OUT = '/auth/sso/acme/signed-out?iss=acme&sid=one';

  it('ends the session, though no cookie comes along from another site, and is shown (O-63)', async () => {
    expect(await framed('localhost', SIGNED_OUT)).toEqual({ frame: SIGNED_OUT, isIn: false });
  });

  it('is shown on no other page (O-63)', async () => {
    expect(await framed('127.0.0.1', SIGNED_OUT)).toMatchObject({ frame: BLOCKED });
  });

  it('shows none of our pages, also of a provider (O-63)', async () => {
    for (const path of ['/auth/login', '/auth/sso/acme/callback?state=x', '/auth/sso/acme?iss=other'])
      expect([path, await framed('localhost', path)]).toEqual([path, { frame: BLOCKED, isIn: true }]);
  });
});

function providerAt(origin: string): Provider {
  return {
    id: 'acme',
    name: 'Acme',
    begin: ({ state, callbackUrl }) => ({ url: `${callbackUrl}?state=${state}&code=1` }),
    finish: () => ({ kind: 'identified', identity: { subject: '1', name: 'Ada', roles: [], sid: 'one' } }),
    signedOutInFrame: (parameters) => (parameters.get('sid') === 'one' ? { sid: 'one', framedBy: [origin] } : null),
    invitation: (parameters) => ({ kind: parameters.has('iss') ? 'refused' : 'none' }),
  };
}
