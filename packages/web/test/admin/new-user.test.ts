/**
 * Adding a user on the admin pages.
 */

import { describe, expect, it } from '@jest/globals';
import type { Mail } from '../../src/index.ts';
import { ADMIN, NEW_PASSWORD, ticketIn } from '../fixture/admin-pages.ts';
import { givenPeople, PASSWORD, type Page } from '../fixture/given-people.ts';

describe('a new user', () => {
  it('gets an invitation link that is shown once, with what to do, and in no address (A15)', async () => {
    const { as, store } = await givenPeople();
    const me = await as('owner');
    const page = await me.post(`${ADMIN}/new`, {
      username: 'nora',
      email: 'nora@example.com',
      displayName: 'Nora',
      roles: ['viewer', 'editor'],
      status: 'active',
      access: 'invitation',
      password: 'ignored by an invitation',
    });
    expect([page.status, page.location]).toEqual([200, null]);
    expect(page.text).toContain('Invitation for Nora');
    expect(page.text).toMatch(/nobody else/);
    const link = ticketIn(page);
    expect(link).toMatch(/^\/auth\/ticket\?ticket=invitation\.[\w-]{43}$/);
    const user = await store.userBy('nora');
    expect(user).toMatchObject({
      roles: ['viewer', 'editor'],
      status: 'active',
      passwordHash: null,
      email: 'nora@example.com',
    });
    const again = await me.get(`${ADMIN}/users/${user?.id}`);
    expect(again.html).not.toContain(link);
    expect((await me.get(link)).status).toBe(200);
  });

  it('is offered the role of who signs up, and keeps it or not', async () => {
    const { as, store } = await givenPeople();
    const me = await as('owner');
    const boxes = (page: Page): readonly (string | undefined)[] =>
      [...page.html.matchAll(/<input[^>]*type="checkbox"[^>]*value="([^"]*)"[^>]*checked/gu)].map(([, role]) => role);
    expect(boxes(await me.get(`${ADMIN}/new`))).toEqual(['viewer']);
    const again = await me.post(`${ADMIN}/new`, { username: 'vera', access: 'invitation' });
    expect([again.status, boxes(again)]).toEqual([409, []]);
    await me.post(`${ADMIN}/new`, { username: 'nora', access: 'invitation' });
    expect(await store.userBy('nora')).toMatchObject({ roles: [] });
  });

  it('with a password that somebody chose has to change it (A15)', async () => {
    const { as, browser, login, store } = await givenPeople();
    const me = await as('owner');
    const page = await me.follow(`${ADMIN}/new`, {
      username: 'nora',
      roles: 'viewer',
      access: 'password',
      password: NEW_PASSWORD,
    });
    expect([page.status, page.text.includes('The user is there')]).toEqual([200, true]);
    expect(await store.userBy('nora')).toMatchObject({ mustChangePassword: true });
    expect((await login(browser(), 'nora', NEW_PASSWORD)).location).toBe('/auth/account/password');
  });

  it('waits for approval when that was chosen (A68)', async () => {
    const { as, browser, login, add } = await givenPeople();
    await add({ username: 'pia', roles: ['viewer'], status: 'pending' });
    const waiting = await login(browser(), 'pia');
    expect([waiting.status, waiting.text.includes('Waiting for approval')]).toEqual([403, true]);
    const me = await as('owner');
    const page = await me.follow(`${ADMIN}/users/id-of-pia`, { status: 'active' });
    expect(page.text).toContain('The user is active.');
    expect((await login(browser(), 'pia')).status).toBe(303);
  });

  it.each([
    [{ username: '' }, 422, 'username'],
    [{ email: 'x' }, 422, 'email'],
    [{ status: 'emperor' }, 422, 'status'],
    [{ access: 'password', password: 'short' }, 422, 'password'],
    [{ access: 'password', password: '' }, 422, 'password'],
    [{ roles: ['emperor'] }, 422, 'roles'],
    [{ username: 'OWNER' }, 409, null],
  ])('of %j comes back with what was typed and no password, and is not made', async (wrong, status, field) => {
    const { as, store } = await givenPeople();
    const typed = { username: 'nora', email: 'nora@example.com', displayName: 'As typed', roles: ['viewer'], ...wrong };
    const page = await (await as('owner')).post(`${ADMIN}/new`, {
      status: 'pending',
      access: 'invitation',
      password: PASSWORD,
      ...typed,
    });
    expect([page.status, page.html.includes('value="As typed"'), page.html.includes(PASSWORD)]).toEqual([
      status,
      true,
      false,
    ]);
    expect(page.html).toMatch(/role="alert"/);
    if (field !== null) expect(page.html).toContain(`id="${field}-error"`);
    if (!('roles' in wrong)) expect(page.html).toMatch(/name="roles" value="viewer" checked/);
    expect((await store.users({ search: 'nora' })).total).toBe(0);
  });

  it('takes no field but those of the form: no flag makes an owner (A14, A78)', async () => {
    const { as, store } = await givenPeople();
    await (await as('owner')).post(`${ADMIN}/new`, {
      username: 'nora',
      is_superuser: 'true',
      role: 'owner',
      'roles[]': 'owner',
      permissions: '*',
      id: 'id-of-owner',
      passwordHash: '$2a$04$x',
      version: '7',
    });
    expect(await store.userBy('nora')).toMatchObject({ roles: [], passwordHash: null, version: 1 });
  });

  it('is mailed the link, absolute where that is known, and the page says so', async () => {
    const mails: Mail[] = [];
    const { as } = await givenPeople({
      sendMail: (mail) => void mails.push(mail),
      publicOrigin: 'https://own.example',
    });
    const page = await (await as('owner')).post(`${ADMIN}/new`, { username: 'nora', email: 'nora@example.com' });
    expect(mails).toEqual([
      expect.objectContaining({
        to: 'nora@example.com',
        purpose: 'invitation',
        link: expect.stringMatching(/^https:\/\/own\.example\/auth\/ticket\?ticket=invitation\.[\w-]{43}$/),
        user: expect.objectContaining({ username: 'nora' }),
      }),
    ]);
    expect(page.text).toContain('A mail with this link was sent to nora@example.com');
    expect(ticketIn(page)).toBe(mails[0]?.link);
  });

  it('whose mail fails is told of on the page, which shows the link all the same; without an address no mail is tried', async () => {
    let tries = 0;
    const sendMail = () => {
      tries += 1;
      throw new Error('smtp 10.1.2.3 said no');
    };
    const { as, errors } = await givenPeople({ sendMail });
    const me = await as('owner');
    const page = await me.post(`${ADMIN}/new`, { username: 'nora', email: 'nora@example.com' });
    expect([page.status, page.text.includes('could not be sent'), page.text.includes('smtp')]).toEqual([
      200,
      true,
      false,
    ]);
    expect((await me.get(ticketIn(page))).status).toBe(200);
    expect(errors).toEqual([expect.objectContaining({ message: 'smtp 10.1.2.3 said no' })]);
    const silent = await me.post(`${ADMIN}/new`, { username: 'nils' });
    expect([silent.text.includes('mail'), tries]).toEqual([false, 1]);
  });
});
