/**
 * Signing in with a provider, in a real browser. The provider says yes at once, and its pages are this site's.
 *
 * @see acceptance.md A82, A94; WCAG 2.2 AA by axe
 */

import type { Provider } from '@doorward/core';
import { describeInBrowser, type LaunchedBrowser, launchBrowser } from '@doorward/test-browser';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { autofocused, axeFindings, focused, overflow } from './page-checks.ts';
import { DEEP_LINK, LOGIN } from './page-states.ts';
import { type Site, startSite } from './site.ts';
import { LOOKS, visit } from './visit.ts';

const ICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#c33"/></svg>')}`;

/** `declines`: the person says no there. */
function provider(id: string, name: string, more: Partial<Provider> = {}, declines = false): Provider {
  return {
    id,
    name,
    ...more,
    begin: ({ state, callbackUrl }) => ({ url: `${callbackUrl}?state=${state}&code=1` }),
    finish: () =>
      declines
        ? { kind: 'declined', reason: 'access_denied' }
        : { kind: 'identified', identity: { subject: '1', name: 'Ada', roles: [] } },
    signOutUrl: () => '/public/signed-out-there',
  };
}

const PROVIDERS = [
  provider('acme', 'Acme', { icon: ICON, description: 'For everybody who works at Acme.' }),
  provider('long', 'a provider whose name is far longer than any button would like it to be'),
  provider('strict', 'Strict', {}, true),
];

describeInBrowser('signing in with a provider, in a browser', () => {
  let browser: LaunchedBrowser;
  let both: Site;
  let alone: Site;
  beforeAll(async () => {
    [browser, both, alone] = await Promise.all([
      launchBrowser(),
      startSite({ providers: PROVIDERS, page: { description: 'The studio of the team at Acme.' } }),
      startSite({ providers: PROVIDERS.slice(0, 1), takesTokens: false }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await both?.close();
    await alone?.close();
  });

  const PAGES: readonly [string, () => string][] = [
    ['login page with a form and buttons', () => both.origin + LOGIN],
    ['login page with a button alone', () => alone.origin + LOGIN],
    ['login page after the provider said no', () => `${both.origin}/auth/sso/strict`],
    ['login page after an address that is over', () => `${both.origin}/auth/sso/acme/callback?state=x`],
  ];

  describe.each(LOOKS)('at %s', (_name, look) => {
    it.each(PAGES)('the %s fits, and axe finds nothing', async (_page, address) => {
      await visit(
        browser,
        both.origin,
        async ({ page }) => {
          await page.goto(address());
          expect(await overflow(page)).toEqual({ sideways: 0, clipped: [] });
          expect(await axeFindings(page)).toEqual([]);
        },
        { ...look, bypassCSP: true },
      );
    });
  });

  it('is reached by keyboard, after the form, and ends at the page that was asked for (A94)', async () => {
    await visit(browser, both.origin, async ({ page }) => {
      await page.goto(both.origin + LOGIN);
      await autofocused(page);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toMatchObject({ tag: 'A', outlined: true });
      await page.keyboard.press('Enter');
      await page.waitForURL(both.origin + DEEP_LINK);
    });
  });

  it('is where the focus is when it is the only way in', async () => {
    await visit(browser, alone.origin, async ({ page }) => {
      await page.goto(alone.origin + LOGIN);
      await autofocused(page);
      expect((await focused(page)).tag).toBe('A');
      await page.keyboard.press('Enter');
      await page.waitForURL(alone.origin + DEEP_LINK);
    });
  });

  it('ends here and goes on there when signing out, from a page whose forms may lead nowhere else (A39)', async () => {
    await visit(browser, alone.origin, async ({ page }) => {
      await page.goto(`${alone.origin}/auth/sso/acme`);
      await page.goto(`${alone.origin}/auth/logout`);
      await page.click('button');
      await page.waitForURL(`${alone.origin}/public/signed-out-there`);
      await page.goto(`${alone.origin}/notebook`);
      expect(new URL(page.url()).pathname).toBe('/auth/login');
    });
  });
});
