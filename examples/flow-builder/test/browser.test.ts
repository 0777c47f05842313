/**
 * The walk through the seed, as a person takes it, in the browser of this machine.
 *
 * @see acceptance.md, statements A64, A68, A69, A79; seeds/003, "Manage users as an administrator"
 */

import { axeFindings, browserOfFile, describeInBrowser, sidewaysScroll } from '@doorward/test-browser';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeOnEach, type FlowBuilder, PASSWORD, SUPERUSER } from './flow-builder-process.ts';
import { signedIn } from './visitor.ts';

const FIRST = 'seven teal bicycles at noon';
const NEXT = 'driftwood and orange peel';

const browser = browserOfFile();

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function choose(page: Page, item: string): Promise<void> {
  await page.locator('.profile summary').click();
  await page.getByRole('navigation', { name: 'Profile' }).getByText(item).click();
}

describeOnEach(
  'a person',
  ({ start, share }) => {
    let server: FlowBuilder;
    beforeAll(async () => {
      server = await start();
    });

    it('makes a user on the admin page, who signs in and is sent away from it (A64, A69)', async () => {
      await browser.visit(async ({ context, complaints, origins }) => {
        const page = await context.newPage();
        await page.goto(`${server.url}/login`);
        await signIn(page, SUPERUSER, PASSWORD);
        await page.getByRole('heading', { name: 'Your flows' }).waitFor();
        await choose(page, 'Admin Page');
        expect(new URL(page.url()).pathname).toBe('/admin');
        await page.getByRole('link', { name: 'New user' }).click();
        await page.getByLabel('Username').fill('ada');
        await page.getByLabel('With a password that I choose').check();
        await page.getByLabel('Password', { exact: true }).fill(FIRST);
        expect(await page.getByLabel('Superuser').isChecked()).toBe(false);
        await page.getByRole('button', { name: 'Create user' }).click();
        await page.goto(`${server.url}/admin`);
        await page.getByRole('link', { name: 'ada' }).waitFor();
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByText('You are signed out.').waitFor();

        await signIn(page, 'ada', FIRST);
        await page.getByLabel('Current password').fill(FIRST);
        await page.getByLabel('New password', { exact: true }).fill(NEXT);
        await page.getByLabel('New password again').fill(NEXT);
        await page.getByRole('button', { name: 'Change password' }).click();
        await page.getByRole('heading', { name: 'Your flows' }).waitFor();
        await page.goto(`${server.url}/admin`);
        expect(new URL(page.url()).pathname).toBe('/flows');
        await page.locator('.profile summary').click();
        expect(await page.getByText('Admin Page').count()).toBe(0);
        expect(withoutAdvice(complaints)).toEqual([]);
        expect([...origins]).toEqual([server.url]);
      });
    });

    it('signs up, waits, is approved, and comes to the page that he asked for (A68, A79)', async () => {
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        const deep = `${server.url}/flow/not-mine?zoom=2`;
        await page.goto(deep);
        await page.getByRole('link', { name: 'Sign up' }).click();
        await page.getByLabel('Username').fill('grace');
        await page.getByLabel('New password', { exact: true }).fill(FIRST);
        await page.getByLabel('New password again').fill(FIRST);
        await page.getByRole('button', { name: 'Sign up' }).click();
        await page.getByText('waiting for approval').waitFor();
        await page.goto(deep);
        await signIn(page, 'grace', FIRST);
        await page.getByText('Waiting for approval').waitFor();

        const superuser = await signedIn(server, SUPERUSER, PASSWORD);
        const [{ id }] = (await superuser.api('GET', '/users/?search=grace')).json.users;
        expect((await superuser.submit(`/admin/users/${id}`, { status: 'active' })).status).toBe(303);
        await signIn(page, 'grace', FIRST);
        await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
        expect(page.url()).toBe(deep);
      });
    });

    it('makes a flow, adds a step, and deletes it, by keyboard alone where he likes', async () => {
      await browser.visit(async ({ context, complaints }) => {
        const page = await context.newPage();
        await page.goto(server.url);
        await signIn(page, SUPERUSER, PASSWORD);
        await page.getByRole('heading', { name: 'Your flows' }).waitFor();
        await page.keyboard.press('Tab');
        expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
        await page.getByRole('button', { name: 'Create flow' }).press('Enter');
        await page.getByRole('heading', { name: 'Answers from documents' }).waitFor();
        await page.getByLabel('Kind').selectOption('tool');
        await page.getByLabel('Label').fill('Ask a person');
        await page.getByLabel('After').selectOption({ label: 'Answer' });
        await page.getByRole('button', { name: 'Add step' }).press('Enter');
        await page.getByRole('img', { name: /Answer, then Reply and Ask a person/ }).waitFor();
        await page.getByText('Delete this flow').click();
        await page.getByRole('button', { name: 'Delete for good' }).click();
        await page.getByText('You have no flow yet.').waitFor();
        expect(complaints).toEqual([]);
      });
    });

    const looks = [
      [360, 'light'],
      [360, 'dark'],
      [1280, 'light'],
      [1280, 'dark'],
    ] as const;
    it.each(share(looks))('sees pages that fit %d pixels, %s, and pass axe', async (width, colorScheme) => {
      const look = { viewport: { width, height: 800 }, colorScheme, bypassCSP: true } as const;
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await page.goto(server.url);
        await signIn(page, SUPERUSER, PASSWORD);
        await page.getByRole('heading', { name: 'Your flows' }).waitFor();
        const check = async (what: string): Promise<void> => {
          await page.waitForLoadState();
          expect([what, await sidewaysScroll(page), await axeFindings(page)]).toEqual([what, 0, []]);
        };
        await check('the flows');
        await page.getByRole('button', { name: 'Create flow' }).click();
        await page.getByRole('heading', { name: 'Answers from documents' }).waitFor();
        await check('a flow');
        await page.goto(`${server.url}/flows`);
        await page.locator('.profile summary').click();
        await check('the menu');
        await page.goto(`${server.url}/nowhere`);
        await check('nothing here');
      }, look);
    });
  },
  describeInBrowser,
);

/** What Chromium would like better, and is no error. */
const withoutAdvice = (complaints: readonly string[]): readonly string[] =>
  complaints.filter((text) => !text.startsWith('[DOM]'));
