/**
 * The account page, and the profile on it.
 */

import { describe, expect, it } from '@jest/globals';
import { TOKEN } from '../fixture/compose-people.ts';
import { formsOf, givenPeople, linksOf, ORIGIN } from '../fixture/given-people.ts';

const ACCOUNT = '/auth/account';

describe('the account page', () => {
  it('shows who I am, and is there for every role (A14)', async () => {
    const { as } = await givenPeople();
    for (const person of ['owner', 'admin', 'editor', 'viewer'] as const) {
      const page = await (await as(person)).get(ACCOUNT);
      expect([person, page.status, page.html.includes(`value="${person}@example.com"`)]).toEqual([person, 200, true]);
    }
  });

  it('is not for strangers: they go to the login page and come back', async () => {
    const { browser } = await givenPeople();
    const page = await browser().get(`${ACCOUNT}/password`);
    expect([page.status, page.location]).toEqual([303, `/auth/login?next=/auth/account/password`]);
    const sent = await browser().post(`${ACCOUNT}/profile`, { username: 'x' });
    expect([sent.status, sent.location]).toEqual([303, '/auth/login']);
  });

  it('tells the holder of the token kindly that no account is there, and leads on', async () => {
    const { browser } = await givenPeople();
    const holder = browser();
    await holder.post('/auth/login', { username: '', password: TOKEN });
    for (const path of [ACCOUNT, `${ACCOUNT}/password`]) {
      const page = await holder.get(path);
      expect([page.status, page.text.includes('No account stands behind this sign-in')]).toEqual([404, true]);
      expect(page.text).toContain('accounts/no-account');
      const lists = ['', '/roles', '/keys', '/audit'].map((path) => `/auth/admin${path}`);
      expect(linksOf(page)).toEqual(['#main', '/', ...lists, '/']);
      expect(formsOf(page)).toEqual([
        { action: '/auth/logout', fields: [], buttons: [expect.stringContaining('Sign out')] },
      ]);
    }
  });

  it('stands under a prefix with every link and form below it', async () => {
    const given = await givenPeople({ core: { basePath: '/tools', paths: { ...PATHS } } });
    const page = await (await given.as('owner')).get('/tools/auth/account');
    expect(page.status).toBe(200);
    const targets = [...linksOf(page), ...formsOf(page).map(({ action }) => action)].filter((each) => each !== '#main');
    expect(targets.filter((each) => !each.startsWith('/tools/'))).toEqual([]);
    expect(targets.length).toBeGreaterThan(5);
  });

  it('answers 404 for pages that are not there, and 405 with Allow for wrong methods', async () => {
    const { as } = await givenPeople();
    const me = await as('viewer');
    expect((await me.get(`${ACCOUNT}/nothing`)).status).toBe(404);
    expect((await me.get(`${ACCOUNT}/nothing`)).text).toContain('web/not-found');
    for (const [method, path, allow] of [
      ['PUT', ACCOUNT, 'GET, HEAD'],
      ['POST', ACCOUNT, 'GET, HEAD'],
      ['DELETE', `${ACCOUNT}/password`, 'GET, HEAD, POST'],
      ['GET', `${ACCOUNT}/profile`, 'POST'],
      ['GET', `${ACCOUNT}/sessions/x/end`, 'POST'],
      ['GET', `${ACCOUNT}/sessions/end-others`, 'POST'],
    ] as const) {
      const page = await me.send(method, path, { headers: { origin: ORIGIN } });
      expect([method, path, page.status, page.headers.get('allow')]).toEqual([method, path, 405, allow]);
    }
  });
});

