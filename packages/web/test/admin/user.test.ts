/**
 * The page of a user, and what every form of the admin pages demands.
 */

import { describe, expect, it } from '@jest/globals';
import { ADMIN, NEW_PASSWORD, shown, ticketIn } from '../fixture/admin-pages.ts';
import { formsOf, givenPeople, linksOf, ORIGIN, type Person } from '../fixture/given-people.ts';

const pathOf = (person: Person): string => `${ADMIN}/users/id-of-${person}`;

describe('the page of a user', () => {
  it('changes names and roles, and a lost role ends the sessions (A15, A19)', async () => {
    const { as, now } = await givenPeople();
    const [me, them] = [await as('owner'), await as('edna')];
    const fields = shown(await me.get(pathOf('edna')));
    const renamed = await me.follow(pathOf('edna'), { ...fields, displayName: 'Edna Editor' });
    expect(renamed.text).toContain('Saved.');
    expect((await them.get('/auth/account')).status).toBe(200);
    await me.follow(pathOf('edna'), { ...shown(renamed), roles: ['viewer', 'admin'] });
    expect(await now('edna')).toMatchObject({
      displayName: 'Edna Editor',
      roles: ['viewer', 'admin'],
      username: 'edna',
    });
    expect((await them.get('/auth/account')).location).toContain('/auth/login');
  });

  it('changes only what was changed in the form: what somebody else did meanwhile stays', async () => {
    const { as, now } = await givenPeople();
    const [me, other] = [await as('owner'), await as('olga')];
    const open = shown(await me.get(pathOf('adam')));
    await other.post(pathOf('adam'), { ...open, roles: ['viewer'], email: 'new@example.com' });
    await me.follow(pathOf('adam'), { ...open, displayName: 'Adam' });
    expect(await now('adam')).toMatchObject({ roles: ['viewer'], email: 'new@example.com', displayName: 'Adam' });
    await me.follow(pathOf('adam'), { ...open, roles: ['admin', 'editor'] });
    expect((await now('adam')).roles).toEqual(['viewer', 'editor']);
  });

  it('takes the hidden field for what it is, and changes no more by it (A14)', async () => {
    const { as, now, users } = await givenPeople();
    const me = await as('admin');
    for (const was of [
      '{',
      'null',
      '[]',
      '{"roles":"x"}',
      '{"__proto__":{"roles":["owner"]}}',
      '{"username":"vera","email":"","displayName":"","roles":["owner","viewer"],"mustChangePassword":false}',
    ]) {
      const page = await me.post(pathOf('vera'), {
        was,
        username: 'vera',
        email: 'vera@example.com',
        displayName: '',
        roles: ['owner', 'viewer'],
      });
      expect([was, page.status === 500]).toEqual([was, false]);
    }
    expect((await now('vera')).roles).toEqual(users.vera.roles);
  });

  it('disables and activates, which ends sessions and lets in again (A19, A69)', async () => {
    const { as, now, browser, login } = await givenPeople();
    const [me, them] = [await as('owner'), await as('vera')];
    expect((await me.follow(pathOf('vera'), { status: 'disabled' })).text).toContain('The user is disabled');
    expect((await them.get('/auth/account')).location).toContain('/auth/login');
    expect((await login(browser(), 'vera')).status).toBe(401);
    const page = await me.follow(pathOf('vera'), { status: 'active' });
    expect(page.text).toContain('The user is active.');
    expect((await login(browser(), 'vera')).status).toBe(303);
    expect((await now('vera')).roles).toEqual(['viewer']);
  });

  it('sets a password that has to be changed, or makes a link; both end what was before (A13, A19, A69)', async () => {
    const { as, browser, login, now } = await givenPeople();
    const me = await as('admin');
    const page = await me.follow(pathOf('vera'), { password: NEW_PASSWORD });
    expect([page.text.includes('The password is set'), page.html.includes(NEW_PASSWORD)]).toEqual([true, false]);
    expect(await now('vera')).toMatchObject({ mustChangePassword: true });
    expect((await login(browser(), 'vera', NEW_PASSWORD)).location).toBe('/auth/account/password');
    const weak = await me.post(pathOf('vera'), { password: 'short' });
    expect([weak.status, weak.html.includes('id="password-error"')]).toEqual([422, true]);
    const reset = await me.post(`${pathOf('vera')}/reset`);
    expect([reset.status, reset.text.includes('New password for vera')]).toEqual([200, true]);
    expect(ticketIn(reset)).toMatch(/ticket=reset\./);
  });

  it('lists the sessions of the user, and ends them all (V29)', async () => {
    const { as } = await givenPeople();
    const [me, them] = [await as('admin'), await as('vera', { userAgent: 'curl/8', clientAddress: '192.0.2.9' })];
    expect((await me.get(pathOf('vera'))).text).toMatch(/curl 192\.0\.2\.9/);
    expect((await me.follow(`${pathOf('vera')}/end-sessions`)).text).toContain('signed out everywhere');
    expect((await them.get('/auth/account')).location).toContain('/auth/login');
    expect((await me.get(pathOf('vera'))).text).toContain('No session is open.');
  });

  it('asks before it deletes, and what is deleted is gone at once (A15, A16, A17, A19)', async () => {
    const { as, record, users, events } = await givenPeople();
    const [me, them] = [await as('owner'), await as('vera')];
    const question = await me.get(`${pathOf('vera')}/delete`);
    expect([question.status, question.text.includes('Delete vera?')]).toEqual([200, true]);
    expect(await record(users.vera.id)).not.toBeNull();
    const page = await me.follow(`${pathOf('vera')}/delete`);
    expect([page.status, page.text.includes('The user is deleted.')]).toEqual([200, true]);
    expect(await record(users.vera.id)).toBeNull();
    expect((await them.get('/auth/account')).location).toContain('/auth/login');
    expect((await me.post(`${pathOf('vera')}/delete`)).status).toBe(404);
    expect(events.filter(({ type }) => type === 'user-deleted').length).toBe(1);
  });
});

