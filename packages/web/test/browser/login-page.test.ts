/**
 * Our pages in a real browser.
 *
 * @see acceptance.md A44, A45, A58, A60; WCAG 2.2 AA by axe
 */

import { describeInBrowser, type LaunchedBrowser, launchBrowser } from '@doorward/test-browser';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { autofocused, axeFindings, focused, overflow, styleOf } from './page-checks.ts';
import { fieldFaults } from './page-fields.ts';
import { AMBIGUOUS, DEEP_LINK, LOGIN, STATES } from './page-states.ts';
import { type Site, startSite, TOKEN } from './site.ts';
import { LOOKS, visit } from './visit.ts';

describeInBrowser('our pages in a browser', () => {
  let browser: LaunchedBrowser;
  let site: Site;
  beforeAll(async () => {
    [browser, site] = await Promise.all([launchBrowser(), startSite()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  describe.each(LOOKS)('at %s', (_name, look) => {
    it.each(Object.entries(STATES))('the %s fits, and axe finds nothing', async (_state, reach) => {
      await visit(
        browser,
        site.origin,
        async ({ page }) => {
          await reach(page, site.origin);
          expect(await overflow(page)).toEqual({ sideways: 0, clipped: [] });
          expect(await axeFindings(page)).toEqual([]);
        },
        { ...look, bypassCSP: true },
      );
    });
  });

  it('fits at 320px with text twice as large, and keeps everything reachable (WCAG 1.4.4, 1.4.10)', async () => {
    await visit(
      browser,
      site.origin,
      async ({ page, open }) => {
        await open(LOGIN);
        await page.addStyleTag({ content: 'html{font-size:32px!important}' });
        expect((await overflow(page)).sideways).toBe(0);
      },
      { viewport: { width: 320, height: 480 }, bypassCSP: true },
    );
  });

  it.each(Object.entries(STATES))(
    'the %s has a title, one heading, a language, no script, and no field that is not needed (V10, V11)',
    async (_state, reach) => {
      await visit(browser, site.origin, async ({ page, complaints, origins }) => {
        await reach(page, site.origin);
        expect(await page.locator('h1').count()).toBe(1);
        expect(await page.title()).toMatch(/ · Doorward$/);
        expect(await page.locator('html').getAttribute('lang')).toBe('en');
        expect(await page.locator('script').count()).toBe(0);
        expect([...origins]).toEqual([site.origin]);
        expect(await fieldFaults(page)).toEqual([]);
        expect(complaints.filter((text) => !STATUS_NOTE.test(text))).toEqual([]);
      });
    },
  );

  it('is drawn in the colours of its own sheet, so the policy lets it through', async () => {
    await visit(
      browser,
      site.origin,
      async ({ page, open }) => {
        await open(LOGIN);
        expect(await styleOf(page, 'button', 'backgroundColor')).toBe('rgb(31, 95, 191)');
      },
      { colorScheme: 'light' },
    );
  });

  it('takes the token by keyboard alone and lands on the deep link (A44, A45)', async () => {
    await visit(browser, site.origin, async ({ page, open, complaints, origins }) => {
      await open(DEEP_LINK);
      expect(new URL(page.url()).pathname).toBe('/auth/login');
      await page.keyboard.type(TOKEN);
      await page.keyboard.press('Enter');
      await page.waitForURL(site.origin + DEEP_LINK);
      const [cookie] = await page.context().cookies();
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
      expect(complaints).toEqual([]);
      expect([...origins]).toEqual([site.origin]);
    });
  });

  it('goes by Tab from the field to the button, each with a visible focus', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await open(LOGIN);
      expect(await focused(page)).toMatchObject({ id: 'password', outlined: true });
      await page.keyboard.press('Tab');
      expect(await focused(page)).toMatchObject({ tag: 'BUTTON', outlined: true });
      await page.keyboard.press('Shift+Tab');
      expect(await focused(page)).toMatchObject({ id: 'password' });
    });
  });

  it('announces a wrong token, keeps next, and takes the right one afterwards (A45)', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await open(LOGIN);
      await page.fill('#password', 'wrong-token');
      await page.click('button');
      const field = page.getByLabel('Access token or password');
      expect(await page.getByRole('alert').textContent()).toMatch(/not right/);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const described = (await field.getAttribute('aria-describedby')) ?? '';
      expect(described.split(' ')).toContain(await page.getByRole('alert').getAttribute('id'));
      expect(await field.inputValue()).toBe('');
      await autofocused(page);
      expect(await focused(page)).toMatchObject({ id: 'password' });
      expect(await page.context().cookies()).toEqual([]);
      await page.keyboard.type(TOKEN);
      await page.keyboard.press('Enter');
      await page.waitForURL(site.origin + DEEP_LINK);
    });
  });

  it('explains a token in the address that is wrong, without showing it (A47)', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await open('/notebook?access_token=wrong-token');
      expect(await page.getByRole('alert').textContent()).toMatch(/not valid/);
      expect(page.url() + (await page.content())).not.toContain('wrong-token');
    });
  });

  it('takes a token in the address and leaves no trace of it (A46)', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await open(`/notebook?a=1&access_token=${TOKEN}&b=2`);
      expect(page.url()).toBe(`${site.origin}/notebook?a=1&b=2`);
      expect(await page.evaluate('document.referrer + history.length')).toMatch(/^[12]$/);
    });
  });

  it('gives password managers the names that they know', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await open(LOGIN);
      const field = page.locator('input[type=password]');
      expect(await field.count()).toBe(1);
      expect(await field.getAttribute('name')).toBe('password');
      expect(await field.getAttribute('autocomplete')).toBe('current-password');
      expect(await page.locator('input[autocomplete=username]').count()).toBe(1);
      expect(await page.locator('form').getAttribute('method')).toBe('post');
    });
  });

  it('refuses an ambiguous address with a page that says what to do', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      expect((await open(AMBIGUOUS)).status()).toBe(400);
      expect(await page.locator('h1').textContent()).toMatch(/more than one way/);
      expect(await page.locator('body').textContent()).toContain('core/ambiguous-target');
      await page.getByRole('link', { name: 'start page' }).click();
      await page.waitForURL(`${site.origin}/auth/login`);
    });
  });

  it('stays below the prefix (A61)', async () => {
    const below = await startSite({ basePath: '/nb' });
    try {
      await visit(browser, below.origin, async ({ page, open }) => {
        await open(`/nb${DEEP_LINK}`);
        expect(new URL(page.url()).pathname).toBe('/nb/auth/login');
        await page.keyboard.type(TOKEN);
        await page.keyboard.press('Enter');
        await page.waitForURL(`${below.origin}/nb${DEEP_LINK}`);
        expect((await page.context().cookies())[0]).toMatchObject({ path: '/nb' });
      });
    } finally {
      await below.close();
    }
  });

  it.each([
    ['light', 'rgb(123, 31, 162)', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(206, 147, 216)', 'rgb(11, 13, 15)'],
  ] as const)('shows the title, logo and colours of a site in %s', async (colorScheme, ground, text) => {
    const own = await startSite({
      page: { title: 'Ada & <Sons>', logo: LOGO, accent: { light: '#7b1fa2', dark: '#ce93d8' } },
    });
    try {
      await visit(
        browser,
        own.origin,
        async ({ page, open, complaints }) => {
          await open('/auth/login');
          expect(await page.title()).toBe('Sign in · Ada & <Sons>');
          expect(await page.getByText('Ada & <Sons>', { exact: true }).isVisible()).toBe(true);
          expect(await page.evaluate('document.querySelector("img").naturalWidth')).toBeGreaterThan(0);
          expect(await styleOf(page, 'button', 'backgroundColor')).toBe(ground);
          expect(await styleOf(page, 'button', 'color')).toBe(text);
          expect(complaints).toEqual([]);
        },
        { colorScheme },
      );
    } finally {
      await own.close();
    }
  });

  it('lets a site replace the page as a whole', async () => {
    const own = await startSite({
      page: {
        renderLogin: ({ action, next, error }) => ({
          headers: [['content-security-policy', "default-src 'none'; form-action 'self'"]],
          html: `<!doctype html><html lang="en"><title>Ours</title><link rel="icon" href="data:,"><h1>Our own door</h1><form method="post" action="${action}"><p>${error ?? 'Welcome'}</p><input type="hidden" name="next" value="${(next ?? '').replaceAll('&', '&amp;')}"><label>Key <input name="password" type="password"></label><button>In</button></form>`,
        }),
      },
    });
    try {
      await visit(browser, own.origin, async ({ page, open }) => {
        const shown = await open(DEEP_LINK);
        expect(shown.headers()).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
        expect(await page.locator('h1').textContent()).toBe('Our own door');
        await page.getByLabel('Key').fill('wrong-token');
        await page.keyboard.press('Enter');
        await page.getByText('not right').waitFor();
        await page.getByLabel('Key').fill(TOKEN);
        await page.keyboard.press('Enter');
        await page.waitForURL(own.origin + DEEP_LINK);
      });
    } finally {
      await own.close();
    }
  });
});

/** Chromium notes every 4xx on the console; that is the status, not a fault. */
const STATUS_NOTE = /^Failed to load resource: the server responded with a status of 4/;

const LOGO = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><rect width="48" height="48" fill="#7b1fa2"/></svg>')}`;
