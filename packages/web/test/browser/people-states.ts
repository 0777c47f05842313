/**
 * Every page of ours about people, and how a person gets to it.
 */

import type { Page } from 'playwright-core';
import { PASSWORD } from '../fixture/compose-people.ts';

const ACCOUNT = '/auth/account';
export const ADMIN = '/auth/admin';

/** The browser notes answers of 4xx on its console. */
export const STATUS_NOTE = /the server responded with a status of 4\d\d/;

export type Reach = (page: Page, origin: string) => Promise<unknown>;

const open =
  (path: string): Reach =>
  (page, origin) =>
    page.goto(origin + path);

const asOwner =
  (reach: Reach): Reach =>
  async (page, origin) => {
    await signInAs(page, origin, 'ada');
    await reach(page, origin);
  };

/** Fills fields by their id, presses the button, and waits for the page that answers. */
const send =
  (path: string, fields: Readonly<Record<string, string>>, button: string): Reach =>
  async (page, origin) => {
    await page.goto(origin + path);
    for (const [id, text] of Object.entries(fields)) await page.fill(`#${id}`, text);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: button, exact: true }).click()]);
  };

const KEYS = `${ACCOUNT}/keys`;
const SERVICE_KEYS = `${ADMIN}/keys`;
const keyAt = (list: string, name: string): string =>
  `${list}/k_${name.replaceAll(' ', '_')}`.padEnd(list.length + 25, '_');

/** Opens the link that making one shows, signed out. */
const byLink: Reach = async (page, origin) => {
  await send(`${ADMIN}/users/id-of-edna`, {}, 'Make a link for a new password')(page, origin);
  const href = await page.locator('.link a').getAttribute('href');
  await page.context().clearCookies();
  await page.goto(origin + href);
};

const WRONG = { current: 'x', password: 'y', repeat: 'z' };

export const PEOPLE_STATES: Readonly<Record<string, Reach>> = {
  'login page with a name': open('/auth/login'),
  'login page after a wrong password': send('/auth/login', { username: 'ada', password: 'wrong' }, 'Sign in'),
  'sign-up page': open('/auth/sign-up'),
  'sign-up page with a fault': send('/auth/sign-up', { username: 'a@b', password: 'x', repeat: 'x' }, 'Sign up'),
  'page after signing up': open('/auth/sign-up?done'),
  'page of a link that is gone': open('/auth/ticket?ticket=x'),
  'page of a link': asOwner(byLink),
  'page of a link with a fault': asOwner(async (page, origin) => {
    await byLink(page, origin);
    await page.fill('#password', 'x');
    await page.fill('#repeat', 'y');
    await Promise.all([page.waitForEvent('load'), page.click('button')]);
  }),
  'account page': asOwner(open(`${ACCOUNT}?done=saved`)),
  'account page with a fault': asOwner(send(ACCOUNT, { username: 'x@y' }, 'Save profile')),
  'page before connecting': asOwner(open(`${ACCOUNT}/identities/long`)),
  'page before connecting with a fault': asOwner(
    send(`${ACCOUNT}/identities/acme`, { current: 'wrong' }, 'Go to Acme'),
  ),
  'password page': asOwner(open(`${ACCOUNT}/password`)),
  'password page with a fault': asOwner(send(`${ACCOUNT}/password`, WRONG, 'Change password')),
  'password page of who must change it': (page, origin) => signInAs(page, origin, 'vera', `${ACCOUNT}/password`),
  'list of users': asOwner(open(ADMIN)),
  'second page of users': asOwner(open(`${ADMIN}?page=2`)),
  'list of users with nobody in it': asOwner(open(`${ADMIN}?q=nobody&done=deleted`)),
  'new user': asOwner(open(`${ADMIN}/new`)),
  'new user with a fault': asOwner(send(`${ADMIN}/new`, { username: 'x@y' }, 'Create user')),
  'page that shows a link': asOwner(send(`${ADMIN}/users/id-of-edna`, {}, 'Make a link for a new password')),
  'page of a user': asOwner(open(`${ADMIN}/users/id-of-edna?done=saved`)),
  'page of a user with a fault': asOwner(send(`${ADMIN}/users/id-of-edna`, { username: 'x@y' }, 'Save changes')),
  'page of a user with a long name': asOwner(open(`${ADMIN}/users/id-of-${'w'}${'o'.repeat(15)}`)),
  'page of a disabled user': asOwner(open(`${ADMIN}/users/id-of-dora`)),
  'own page among the users': asOwner(open(`${ADMIN}/users/id-of-ada`)),
  'question before deleting': asOwner(open(`${ADMIN}/users/id-of-edna/delete`)),
  roles: asOwner(open(`${ADMIN}/roles?done=role-saved`)),
  'new role': asOwner(open(`${ADMIN}/new-role`)),
  'new role with a fault': asOwner(
    send(`${ADMIN}/new-role`, { name: 'x', permissions: 'report:read\nnonsense' }, 'Create role'),
  ),
  'page of a role': asOwner(open(`${ADMIN}/roles/report-clerk`)),
  'page of a role with a long name': asOwner(open(`${ADMIN}/roles/${'r'.repeat(64)}`)),
  'question before deleting a role': asOwner(open(`${ADMIN}/roles/report-clerk/delete`)),
  'role that somebody has, and is not deleted': asOwner(send(`${ADMIN}/roles/guest/delete`, {}, 'Delete role')),
  'own keys': asOwner(open(`${KEYS}?done=key-deleted`)),
  'own keys of who has none': async (page, origin) => {
    await signInAs(page, origin, 'adam');
    await page.goto(origin + KEYS);
  },
  'new key': asOwner(open(`${KEYS}/new`)),
  'new key with a fault': asOwner(send(`${KEYS}/new`, { name: 'x', permissions: 'nonsense' }, 'Create key')),
  'page that shows a key': asOwner(send(`${KEYS}/new`, { name: 'shown' }, 'Create key')),
  'page of a key': asOwner(open(`${keyAt(KEYS, 'nightly export')}?done=saved`)),
  'page of a key with a fault': asOwner(send(keyAt(KEYS, 'nightly export'), { name: ' ' }, 'Save changes')),
  'page of a key that shows another secret': asOwner(send(keyAt(KEYS, 'nightly export'), {}, 'Rotate key')),
  'page of a key with a long name': asOwner(open(keyAt(KEYS, 'unbreakableunbreakable'))),
  'page of a disabled key': asOwner(open(keyAt(KEYS, 'old laptop'))),
  'question before deleting a key': asOwner(open(`${keyAt(KEYS, 'backup')}/delete`)),
  'service keys': asOwner(open(`${SERVICE_KEYS}?done=key-again`)),
  'new service key': asOwner(open(`${SERVICE_KEYS}/new`)),
  'page of a service key': asOwner(open(keyAt(SERVICE_KEYS, 'monitor'))),
  'audit log': asOwner(open(`${ADMIN}/audit`)),
  'audit log with nothing in it': asOwner(open(`${ADMIN}/audit?user=nobody`)),
  'refusal of the admin pages': async (page, origin) => {
    await signInAs(page, origin, 'edna');
    await page.goto(origin + ADMIN);
  },
};

export async function signInAs(page: Page, origin: string, name: string, lands = '/'): Promise<void> {
  await page.goto(`${origin}/auth/login`);
  await page.fill('#username', name);
  await page.fill('#password', PASSWORD);
  await page.press('#password', 'Enter');
  await page.waitForURL(origin + lands);
}
