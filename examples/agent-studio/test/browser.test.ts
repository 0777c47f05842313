/**
 * The studio as people use it, in the browser of this machine.
 *
 * @see acceptance.md, statements A81, A90, A91, A97
 */

import { axeFindings, browserOfFile, describeInBrowser, sidewaysScroll } from '@doorward/test-browser';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask } from './asking.ts';
import { describeOnEach, OWNER, PASSWORD, type Studio } from './studio-process.ts';

const browser = browserOfFile();

async function signIn(page: Page, { url }: Studio, name: string, password: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('Username or e-mail').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Datasets' }).waitFor();
}

/** Words on the buttons that the page shows, each once. */
async function buttonsOf(page: Page): Promise<readonly string[]> {
  await page.getByRole('heading', { name: 'Support questions' }).waitFor();
  return [...new Set(await page.getByRole('button').allTextContents())].sort();
}

describeOnEach(
  'a person',
  ({ start }) => {
    let studio: Studio;
    beforeAll(async () => {
      studio = await start();
    });

    const EVERYTHING = ['Delete', 'Edit', 'New agent', 'New dataset', 'New workflow', 'Run', 'Sign out'];
    it.each([
      ['owner-key', EVERYTHING],
      ['admin-key', EVERYTHING.filter((text) => text !== 'Delete')],
      ['member-key', ['Run', 'Sign out']],
      ['viewer-key', ['Sign out']],
    ])('with %s sees the buttons %j (A91)', async (key, buttons) => {
      await browser.visit(async ({ context, complaints, origins }) => {
        const page = await context.newPage();
        await signIn(page, studio, 'anybody', key);
        expect(await buttonsOf(page)).toEqual(buttons);
        expect(complaints.filter((text) => !text.startsWith('[DOM]'))).toEqual([]);
        expect([...origins]).toEqual([studio.url]);
      });
    });

    it('who may only look is refused by the server, too, whatever the page shows (A90, A91)', async () => {
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await signIn(page, studio, 'bob', 'viewer-key');
        await page.getByText('You may *:read').waitFor();
        const refused = await page.evaluate(async () => {
          const response = await fetch('/api/agents/triage', { method: 'DELETE' });
          return [response.status, ((await response.json()) as { detail: string }).detail];
        });
        expect(refused).toEqual([403, 'This needs the permission agents:delete:triage.']);
        expect((await ask({ ...studio, key: 'viewer-key' }, 'GET', '/api/agents/triage')).status).toBe(200);
      });
    });

    it('who owns the studio signs in by a password, and adds, runs, changes and deletes', async () => {
      await browser.visit(async ({ context, complaints }) => {
        const page = await context.newPage();
        page.on('dialog', (dialog) => void dialog.accept());
        await signIn(page, studio, OWNER, PASSWORD);
        expect(await page.getByRole('link', { name: 'People' }).getAttribute('href')).toMatch(/\/auth\/admin$/);
        await page.getByRole('button', { name: 'New workflow' }).click();
        await page.getByLabel('Name', { exact: true }).fill('<b>Weekly</b> mail');
        await page.getByLabel('Content').fill('write\nsend');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByRole('button', { name: 'Run <b>Weekly</b> mail' }).click();
        await page.getByText('Ran write → send.').waitFor();
        await page.getByRole('button', { name: 'Edit <b>Weekly</b> mail' }).click();
        await page.getByLabel('Name', { exact: true }).fill('Monthly mail');
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: 'Edit Monthly mail' }).click();
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Delete Monthly mail' }).click();
        await page.getByRole('heading', { name: 'Monthly mail' }).waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByLabel('Username or e-mail').waitFor();
        await page.goto(studio.url);
        await page.getByLabel('Username or e-mail').waitFor();
        expect(complaints.filter((text) => !text.startsWith('[DOM]'))).toEqual([]);
      });
    });

    it('sees what the server refuses meanwhile, and is led to the login when signed out elsewhere (A90)', async () => {
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await signIn(page, studio, 'mia', 'member-key');
        await page.route('**/execute', (route) => route.continue({ postData: '{"inputt":""}' }));
        await page.getByRole('button', { name: 'Run Triage' }).click();
        await page.getByRole('alert').getByText('Known are: input.').waitFor();
        await context.clearCookies();
        await page.getByRole('button', { name: 'Run Triage' }).click();
        await page.getByLabel('Username or e-mail').waitFor();
      });
    });

    it('works below another prefix and a base path (A97)', async () => {
      const other = await start({ API_PREFIX: '/v2/api', DOORWARD_BASE_PATH: '/tools' });
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await signIn(page, other, 'mia', 'member-key');
        await page.getByRole('button', { name: 'Run Nightly report' }).click();
        await page.getByText('Ran collect').waitFor();
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByLabel('Username or e-mail').waitFor();
        expect(new URL(page.url()).pathname).toBe('/tools/v2/api/auth/login');
      });
    });

    it('has every button where authentication is switched off (A81)', async () => {
      const open = await start({ DOORWARD_AUTH: 'off' });
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await page.goto(`${open.url}/`);
        expect(await buttonsOf(page)).toEqual(EVERYTHING.filter((text) => text !== 'Sign out'));
        await page.getByText('Authentication is switched off').waitFor();
      });
    });

    const looks = [360, 1280].flatMap((width) =>
      (['light', 'dark'] as const).map((scheme) => [width, scheme] as const),
    );
    it.each(looks)('sees a page that fits and passes axe: %d pixels, %s', async (width, colorScheme) => {
      const look = { viewport: { width, height: 800 }, colorScheme, bypassCSP: true } as const;
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await signIn(page, studio, 'olivia', 'owner-key');
        await page.getByRole('button', { name: 'Run Triage' }).click();
        await page.getByText('Triage answers').waitFor();
        expect([await sidewaysScroll(page), await axeFindings(page)]).toEqual([0, []]);
        await page.getByRole('button', { name: 'Edit Triage' }).click();
        expect([await sidewaysScroll(page), await axeFindings(page)]).toEqual([0, []]);
      }, look);
    });
  },
  describeInBrowser,
);
