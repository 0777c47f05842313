/**
 * Every page of ours, and how a person gets to it.
 */

import type { Page } from 'playwright-core';
import { TOKEN } from './site.ts';

export const DEEP_LINK = '/notebook?file=sales%2Freport.py&view=code';
export const LOGIN = `/auth/login?next=${encodeURIComponent(DEEP_LINK)}`;
/** A path that is public in one reading only. */
export const AMBIGUOUS = '/public/%2e%2e%2fsecret';

/** Every page of ours, and the way to it. */
export const STATES: Readonly<Record<string, (page: Page, origin: string) => Promise<unknown>>> = {
  'login page': (page, origin) => page.goto(origin + LOGIN),
  'login page after a wrong token': async (page, origin) => {
    await page.goto(origin + LOGIN);
    await page.fill('#password', 'wrong-token');
    await page.press('#password', 'Enter');
    await page.getByRole('alert').waitFor();
  },
  'login page after signing out': async (page, origin) => {
    await signIn(page, origin);
    await page.goto(`${origin}/auth/logout`);
    await page.click('button');
    await page.getByRole('status').waitFor();
  },
  'sign-out page': (page, origin) => page.goto(`${origin}/auth/logout`),
  'problem page': (page, origin) => page.goto(origin + AMBIGUOUS),
};

export async function signIn(page: Page, origin: string): Promise<void> {
  await page.goto(origin + LOGIN);
  await page.fill('#password', TOKEN);
  await page.press('#password', 'Enter');
  await page.waitForURL(origin + DEEP_LINK);
}
