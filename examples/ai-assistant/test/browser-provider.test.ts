/**
 * Signing in and out through the provider, in the browser of this machine.
 *
 * @see acceptance.md, statements A31, A33, A39, A43
 */

import { browserOfFile, describeInBrowser } from '@doorward/test-browser';
import { freePort } from '@doorward/test-process';
import { afterAll, expect, it } from '@jest/globals';
import { describeOnEach } from './assistant-process.ts';
import { ADA, BOB, type CompanyProvider, microsoft, startCompanyProvider } from './company-provider.ts';

const browser = browserOfFile();

describeOnEach(
  'a person of the company',
  ({ start }) => {
    let company: CompanyProvider;
    afterAll(() => company?.close());

    it('signs in to the page that was asked for, and out, here and there (A31, A33, A39, A43)', async () => {
      // The provider has to know the address before anybody listens there.
      // Another name than the provider's: browsers share cookies between the ports of a host.
      const own = `http://localhost:${await freePort()}`;
      company = await startCompanyProvider({ own });
      await start({ ...microsoft(company, own), PORT: new URL(own).port });
      await browser.visit(async ({ context, complaints }) => {
        const page = await context.newPage();
        await page.goto(`${own}/agents/planner`);
        await page.getByRole('link', { name: 'Microsoft' }).click();
        await page.getByRole('heading', { name: 'Planner' }).waitFor();
        expect(page.url()).toBe(`${own}/agents/planner`);
        await page.getByText('Ada Lovelace').waitFor();
        const cookies = await context.cookies(own);
        expect(cookies.map(({ name, httpOnly }) => [name, httpOnly]).sort()).toEqual([
          ['refresh_token', true],
          ['token', true],
        ]);

        // The provider knows her still: whoever it would ask next is not asked.
        company.person = BOB;
        await page.goto(`${own}/api/auth/login?next=/agents/speller`);
        await page.getByText(ADA.name).waitFor();

        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('button', { name: 'Yes, sign me out' }).click();
        await page.getByText('You are signed out.').waitFor();
        expect(await context.cookies(own)).toEqual([]);
        await page.goto(`${own}/api/auth/login?next=/agents/speller`);
        await page.getByText(BOB.name).waitFor();
        expect(page.url()).toBe(`${own}/agents/speller`);
        for (const way of ['Settings', 'My account']) {
          expect([way, await page.getByRole('link', { name: way }).count()]).toEqual([way, 0]);
        }
        // Pages of the provider name a font and an icon that are not here.
        const isForeign = (text: string): boolean => /^(?:\[DOM\]|Failed to load resource)/.test(text);
        expect(complaints.filter((text) => !isForeign(text))).toEqual([]);
      });
    });
  },
  describeInBrowser,
);
