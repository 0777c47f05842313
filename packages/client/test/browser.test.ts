/**
 * The client on a page of another origin, in the browser of this machine.
 */

import { describeInBrowser, type LaunchedBrowser, launchBrowser } from '@doorward/test-browser';
import { PASSWORD } from '@doorward/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type * as Client from '../src/index.ts';
import { type OtherOrigin, startOtherOrigin } from './other-origin.ts';

describeInBrowser('a page of an origin that the server allows', () => {
  let browser: LaunchedBrowser;
  let site: OtherOrigin;
  let page: Page;

  beforeAll(async () => {
    site = await startOtherOrigin();
    browser = await launchBrowser();
    page = await (await browser.newContext()).newPage();
    await page.goto(site.pages);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
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
