/**
 * The tool as people see it, in a real browser: users are managed on its page, and an open page ends with
 * its session.
 *
 * @see acceptance.md, statements A4, A17, A19
 */

import { describeInBrowser } from '@doorward/test-browser';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { quietBrowser } from './browser.ts';
import { clientOf, errorOf, signIn } from './client.ts';
import { doorward } from './command-line.ts';
import { type Ids, makeFolderWith, passwordOf } from './data-folder.ts';
import { FRAMEWORKS, startTool, type Tool } from './tool-process.ts';

const USERS = 'settings/workspace/users';
const FIRST = 'copper-window-seven';
const SECOND = 'harbour-lemon-circuit';

const browser = quietBrowser();

describeInBrowser('the tool in a browser', () => {
  describe.each(FRAMEWORKS)('on %s', (framework) => {
    let tool: Tool;
    let ids: Ids;

    beforeAll(async () => {
      const made = await makeFolderWith(['olga', 'anna', 'vera']);
      ids = made.ids;
      tool = await startTool(framework, { folder: made.folder });
    });
    afterAll(() => tool?.stop());

    /** Opens a page as a stranger, and signs in on the way. */
    async function openAs(page: Page, name: string, path: string, password = passwordOf(name)): Promise<void> {
      await page.goto(tool.readyUrl + path);
      await page.getByLabel('Username or e-mail').fill(name);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    }

    it('an owner adds, edits, resets and deletes a user on the page (A17)', async () => {
      await browser.visit(async (page) => {
        await openAs(page, 'olga', USERS);
        await page.getByRole('heading', { name: 'Users' }).waitFor();
        expect(new URL(page.url()).pathname).toBe(`/${USERS}`);
        for (const name of ['anna', 'olga', 'vera']) await page.getByRole('link', { name, exact: true }).waitFor();

        await page.getByRole('link', { name: 'New user' }).click();
        await page.getByLabel('Username').fill('newt');
        await page.getByLabel('E-mail').fill('newt@example.com');
        await page.getByRole('checkbox', { name: /^Viewer/ }).check();
        await page.getByLabel('With a password that I choose').check();
        await page.getByLabel('Password', { exact: true }).fill(FIRST);
        await page.getByRole('button', { name: 'Create user' }).click();
        await page.getByRole('heading', { level: 1, name: 'newt' }).waitFor();
        await signIn(clientOf(tool), 'newt', FIRST);

        await page.getByLabel('E-mail').fill('newt@north.example');
        await page.getByRole('checkbox', { name: /^Editor/ }).check();
        await page.getByRole('checkbox', { name: /^Has to change/ }).uncheck();
        await page.getByRole('button', { name: 'Save changes' }).click();
        await page.getByRole('status').waitFor();
        const session = await signIn(clientOf(tool), 'newt@north.example', FIRST);
        const made = await clientOf(tool)('/api/pipelines', {
          json: { pipeline: { name: 'Of newt' } },
          cookie: session,
        });
        expect(made.status).toBe(200);

        await page.getByText('Or set a password yourself').click();
        await page.getByLabel('New password').fill(SECOND);
        await page.getByRole('button', { name: 'Set password' }).click();
        await page.getByRole('status').waitFor();
        expect(errorOf(await clientOf(tool)('/api/pipelines', { cookie: session }))[0]).toBe(401);
        await signIn(clientOf(tool), 'newt', SECOND);

        await page.getByRole('link', { name: 'Delete user' }).click();
        await page.getByRole('button', { name: 'Delete user' }).click();
        await page.getByRole('heading', { name: 'Users' }).waitFor();
        expect(await page.getByRole('link', { name: 'newt' }).count()).toBe(0);
        await expect(signIn(clientOf(tool), 'newt', SECOND)).rejects.toThrow('404');
      });
    });

    it('the page is refused to a viewer, and not offered (A17)', async () => {
      await browser.visit(async (page) => {
        await openAs(page, 'vera', 'pipelines');
        await page.getByRole('link', { name: 'Clickstream' }).waitFor();
        expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
        for (const path of [USERS, `${USERS}/new`, `${USERS}/${ids.olga}`]) {
          const answer = await page.goto(tool.readyUrl + path);
          expect([path, answer?.status()]).toEqual([path, 403]);
          expect(await page.getByText(/olga|anna/).count()).toBe(0);
        }
      });
    });

    it('an admin finds viewers and editors there, and no way to add or delete (A17, A14)', async () => {
      await browser.visit(async (page) => {
        await openAs(page, 'anna', USERS);
        await page.getByRole('link', { name: 'vera' }).click();
        await page.getByRole('heading', { level: 1, name: 'vera' }).waitFor();
        await page.getByRole('checkbox', { name: /^Editor/ }).waitFor();
        expect(await page.getByRole('checkbox', { name: /^(?:Admin|Owner)/, disabled: false }).count()).toBe(0);
        expect(await page.getByRole('link', { name: /Delete user|New user/ }).count()).toBe(0);
        await page.goto(`${tool.readyUrl}${USERS}`);
        expect(await page.getByText('olga').count()).toBe(0);
      });
    });

    it('whoever is reset chooses a password before anything else (A4, A19)', async () => {
      const ask = clientOf(tool);
      const cookie = await signIn(ask, 'olga');
      const json = { user: { password: FIRST, password_confirmation: FIRST } };
      await ask(`/api/users/${ids.vera}`, { method: 'PUT', json, cookie });
      await browser.visit(async (page) => {
        await openAs(page, 'vera', 'pipelines', FIRST);
        expect(new URL(page.url()).pathname).toBe('/settings/account/password');
        await page.goto(`${tool.readyUrl}pipelines`);
        expect(new URL(page.url()).pathname).toBe('/settings/account/password');
        await page.getByLabel('Current password').fill(FIRST);
        await page.getByLabel('New password', { exact: true }).fill(passwordOf('vera'));
        await page.getByLabel('New password again').fill(passwordOf('vera'));
        await page.getByRole('button', { name: /password/ }).click();
        await page.goto(`${tool.readyUrl}pipelines`);
        await page.getByRole('link', { name: 'Clickstream' }).waitFor();
      });
    });

    it('an open page shows its log, and ends when the user is disabled from the command line (A19)', async () => {
      await browser.visit(async (page) => {
        await openAs(page, 'vera', 'pipelines/clickstream');
        await page.getByText('Live', { exact: true }).waitFor();
        await page.getByText(/read_events: started/).waitFor();
        await doorward(tool.folder, 'user', 'disable', 'vera');
        await page.getByRole('heading', { name: 'You are signed out' }).waitFor({ timeout: 2_000 });
        expect(await page.locator('#log, .menu a').count()).toBe(0);
        await page.getByRole('link', { name: 'Sign in again' }).click();
        await page.getByLabel('Username or e-mail').waitFor();
        expect(new URL(page.url()).searchParams.get('next')).toBe('/pipelines/clickstream');
        await doorward(tool.folder, 'user', 'enable', 'vera');
      });
    });

    it('an open page comes back after a restart, still signed in (A59)', async () => {
      await browser.visit(async (page) => {
        await openAs(page, 'vera', 'pipelines/clickstream');
        await page.getByText('Live', { exact: true }).waitFor();
        await tool.stop();
        await page.getByText('Connecting again').waitFor();
        tool = await startTool(framework, { folder: tool.folder, env: { PORT: String(tool.port) } });
        await page.getByText('Live', { exact: true }).waitFor();
        expect(await page.getByText('vera').count()).toBe(1);
      });
    });

    it('its pages fit a phone', async () => {
      await browser.visit(
        async (page) => {
          await openAs(page, 'olga', '');
          for (const path of ['', 'pipelines', 'pipelines/clickstream', 'nowhere']) {
            await page.goto(tool.readyUrl + path);
            const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
            expect([path, await page.evaluate(wider)]).toEqual([path, 0]);
          }
        },
        { viewport: { width: 360, height: 740 } },
      );
    });
  });
});
