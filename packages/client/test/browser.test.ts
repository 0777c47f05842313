/**
 * The client on a page of another origin, in the browser of this machine.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASSWORD } from '@doorward/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import type * as Client from '../src/index.ts';
import { type OtherOrigin, startOtherOrigin } from './other-origin.ts';

const browserPath = findBrowser();
const isDemanded = process.env['DOORWARD_REQUIRE'] === 'all';
/** Without a browser a visible skip, or a failure with DOORWARD_REQUIRE=all. */
const describeInBrowser = browserPath !== null || isDemanded ? describe : describe.skip;

describeInBrowser('a page of an origin that the server allows', () => {
  const home = mkdtempSync(join(tmpdir(), 'doorward-client-'));
  let browser: Browser;
  let site: OtherOrigin;
  let page: Page;

  beforeAll(async () => {
    site = await startOtherOrigin();
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
    const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: browserPath ?? '', headless: true, args, env });
    page = await browser.newPage();
    await page.goto(site.pages);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('signs in, knows who it is after a reload and what that person may do, and signs out (A97)', async () => {
    const given = { url: site.guarded, password: PASSWORD };
    const signedIn = await page.evaluate(async ({ url, password }) => {
      const name = '@doorward/client';
      const { createClient } = (await import(name)) as typeof Client;
      const client = createClient({ url });
      const before = await client.me();
      const { user } = await client.signIn({ username: 'vera', password });
      return { before, user, may: [await client.can('agents:read'), await client.can('agents:delete')] };
    }, given);
    expect(signedIn).toMatchObject({ before: null, user: { name: 'vera' }, may: [true, false] });
    await page.reload();
    const after = await page.evaluate(async ({ url }) => {
      const name = '@doorward/client';
      const { createClient } = (await import(name)) as typeof Client;
      const client = createClient({ url });
      const [me, { username }] = [await client.me(), await client.account.get()];
      await client.signOut();
      return { email: me?.email, username, left: [await client.me(), await client.can('agents:read')] };
    }, given);
    expect(after).toEqual({ email: 'vera@example.com', username: 'vera', left: [null, false] });
  });

  it('is told what was wrong', async () => {
    const error = await page.evaluate(async (url) => {
      const name = '@doorward/client';
      const { createClient, DoorwardError } = (await import(name)) as typeof Client;
      const refused = createClient({ url }).signIn({ username: 'vera', password: 'wrong wrong wrong' });
      return refused.catch((caught) => ({ isOurs: caught instanceof DoorwardError, code: caught.code }));
    }, site.guarded);
    expect(error).toEqual({ isOurs: true, code: 'core/invalid-credential' });
  });
});

function findBrowser(): string | null {
  if (process.env['CHROMIUM_PATH']) return process.env['CHROMIUM_PATH'];
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      // The next name.
    }
  }
  return null;
}
