/**
 * The example as a person sees it, in the browser of this machine.
 *
 * @see acceptance.md, statements A54 to A56
 */

import { axeFindings, browserOfFile, describeInBrowser, sidewaysScroll } from '@doorward/test-browser';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Framework, type ManyApps, startManyApps } from './many-apps-process.ts';

const APPS = ['Dashboard', 'Sales', 'Live'];

const browser = browserOfFile();

describeInBrowser('in a browser', () => {
  const running: ManyApps[] = [];

  async function start(framework: Framework, env: Record<string, string> = {}): Promise<ManyApps> {
    const started = await startManyApps(framework, { env });
    running.push(started);
    return started;
  }

  afterAll(() => Promise.all(running.map((server) => server.stop())));

  describe.each<Framework>(['express', 'koa', 'hono'])('on %s', (framework) => {
    let server: ManyApps;
    beforeAll(async () => {
      server = await start(framework);
    });

    it('one sign-in opens the three apps; signing out in one tab ends the live page of the other (A54, A56)', async () => {
      await browser.visit(async ({ context, complaints, origins }) => {
        const page = await context.newPage();
        await page.goto(server.openUrl);
        expect(page.url()).toBe(server.readyUrl);
        for (const name of APPS) {
          await page.getByRole('navigation', { name: 'Apps' }).getByRole('link', { name }).click();
          await page.getByRole('heading', { level: 1, name }).waitFor();
          expect(await page.getByText('Signed in as token').count()).toBe(1);
        }

        const live = await context.newPage();
        await live.goto(`${server.readyUrl}live/`);
        await live.getByText('Live, as token').waitFor();
        await seeItMove(live);

        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByText('You are signed out.').waitFor();
        await live.getByRole('heading', { name: 'You are signed out' }).waitFor();
        expect(await live.title()).toBe('Signed out · Quillmoor Cycles');
        expect(await live.locator('#feed, .account').count()).toBe(0);
        expect(complaints).toEqual([]);
        expect([...origins]).toEqual([new URL(server.readyUrl).origin]);

        await live.getByRole('link', { name: 'Sign in again' }).click();
        await live.getByLabel('Access token or password').fill(server.token);
        await live.getByRole('button', { name: 'Sign in' }).click();
        await live.getByText('Live, as token').waitFor();
        expect(new URL(live.url()).pathname).toBe('/live/');
      });
    });
  });

  it('a stranger who opens a page is led to the login (A55)', async () => {
    const server = await start('express');
    await browser.visit(async ({ context }) => {
      const page = await context.newPage();
      await page.goto(`${server.readyUrl}live/`);
      expect(page.url()).toBe(`${server.readyUrl}auth/login?next=/live/`);
    });
  });

  it('the live page comes back after an outage, and ends when its session did not survive', async () => {
    const first = await start('express', { DOORWARD_TOKEN: 'a-token-for-both' });
    await browser.visit(async ({ context }) => {
      const live = await context.newPage();
      await live.goto(`${first.readyUrl}live/?access_token=a-token-for-both`);
      await live.getByText('Live, as token').waitFor();
      await context.setOffline(true);
      await live.evaluate('document.title = "the same page"');
      await first.stop();
      await live.getByText('Connecting again').waitFor();
      await context.setOffline(false);
      const second = await start('express', { DOORWARD_TOKEN: 'a-token-for-both', PORT: String(first.port) });
      expect(second.port).toBe(first.port);
      await live.getByRole('heading', { name: 'You are signed out' }).waitFor({ timeout: 20_000 });
      expect(await live.title()).toBe('the same page');
    });
  });

  it('the live page comes back by itself when only the socket was lost', async () => {
    const server = await start('express');
    await browser.visit(async ({ context }) => {
      const live = await context.newPage();
      let drop = (): void => undefined;
      let connections = 0;
      await live.routeWebSocket(/\/live\/ws$/, (route) => {
        connections += 1;
        route.connectToServer();
        drop = () => void route.close({ code: 1012 });
      });
      await live.goto(server.openUrl);
      await live.goto(`${server.readyUrl}live/`);
      await live.getByText('Live, as token').waitFor();
      drop();
      await live.getByText('Connecting again').waitFor();
      await live.getByText('Live, as token').waitFor();
      expect(connections).toBe(2);
    });
  });

  it('pauses at the press of a button, and goes on', async () => {
    const server = await start('express');
    await browser.visit(async ({ context }) => {
      const live = await context.newPage();
      await live.goto(server.openUrl);
      await live.goto(`${server.readyUrl}live/`);
      await live.getByText('Live, as token').waitFor();
      const button = live.getByRole('button', { name: 'Pause' });
      await button.press('Enter');
      const line = await live.locator('#line').getAttribute('d');
      await live.waitForTimeout(1_500);
      expect(await live.locator('#line').getAttribute('d')).toBe(line);
      await button.press('Enter');
      await seeItMove(live);
    });
  });

  describe.each([360, 1280])('%d pixels wide', (width) => {
    it.each(['light', 'dark'] as const)('every page fits and passes axe, %s', async (colorScheme) => {
      const [server = await start('express')] = running;
      const look = { viewport: { width, height: 800 }, colorScheme, bypassCSP: true, reducedMotion: 'reduce' } as const;
      await browser.visit(async ({ context, complaints }) => {
        const page = await context.newPage();
        await page.goto(server.openUrl);
        for (const path of ['', 'dashboard/', 'sales/', 'live/', 'nowhere']) {
          await page.goto(server.readyUrl + path);
          if (path === 'live/') await page.getByText('Live, as token').waitFor();
          expect([path, await sidewaysScroll(page), await axeFindings(page)]).toEqual([path, 0, []]);
        }
        expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
      }, look);
    });
  });

  it('is used by keyboard alone: the content is one key away, and focus is seen', async () => {
    const [server = await start('express')] = running;
    await browser.visit(async ({ context }) => {
      const page = await context.newPage();
      await page.goto(server.openUrl);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Dashboard');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
    });
  });
});

/** Within a few seconds the line is another one. The policy of the page forbids to watch it from inside. */
async function seeItMove(live: Page): Promise<void> {
  const line = live.locator('#line');
  const before = await line.getAttribute('d');
  for (let i = 0; i < 50 && (await line.getAttribute('d')) === before; i += 1) await live.waitForTimeout(100);
  expect(await line.getAttribute('d')).not.toBe(before);
}