describe('one’s own page among the users', () => {
  it('offers neither an end nor a password of one’s own account, and refuses both (A16, A70)', async () => {
    const { as, now, users } = await givenPeople();
    const me = await as('owner');
    const page = await me.get(pathOf('owner'));
    expect(formsOf(page).map(({ action }) => action)).toEqual([
      '/auth/logout',
      pathOf('owner'),
      `${pathOf('owner')}/end-sessions`,
    ]);
    expect(page.html).not.toContain('name="mustChangePassword"');
    expect(linksOf(page)).toContain('/auth/account/password');
    expect(linksOf(page)).not.toContain(`${pathOf('owner')}/delete`);
    for (const [path, fields] of [
      ['', { status: 'disabled' }],
      ['', { status: 'pending' }],
      ['', { password: NEW_PASSWORD }],
      ['/delete', {}],
    ] as const) {
      const refused = await me.post(pathOf('owner') + path, fields);
      expect([path, fields, refused.status]).toEqual([path, fields, 400]);
    }
    expect((await me.get(`${pathOf('owner')}/delete`)).status).toBe(400);
    expect(await now('owner')).toEqual(users.owner);
  });

  it('keeps the last owner an owner (A16)', async () => {
    const { as, now, users } = await givenPeople();
    const me = await as('owner');
    await me.post(`${pathOf('olga')}/delete`);
    const page = await me.post(pathOf('owner'), { ...shown(await me.get(pathOf('owner'))), roles: ['viewer'] });
    expect([page.status, page.text.includes('One owner has to remain')]).toEqual([409, true]);
    expect(await now('owner')).toEqual(users.owner);
  });
});

describe('every form of the admin pages', () => {
  const forms: readonly (readonly [string, Record<string, string>])[] = [
    ['/new', { username: 'nora' }],
    ['/users/id-of-vera', { displayName: 'Changed', roles: 'owner' }],
    ['/users/id-of-vera/reset', {}],
    ['/users/id-of-vera/end-sessions', {}],
    ['/users/id-of-vera/delete', {}],
  ];

  it.each(forms)('%s is refused from another origin (W4, decision 15)', async (path, fields) => {
    const { as, now, users, store, events } = await givenPeople();
    const [me, them] = [await as('owner'), await as('vera')];
    const body = new URLSearchParams(fields).toString();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      {},
    ] as Record<string, string>[]) {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const page = await me.send('POST', ADMIN + path, { body, headers: { ...type, ...headers } });
      expect([headers, page.status]).toEqual([headers, 403]);
    }
    expect([await now('vera'), (await store.users()).total, events]).toEqual([users.vera, 8, []]);
    expect((await them.get('/auth/account')).status).toBe(200);
  });

  it.each(forms)('%s is carried out by POST alone', async (path) => {
    const { as, now, users } = await givenPeople();
    const me = await as('owner');
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
      const page = await me.send(method, `${ADMIN}${path}?roles=owner&_method=POST&username=x`, {
        headers: { origin: ORIGIN, 'x-http-method-override': 'POST' },
      });
      const isShown = ['GET', 'HEAD'].includes(method) && /new$|vera$|delete$/.test(path);
      expect([method, page.status]).toEqual([method, isShown ? 200 : 405]);
    }
    expect(await now('vera')).toEqual(users.vera);
  });
});
