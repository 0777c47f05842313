/**
 * Signing out in a real browser: by our page, by a form of the app, and not by another site.
 *
 * @see acceptance.md A60
 */

import { describeInBrowser, type LaunchedBrowser, launchBrowser } from '@doorward/test-browser';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { keptForScripts } from './page-fields.ts';
import { DEEP_LINK, LOGIN, signIn } from './page-states.ts';
import { type Site, startSite } from './site.ts';
import { visit } from './visit.ts';

describeInBrowser('signing out in a browser', () => {
  let browser: LaunchedBrowser;
  let site: Site;
  beforeAll(async () => {
    [browser, site] = await Promise.all([launchBrowser(), startSite()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('leaves nothing in the browser but a cookie that no script reads (V62)', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await open(LOGIN);
      expect(await keptForScripts(page)).toEqual([]);
      await signIn(page, site.origin);
      expect(await page.context().cookies()).toMatchObject([{ name: 'doorward_test', httpOnly: true }]);
      for (const path of [DEEP_LINK, '/auth/logout']) {
        await open(path);
        expect([path, await keptForScripts(page)]).toEqual([path, []]);
      }
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(/\/auth\/login/);
      expect(await keptForScripts(page)).toEqual([]);
    });
  });

  it('works from our page, which says so (A60)', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await signIn(page, site.origin);
      await open('/auth/logout');
      expect(page.url()).toBe(`${site.origin}/auth/logout`);
      await page.getByRole('button', { name: 'Sign out' }).press('Enter');
      await page.waitForURL(/\/auth\/login/);
      expect(await page.getByRole('status').textContent()).toMatch(/signed out/i);
      expect(await page.context().cookies()).toEqual([]);
      await open(DEEP_LINK);
      expect(new URL(page.url()).pathname).toBe('/auth/login');
    });
  });

  it('works by a form of the app (A60)', async () => {
    await visit(browser, site.origin, async ({ page }) => {
      await signIn(page, site.origin);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(/\/auth\/login/);
      expect(await page.context().cookies()).toEqual([]);
    });
  });

  it('leaves no page of the app to the back button', async () => {
    await visit(browser, site.origin, async ({ page }) => {
      await signIn(page, site.origin);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(/\/auth\/login/);
      await page.goBack();
      expect(new URL(page.url()).pathname).toBe('/auth/login');
    });
  });

  it('cannot be framed', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await signIn(page, site.origin);
      await open('/');
      await page.evaluate(`new Promise((done) => {
        const frame = document.createElement('iframe');
        frame.onload = done;
        frame.src = '/auth/logout';
        document.body.append(frame);
      })`);
      const frame = page.frames()[1];
      expect(await frame?.locator('form').count()).toBe(0);
    });
  });

  it('is refused to a form of another site, with a page', async () => {
    const other = await startSite();
    try {
      await visit(browser, other.origin, async ({ page }) => {
        await signIn(page, other.origin);
        await page.evaluate(`document.forms[0].action = '${site.origin}/auth/logout'`);
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.waitForURL(`${site.origin}/auth/logout`);
        expect(await page.locator('h1').textContent()).toMatch(/another site/);
      });
    } finally {
      await other.close();
    }
  });
});