describe('the profile', () => {
  it('is changed by its own user, and what was changed is an event', async () => {
    const { as, now, events } = await givenPeople();
    const me = await as('viewer');
    const page = await me.follow(`${ACCOUNT}/profile`, {
      username: 'viola',
      email: 'viola@example.com',
      displayName: ' Viola ',
    });
    expect([page.status, page.text.includes('Saved.')]).toEqual([200, true]);
    expect(await now('viewer')).toMatchObject({ username: 'viola', email: 'viola@example.com', displayName: 'Viola' });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'user-updated', subject: 'id-of-viewer', clientAddress: '10.0.0.1' }),
    );
  });

  it('takes nothing but names: roles, status and flags in the form change nothing (A70, A78, L12)', async () => {
    const { as, now, users } = await givenPeople();
    const me = await as('viewer');
    const sent = await me.post(`${ACCOUNT}/profile`, {
      username: 'viewer',
      email: '',
      displayName: '',
      id: users.owner.id,
      roles: 'owner',
      role: 'owner',
      status: 'active',
      is_superuser: 'true',
      permissions: '*',
      passwordHash: 'x',
      version: '9',
      mustChangePassword: '',
    });
    expect(sent.status).toBe(303);
    expect(await now('viewer')).toMatchObject({ ...users.viewer, email: null, identifiers: ['viewer'] });
    expect(await now('owner')).toEqual(users.owner);
  });

  it.each([
    [{ username: '' }, 422, 'username'],
    [{ username: 'vie\u202ewer' }, 422, 'username'],
    [{ username: 'vie\u200bwer' }, 422, 'username'],
    [{ username: 'somebody@example.com' }, 422, 'username'],
    [{ email: 'nobody' }, 422, 'email'],
    [{ email: 'a@b\r\nBcc: c@d' }, 422, 'email'],
    [{ displayName: 'a\nb' }, 422, 'displayName'],
  ])('of %j comes back as it was typed, with the message at the field', async (wrong, status, field) => {
    const { as, now, users } = await givenPeople();
    const typed = { username: 'viewer', email: 'typed@example.com', displayName: 'As typed', ...wrong };
    const page = await (await as('viewer')).post(`${ACCOUNT}/profile`, typed);
    expect(page.status).toBe(status);
    expect(page.html).toMatch(
      new RegExp(`<input id="${field}"[^>]*aria-invalid="true"[^>]*aria-describedby="${field}-error`),
    );
    expect(page.html).toContain(`id="${field}-error"`);
    expect(page.html).toMatch(/role="alert"/);
    expect(page.html).toContain(`href="#${field}"`);
    if (field !== 'displayName') expect(page.html).toContain('value="As typed"');
    expect(await now('viewer')).toEqual(users.viewer);
  });

  it('is refused when it is very long, and comes back in full', async () => {
    const { as } = await givenPeople();
    const username = 'x'.repeat(129);
    const page = await (await as('viewer')).post(`${ACCOUNT}/profile`, { username, email: '', displayName: '' });
    expect([page.status, page.html.includes(`value="${username}"`)]).toEqual([422, true]);
  });

  it('cannot take a name that somebody has, however it is spelled (L12)', async () => {
    const { as, now, users } = await givenPeople();
    const me = await as('viewer');
    for (const username of ['owner', 'OWNER', 'ｏｗｎｅｒ', ' owner ']) {
      const page = await me.post(`${ACCOUNT}/profile`, { username, email: '', displayName: '' });
      expect([username, page.status, page.text.includes('accounts/')]).toEqual([username, 409, false]);
      expect(page.html).toMatch(/role="alert"/);
    }
    expect(await now('viewer')).toEqual(users.viewer);
  });

  it('shows names with HTML in them as text, everywhere (corpus 4.11)', async () => {
    const { as, now } = await givenPeople();
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;
    const me = await as('owner');
    await me.follow(`${ACCOUNT}/profile`, { username: 'owner', email: '', displayName: evil });
    expect((await now('owner')).displayName).toBe(evil);
    for (const path of [
      ACCOUNT,
      `${ACCOUNT}/password`,
      '/auth/admin',
      `/auth/admin/users/id-of-owner`,
      '/auth/admin/audit',
    ]) {
      const page = await me.get(path);
      expect([path, page.status, /<script|<img src=x/.test(page.html)]).toEqual([path, 200, false]);
    }
  });
});

const PATHS = {
  login: '/auth/login',
  logout: '/auth/logout',
  ticket: '/auth/ticket',
  account: '/auth/account',
  admin: '/auth/admin',
};
