/**
 * Our pages about people in a real browser.
 *
 * @see WCAG 2.2 AA by axe; acceptance.md A15, A17, A69
 */

import { describeInBrowser, type LaunchedBrowser, launchBrowser } from '@doorward/test-browser';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PASSWORD } from '../fixture/compose-people.ts';
import { autofocused, axeFindings, focused, overflow, walk } from './page-checks.ts';
import { fieldFaults, keptForScripts } from './page-fields.ts';
import { type PeopleSite, startPeopleSite } from './people-site.ts';
import { ADMIN, PEOPLE_STATES, STATUS_NOTE, signInAs } from './people-states.ts';
import { LOOKS, visit } from './visit.ts';

describeInBrowser('our pages about people in a browser', () => {
  let browser: LaunchedBrowser;
  let site: PeopleSite;
  beforeAll(async () => {
    [browser, site] = await Promise.all([launchBrowser(), startPeopleSite()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it.each(Object.entries(PEOPLE_STATES))(
    'the %s fits at 360 and 1280 px, and axe finds nothing, light and dark',
    async (_state, reach) => {
      await visit(
        browser,
        site.origin,
        async ({ page }) => {
          await reach(page, site.origin);
          for (const [look, { viewport, colorScheme }] of LOOKS) {
            await page.setViewportSize(viewport ?? { width: 360, height: 800 });
            await page.emulateMedia({ colorScheme: colorScheme ?? 'light' });
            expect([look, await overflow(page)]).toEqual([look, { sideways: 0, clipped: [] }]);
            // The rest does not depend on the colours.
            const rules = colorScheme === 'dark' ? ['color-contrast'] : [];
            expect([look, await axeFindings(page, rules)]).toEqual([look, []]);
            expect([look, await smallTargets(page)]).toEqual([look, []]);
          }
        },
        { bypassCSP: true },
      );
    },
  );

  it.each(Object.entries(PEOPLE_STATES))(
    'the %s has a title, one heading, a language, no script, no field that is not needed, nothing from outside, keeps nothing for scripts, and is walked by keyboard (V10, V11, V62)',
    async (_state, reach) => {
      await visit(browser, site.origin, async ({ page, complaints, origins }) => {
        await reach(page, site.origin);
        expect(await page.locator('h1').count()).toBe(1);
        expect(await page.title()).toMatch(/^.+ · Doorward$/);
        expect(await page.locator('html').getAttribute('lang')).toBe('en');
        expect(await page.locator('script, [style], [onclick]').count()).toBe(0);
        expect(await fieldFaults(page)).toEqual([]);
        expect(await keptForScripts(page)).toEqual([]);
        expect([...origins]).toEqual([site.origin]);
        expect(complaints.filter((text) => !STATUS_NOTE.test(text))).toEqual([]);
        await autofocused(page);
        expect(await walk(page)).toEqual({ missed: [], unseen: [] });
      });
    },
  );

  it('skip to the content, past the bar', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await signInAs(page, site.origin, 'ada');
      await open('/auth/account');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toMatchObject({ id: 'username' });
    });
  });

  it('connect an account by keyboard alone, and part it again', async () => {
    await visit(browser, site.origin, async ({ page, open, complaints }) => {
      await signInAs(page, site.origin, 'ada');
      await open('/auth/account');
      await page.getByRole('link', { name: 'Connect Acme' }).press('Enter');
      await page.waitForURL('**/identities/acme');
      await page.locator('#current').focus();
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForURL(`${site.origin}/auth/account?done=connected`);
      expect(await page.locator('[role=status]').textContent()).toContain('is connected');
      expect(await page.locator('.identities').textContent()).toContain('Acme as Countess');
      await page.getByRole('button', { name: 'Disconnect Acme' }).press('Enter');
      await page.waitForURL(`${site.origin}/auth/account?done=disconnected`);
      expect(await page.getByRole('link', { name: 'Connect Acme' }).count()).toBe(1);
      expect(complaints).toEqual([]);
    });
  });

  it('take a form of a link also over plain http on a network, where browsers send no more than an origin', async () => {
    const { port } = new URL(site.origin);
    const network = `http://doorward.test:${port}`;
    const issued = await site.people.accounts.users.resetPassword(MACHINE, 'id-of-paul');
    const mapped = await launchBrowser(['--host-resolver-rules=MAP doorward.test 127.0.0.1']);
    try {
      await visit(mapped, network, async ({ page, open }) => {
        await open(`/auth/ticket?ticket=${issued.ticket}`);
        await page.fill('#password', 'seven violet kettles hum');
        await page.fill('#repeat', 'seven violet kettles hum');
        const [request] = await Promise.all([
          page.waitForRequest((each) => each.method() === 'POST'),
          page.click('button'),
        ]);
        const headers = await request.allHeaders();
        expect([headers['origin'], headers['sec-fetch-site'], headers['referer']]).toEqual([
          network,
          undefined,
          `${network}/`,
        ]);
        expect(await page.locator('h1').textContent()).toBe('Your password is set');
      });
    } finally {
      await mapped.close();
    }
  });

  it('keep their shapes where the system chooses the colours', async () => {
    await visit(
      browser,
      site.origin,
      async ({ page, open }) => {
        await signInAs(page, site.origin, 'ada');
        await open(ADMIN);
        const borders = await page.evaluate<string[]>(
          `[...document.querySelectorAll('main button, main .button, .badge, .card')].map((each) => getComputedStyle(each).borderTopStyle + getComputedStyle(each).borderTopWidth)`,
        );
        expect(new Set(borders)).toEqual(new Set(['solid1px']));
      },
      { forcedColors: 'active' },
    );
  });
});

const MACHINE = {
  principal: { subject: 'machine', name: 'machine', roles: [], permissions: ['*'], method: 'test' },
  clientAddress: '',
};

/** Things to press that are smaller than 44 px, links in running text apart. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('button, a, select, textarea, summary, label.choice, input:not([type=hidden])')]
    .filter((each) => each.checkVisibility() && !each.closest('p, label.choice, .message, .skip') || each.matches('label.choice'))
    .filter((each) => each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 120))`);
}
