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
import { ADMIN, PEOPLE_STATES, signInAs } from './people-states.ts';
import { type Look, visit } from './visit.ts';

const LOOKS: readonly [string, Look][] = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme): [string, Look] => [
    `${width}px ${colorScheme}`,
    { viewport: { width, height: 800 }, colorScheme },
  ]),
);

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

  it('invite a user by keyboard alone, and the user comes in by the link (A15, A17)', async () => {
    await visit(browser, site.origin, async ({ page, open, complaints }) => {
      await signInAs(page, site.origin, 'ada');
      await open(ADMIN);
      await page.getByRole('link', { name: 'New user' }).press('Enter');
      await page.locator('#username').focus();
      await page.keyboard.type('nils');
      await page.getByRole('checkbox', { name: /^Viewer/ }).press('Space');
      expect(await page.locator('.own-password').isVisible()).toBe(false);
      await page.locator('#username').press('Enter');
      const href = await page.getByRole('link', { name: 'Open or copy this link' }).getAttribute('href');
      await page.context().clearCookies();
      await open(href ?? '');
      await page.getByLabel('New password', { exact: true }).fill('seven violet kettles hum');
      await page.getByLabel('New password again').fill('seven violet kettles hum');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${site.origin}/`);
      await open('/auth/account');
      expect(await page.locator('#username').inputValue()).toBe('nils');
      expect(complaints).toEqual([]);
    });
  });

  it('show the field for a password only when one is to be chosen', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await signInAs(page, site.origin, 'ada');
      await open(`${ADMIN}/new`);
      expect(await page.locator('#password').isVisible()).toBe(false);
      await page.getByLabel('With a password that I choose').check();
      expect(await page.locator('#password').isVisible()).toBe(true);
    });
  });

  it('edit, disable, activate and delete a user (A17, A69)', async () => {
    await site.people.add({ username: 'temp', roles: ['viewer'] });
    await visit(browser, site.origin, async ({ page, open }) => {
      await signInAs(page, site.origin, 'ada');
      await open(`${ADMIN}?q=temp`);
      await page.getByRole('link', { name: 'temp' }).click();
      await page.fill('#displayName', 'Temp Orary');
      await page.getByRole('button', { name: 'Save changes' }).click();
      expect(await page.getByRole('status').textContent()).toBe('Saved.');
      expect(await page.locator('h1').textContent()).toBe('Temp Orary');
      await page.getByRole('button', { name: 'Disable' }).click();
      expect(await page.getByRole('status').textContent()).toMatch(/disabled/);
      await page.getByRole('button', { name: 'Activate' }).click();
      await page.getByRole('link', { name: 'Delete user' }).click();
      await page.getByRole('link', { name: 'Keep the user' }).click();
      await page.getByRole('link', { name: 'Delete user' }).click();
      await page.getByRole('button', { name: 'Delete user' }).click();
      expect(await page.getByRole('status').textContent()).toBe('The user is deleted.');
    });
  });

  it('make a key by keyboard alone, which Tab selects whole, and which works (A15, A17)', async () => {
    await visit(browser, site.origin, async ({ page, open, complaints }) => {
      await signInAs(page, site.origin, 'ada');
      await open('/auth/account');
      await page.getByRole('link', { name: 'New key' }).press('Enter');
      await page.locator('#name').focus();
      await page.keyboard.type('by keyboard');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Never');
      await page.keyboard.press('Tab');
      await page.keyboard.type('report:read');
      await page.keyboard.press('Tab');
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
      expect(await page.locator('h1').textContent()).toBe('New key: by keyboard');
      await page.getByRole('link', { name: 'API keys' }).focus();
      await page.keyboard.press('Tab');
      const selected = await page.evaluate<string>('getSelection().toString()');
      expect(selected).toMatch(/^dwk_[\w-]{43}$/);
      expect(page.url()).toBe(`${site.origin}/auth/account/keys/new`);
      const response = await fetch(`${site.origin}/`, { headers: { 'x-api-key': selected } });
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('App')]);
      await page.keyboard.press('Tab');
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
      expect(await page.locator('.facts').textContent()).toMatch(/report:read.*Expiresnever/);
      expect(complaints).toEqual([]);
    });
  });

  it('make no second key when the page that shows one is loaded again, and show none on the way back', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await signInAs(page, site.origin, 'adam');
      await open('/auth/account/keys/new');
      await page.fill('#name', 'once');
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Create key' }).click()]);
      const secret = await page.locator('#key').inputValue();
      await page.reload();
      expect(await page.getByRole('status').textContent()).toMatch(/nothing was done a second time/);
      expect((await site.people.store.keys({ owner: 'id-of-adam' })).total).toBe(1);
      await open('/auth/account');
      await page.goBack();
      await page.goBack();
      expect(await page.content()).not.toContain(secret);
    });
  });

  it('change, rotate, disable and delete a key (A17, A69)', async () => {
    await visit(browser, site.origin, async ({ page, open }) => {
      await signInAs(page, site.origin, 'ada');
      await open('/auth/admin/keys/new');
      await page.fill('#name', 'robot');
      await page.getByRole('checkbox', { name: /^Viewer/ }).check();
      await page.getByRole('button', { name: 'Create key' }).click();
      const first = await page.locator('#key').inputValue();
      await page.getByRole('link', { name: 'Go on to the key' }).click();
      await page.fill('#name', 'android');
      await page.selectOption('#expiresAt', 'never');
      await page.getByRole('button', { name: 'Save changes' }).click();
      expect(await page.getByRole('status').textContent()).toBe('Saved.');
      await page.selectOption('#overlapSeconds', '0');
      await page.getByRole('button', { name: 'Rotate key' }).click();
      const second = await page.locator('#key').inputValue();
      const statusOf = async (key: string) => (await fetch(site.origin, { headers: { 'x-api-key': key } })).status;
      expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200]);
      await page.getByRole('link', { name: 'Go on to the key' }).click();
      await page.getByRole('button', { name: 'Disable' }).click();
      expect(await page.getByRole('status').textContent()).toMatch(/disabled/);
      expect(await statusOf(second)).toBe(401);
      await page.getByRole('link', { name: 'Delete key' }).click();
      await page.getByRole('link', { name: 'Keep the key' }).click();
      await page.getByRole('link', { name: 'Delete key' }).click();
      await page.getByRole('button', { name: 'Delete key' }).click();
      expect(await page.getByRole('status').textContent()).toMatch(/deleted/);
      expect(await page.getByRole('link', { name: 'android' }).count()).toBe(0);
    });
  });

  it('make, change and delete a role by keyboard alone, and a mistake is shown at its field (A15, A17)', async () => {
    await visit(browser, site.origin, async ({ page, open, complaints }) => {
      await signInAs(page, site.origin, 'ada');
      await open(`${ADMIN}/roles`);
      await page.getByRole('link', { name: 'New role' }).press('Enter');
      await page.locator('#name').focus();
      await page.keyboard.type('typed');
      await page.locator('#permissions').focus();
      await page.keyboard.type('report:read');
      await page.keyboard.press('Enter');
      await page.keyboard.type('report');
      await page.getByRole('button', { name: 'Create role' }).press('Enter');
      expect(await page.locator('#permissions-error').textContent()).toMatch(/^Write "report" as resource:action/);
      await autofocused(page);
      expect(await focused(page)).toMatchObject({ id: 'permissions' });
      await page.keyboard.press('Control+End');
      await page.keyboard.type(':write');
      await page.getByRole('checkbox', { name: /^Viewer/ }).press('Space');
      await page.getByRole('button', { name: 'Create role' }).press('Enter');
      expect(await page.getByRole('status').textContent()).toMatch(/^The role is there/);
      await page.getByRole('link', { name: 'Edit Typed' }).press('Enter');
      expect(await page.locator('#permissions').inputValue()).toBe('report:read\nreport:write');
      await page.fill('#label', 'Typed by hand');
      await page.getByRole('button', { name: 'Save' }).press('Enter');
      expect(await page.getByRole('status').textContent()).toMatch(/^The role is saved/);
      await page.getByRole('link', { name: 'Delete Typed by hand' }).press('Enter');
      await page.getByRole('button', { name: 'Delete role' }).press('Enter');
      expect(await page.getByRole('status').textContent()).toBe('The role is deleted.');
      expect(complaints.filter((text) => !STATUS_NOTE.test(text))).toEqual([]);
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

/** The browser notes answers of 4xx on its console. */
const STATUS_NOTE = /the server responded with a status of 4\d\d/;

/** Things to press that are smaller than 44 px, links in running text apart. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('button, a, select, textarea, summary, label.choice, input:not([type=hidden])')]
    .filter((each) => each.checkVisibility() && !each.closest('p, label.choice, .message, .skip') || each.matches('label.choice'))
    .filter((each) => each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 120))`);
}
