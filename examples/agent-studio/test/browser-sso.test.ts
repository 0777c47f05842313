/**
 * Single sign-on in the browser of this machine: the page for strangers shows the ways that the capabilities name.
 *
 * @see acceptance.md, statements A82, A91, A94
 */

import { axeFindings, browserOfFile, describeInBrowser, sidewaysScroll } from '@doorward/test-browser';
import { freePort } from '@doorward/test-process';
import { afterAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { BOB, type CompanyProvider, startCompanyProvider } from './company-provider.ts';
import { describeOnEach, OWNER, PASSWORD, type Studio, type Variables } from './studio-process.ts';

const browser = browserOfFile();

/** What the page for strangers offers: words on links and buttons, labels of fields. */
async function ways(page: Page): Promise<readonly string[]> {
  await page.locator('#ways > *').first().waitFor();
  return await page.locator('#ways a, #ways label, #ways button').allTextContents();
}

describeOnEach(
  'a person of the company',
  ({ start }) => {
    const companies: CompanyProvider[] = [];
    afterAll(() => Promise.all(companies.map((company) => company.close())));

    async function given(env: Variables = {}): Promise<{ own: string; studio: Studio; company: CompanyProvider }> {
      // The provider has to know the address before anybody listens there.
      // Another name than the provider's: browsers share cookies between the ports of a host.
      const own = `http://localhost:${await freePort()}`;
      const company = await startCompanyProvider(own);
      companies.push(company);
      const studio = await start({ ...company.variables, PORT: new URL(own).port, ...env });
      return { own, studio, company };
    }

    const FORM = ['Username or e-mail', 'Password', 'Sign in'];
    const SSO = ['Sign in with Acme'];
    it.each([
      ['both', {}, [...SSO, ...FORM]],
      ['sso', { DOORWARD_PASSWORDS: 'false' }, SSO],
    ])('is offered what the capabilities say: %s (A82)', async (type, env, offered) => {
      const { own } = await given(env);
      await browser.visit(
        async ({ context, complaints, origins }) => {
          const page = await context.newPage();
          await page.goto(`${own}/`);
          expect(await ways(page)).toEqual(offered);
          const told = await page.evaluate(async () => (await fetch('/api/auth/capabilities')).json());
          expect(told).toMatchObject({ login: { type } });
          expect([await sidewaysScroll(page), await axeFindings(page)]).toEqual([0, []]);
          expect(complaints.filter((text) => !text.startsWith('[DOM]'))).toEqual([]);
          expect([...origins]).toEqual([own]);
        },
        { viewport: { width: 360, height: 800 }, bypassCSP: true },
      );
    });

    it('is offered the form alone where there is no provider (A82)', async () => {
      const { url } = await start();
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await page.goto(`${url}/`);
        expect(await ways(page)).toEqual(FORM);
        await page.getByLabel('Username or e-mail').fill('"><i>ada</i>');
        await page.getByLabel('Password', { exact: true }).fill('wrong');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('alert').waitFor();
        expect(await page.getByLabel('Username or e-mail').inputValue()).toBe('"><i>ada</i>');
      });
    });

    it('signs in to the page that was asked for, sees what the role says, and signs out here and there (A91, A94)', async () => {
      const { own, company } = await given({ DOORWARD_PASSWORDS: 'false' });
      await browser.visit(async ({ context, complaints }) => {
        const page = await context.newPage();
        await page.goto(`${own}/?from=mail`);
        await page.getByRole('link', { name: 'Sign in with Acme' }).click();
        await page.getByRole('button', { name: 'Delete Triage' }).waitFor();
        await page.getByText('Ada Lovelace').waitFor();
        expect(page.url()).toBe(`${own}/?from=mail`);

        company.person = BOB;
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('button', { name: 'Yes, sign me out' }).click();
        await page.getByText('You are signed out.').waitFor();
        await page.getByRole('link', { name: 'Sign in with Acme' }).click();
        await page.getByText('Bob Iger').waitFor();
        await page.getByText('You may *:read').waitFor();
        expect(await page.getByRole('button', { name: 'Delete Triage' }).count()).toBe(0);
        // Pages of the provider name a font and an icon that are not here.
        const isForeign = (text: string): boolean => /^(?:\[DOM\]|Failed to load resource)/.test(text);
        expect(complaints.filter((text) => !isForeign(text))).toEqual([]);
      });
    });

    it('may have a password as well, where both count', async () => {
      const { own } = await given();
      await browser.visit(async ({ context }) => {
        const page = await context.newPage();
        await page.goto(`${own}/?from=mail`);
        await page.getByLabel('Username or e-mail').fill(OWNER);
        await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Datasets' }).waitFor();
        expect(page.url()).toBe(`${own}/?from=mail`);
      });
    });
  },
  describeInBrowser,
);
