/**
 * The assistant as people use it, in the browser of this machine.
 *
 * @see acceptance.md, statements A30, A40, A43
 */

import { axeFindings, browserOfFile, describeInBrowser, sidewaysScroll } from '@doorward/test-browser';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ADMIN, type Assistant, describeOnEach, PASSWORD } from './assistant-process.ts';
import { addPerson, withKey } from './client.ts';

const browser = browserOfFile();

/** Typed and sent with the keyboard, once the script of the page is there. */
async function say(page: Page, agent: string, message: string): Promise<void> {
  await page.getByLabel(`Message to ${agent}`).fill(message);
  await page.waitForLoadState();
  await page.keyboard.press('Enter');
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describeOnEach(
  'a person',
  ({ start }) => {
    let server: Assistant;
    beforeAll(async () => {
      server = await start();
      await addPerson(server, 'ursula', 'user');
    });

    it('asks an agent, and sees the reply come; as admin he adds and deletes agents (A40, A43)', async () => {
      await browser.visit(async ({ context, complaints, origins }) => {
        const page = await context.newPage();
        await page.goto(`${server.url}/agents/planner`);
        await signIn(page, ADMIN);
        await say(page, 'Planner', 'book the room and order lunch');
        await page.getByText('2. Order lunch').waitFor();
        expect(await page.getByLabel('Message to Planner').inputValue()).toBe('');

        await page.getByRole('link', { name: 'New agent' }).click();
        await page.getByLabel('Name', { exact: true }).fill('Ring <b>the</b> bell');
        await page.getByLabel('Spells a name').check();
        await page.getByRole('button', { name: 'Add agent' }).click();
        await page.getByRole('heading', { name: 'Ring <b>the</b> bell' }).waitFor();
        await page.getByText('Delete', { exact: true }).click();
        await page.getByRole('button', { name: 'Delete Ring' }).click();
        await page.getByRole('heading', { name: 'Whom would you like to ask?' }).waitFor();

        await page.getByRole('link', { name: 'Settings' }).click();
        await page.getByLabel('Greeting').fill('What is on your mind?');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('Saved.').waitFor();
        await page.getByRole('link', { name: 'Planner' }).click();
        await page.getByText('What is on your mind?').waitFor();
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByText('You are signed out.').waitFor();
        expect(complaints.filter((text) => !text.startsWith('[DOM]'))).toEqual([]);
        expect([...origins]).toEqual([server.url]);
      });
    });

    it('makes a key for a program on the page, is shown it once, and ends it there (A30)', async () => {
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await page.goto(server.url);
        await signIn(page, ADMIN);
        await page.getByRole('link', { name: 'API keys' }).click();
        await page.getByRole('link', { name: 'New key' }).click();
        await page.getByLabel('Name', { exact: true }).fill('nightly export');
        await page.getByLabel('Permissions').fill('agents:read');
        await page.getByRole('button', { name: 'Create key' }).click();
        const key = await page.getByLabel('API key').inputValue();
        const robot = withKey(server, key);
        expect((await robot.get('/api/agents')).status).toBe(200);
        expect((await robot.get('/admin/settings')).status).toBe(403);
        await page.getByRole('link', { name: 'Go on to the key' }).click();
        expect(await page.content()).not.toContain(key);
        await page.getByRole('link', { name: 'Delete' }).click();
        await page.getByRole('button', { name: 'Delete' }).click();
        await page.getByRole('heading', { name: 'Service keys' }).waitFor();
        expect((await robot.get('/api/agents')).status).toBe(401);
      });
    });

    it('without the role admin sees no way to what admins do, and is refused where he knows it (A40)', async () => {
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await page.goto(server.url);
        await signIn(page, 'ursula');
        await page.getByRole('link', { name: 'Speller' }).last().click();
        for (const way of ['Users', 'API keys', 'Settings', 'New agent']) {
          expect([way, await page.getByRole('link', { name: way }).count()]).toEqual([way, 0]);
        }
        expect(await page.getByText('Delete').count()).toBe(0);
        const answer = await page.goto(`${server.url}/admin/settings`);
        expect([answer?.status(), await page.getByLabel('Greeting').count()]).toEqual([403, 0]);
      });
    });

    it('who was signed out elsewhere is led to the login by the next message, and back', async () => {
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await page.goto(`${server.url}/agents/speller`);
        await signIn(page, 'ursula');
        await page.getByRole('heading', { name: 'Speller' }).waitFor();
        await context.clearCookies();
        await say(page, 'Speller', 'Ada');
        await signIn(page, 'ursula');
        await page.getByRole('heading', { name: 'Speller' }).waitFor();
        expect(new URL(page.url()).pathname).toBe('/agents/speller');
      });
    });

    it('gets an answer without scripts too', async () => {
      await browser.visit(
        async ({ context }) => {
          const page = await context.newPage();
          await page.goto(server.url);
          await signIn(page, 'ursula');
          await page.getByLabel('Message to Summariser').fill('It rained. Then it stopped.');
          await page.getByRole('button', { name: 'Send' }).click();
          await page.getByText('5 words in 2 sentences').waitFor();
        },
        { javaScriptEnabled: false },
      );
    });

    const looks = [
      [ADMIN, 360, 'light'],
      [ADMIN, 1280, 'dark'],
      ['ursula', 360, 'dark'],
      ['ursula', 1280, 'light'],
    ] as const;
    it.each(looks)('sees pages that fit and pass axe: %s, %d pixels, %s', async (name, width, colorScheme) => {
      const look = { viewport: { width, height: 800 }, colorScheme, bypassCSP: true } as const;
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await page.goto(server.url);
        const check = async (what: string): Promise<void> => {
          await page.waitForLoadState();
          expect([what, await sidewaysScroll(page), await axeFindings(page)]).toEqual([what, 0, []]);
        };
        await check('the login');
        await signIn(page, name);
        await page.getByRole('heading', { name: 'Whom would you like to ask?' }).waitFor();
        await check('the start');
        await page.goto(`${server.url}/agents/planner`);
        await say(page, 'Planner', 'book the room');
        await page.getByText('1. Book the room').waitFor();
        await check('an agent');
        const others = name === ADMIN ? ['/new-agent', '/admin/settings?saved', '/nowhere'] : ['/nowhere'];
        for (const path of others) {
          await page.goto(server.url + path);
          await check(path);
        }
      }, look);
    });
  },
  describeInBrowser,
);
