import { describe, expect, it } from '@jest/globals';
import { type Browser, formsOf, givenPeople, linksOf, secretIn } from '../fixture/given-people.ts';

const ADMIN = '/auth/admin';
const KEYS = `${ADMIN}/keys`;

async function given() {
  const people = await givenPeople();
  return { ...people, me: await people.as('owner') };
}

const asks = (browser: Browser, secret: string) =>
  browser.get('/app', { accept: '*/*', 'x-api-key': secret, 'sec-fetch-mode': 'cors' });

describe('service keys', () => {
  it('are listed with their roles and permissions, and those of people are not', async () => {
    const { me, addKey, users } = await given();
    await addKey({ name: 'robot', owner: null, roles: ['viewer', 'editor'], hint: 'wxyz', createdAt: 3 });
    await addKey({ name: 'narrow', owner: null, roles: ['editor'], permissions: ['a:b'], createdAt: 2 });
    await addKey({ name: 'plain', owner: null, permissions: ['a:b', 'c:d', 'e:f'], createdAt: 1 });
    await addKey({ name: 'idle', owner: null, createdAt: 0 });
    await addKey({ name: 'of a person', owner: users.owner.id });
    const page = await me.get(KEYS);
    expect(page.text).toContain('4 keys');
    expect(page.text).toMatch(/robot …wxyz Viewer, Editor never never Active/);
    expect(page.text).toMatch(/narrow …\S+ Editor, but only a:b never/);
    expect(page.text).toMatch(/plain …\S+ a:b, c:d and 1 more never/);
    expect(page.text).toMatch(/idle …\S+ None never/);
    expect(page.text).not.toContain('of a person');
  });

  it('are made with roles, permissions and an end, shown once, and act for nobody (A14)', async () => {
    const { me, browser, store, events } = await given();
    const fields = { name: 'robot', expiresAt: '30', roles: ['viewer', 'editor'], permissions: 'report:read' };
    const page = await me.post(`${KEYS}/new`, fields);
    const secret = secretIn(page);
    const [key] = (await store.keys()).keys;
    expect(key).toMatchObject({ owner: null, roles: ['viewer', 'editor'], permissions: ['report:read'] });
    expect((await asks(browser(), secret)).html).toBe('the app, for robot');
    expect((await me.get(`${KEYS}/${key?.id}`)).html).not.toContain(secret);
    expect(events).toContainEqual(expect.objectContaining({ type: 'key-created', target: key?.id }));
  });

  it.each([
    [{ roles: ['emperor'] }, 422, 'roles'],
    [{ permissions: 'x' }, 422, 'permissions'],
    [{ name: ' ' }, 422, 'name'],
  ])('of %j come back as typed, and are not made', async (wrong, status, field) => {
    const { me, store } = await given();
    const page = await me.post(`${KEYS}/new`, { name: 'As typed', roles: ['viewer'], ...wrong });
    expect([page.status, page.html.includes(`id="${field}-error"`)]).toEqual([status, true]);
    if (field !== 'roles') expect(page.html).toMatch(/name="roles" value="viewer" checked/);
    expect((await store.keys()).total).toBe(0);
  });

  it('are changed, disabled, rotated and deleted on a page of their own, which leads to their events', async () => {
    const { me, browser, store } = await given();
    const first = secretIn(await me.post(`${KEYS}/new`, { name: 'robot', roles: 'viewer' }));
    const path = `${KEYS}/${(await store.keys()).keys[0]?.id}`;
    const page = await me.get(path);
    expect(formsOf(page).map(({ action }) => action.replace(path, ''))).toEqual(['/auth/logout', '', '/rotate', '']);
    expect(linksOf(page)).toContain(`${ADMIN}/audit?user=${path.slice(KEYS.length + 1)}`);
    expect((await me.follow(path, { name: 'android', expiresAt: 'never' })).text).toContain('android');
    await me.follow(path, { status: 'disabled' });
    expect((await asks(browser(), first)).status).toBe(401);
    await me.follow(path, { status: 'active' });
    const second = secretIn(await me.post(`${path}/rotate`, { overlapSeconds: '0' }));
    expect((await asks(browser(), first)).status).toBe(401);
    expect((await asks(browser(), second)).html).toBe('the app, for android');
    expect((await me.get(`${ADMIN}/audit?user=${path.slice(KEYS.length + 1)}`)).text).toContain('API key renewed');
    expect((await me.follow(`${path}/delete`)).text).toContain('The key is deleted');
    expect((await asks(browser(), second)).status).toBe(401);
  });

  it('have pages at which a key of a person is not found, though an owner may manage it (L11)', async () => {
    const { me, addKey, users, store } = await given();
    for (const owner of [users.vera.id, users.owner.id]) {
      const { id } = await addKey({ name: `of ${owner}`, owner });
      for (const path of ['', '/delete']) expect((await me.get(`${KEYS}/${id}${path}`)).status).toBe(404);
      for (const path of ['', '/rotate', '/delete'])
        expect((await me.post(`${KEYS}/${id}${path}`, { status: 'disabled' })).status).toBe(404);
      expect((await store.key(id))?.status).toBe('active');
    }
  });
});

describe('the keys of a user', () => {
  it('stand on the page of the user, without a way to their secret', async () => {
    const { me, addKey, users } = await given();
    expect((await me.get(`${ADMIN}/users/id-of-vera`)).text).toContain('The user has no key.');
    const { id } = await addKey({ name: 'gadget', owner: users.vera.id, hint: 'wxyz' });
    const page = await me.get(`${ADMIN}/users/id-of-vera`);
    expect(page.text).toMatch(/gadget …wxyz All that the user may never never Active Disable Delete/);
    const targets = [...formsOf(page).map(({ action }) => action), ...linksOf(page)].filter((to) => to.includes(id));
    const path = `${ADMIN}/users/id-of-vera/keys/${id}`;
    expect(targets).toEqual([path, `${path}/delete`]);
    for (const below of ['/rotate', '/new']) expect((await me.post(path + below)).status).toBe(404);
  });

  it('are disabled, enabled, and deleted after a question', async () => {
    const { me, addKey, users, store } = await given();
    const { id } = await addKey({ name: 'gadget', owner: users.vera.id });
    const path = `${ADMIN}/users/id-of-vera/keys/${id}`;
    expect((await me.follow(path, { status: 'disabled' })).text).toContain('The key is disabled');
    expect((await me.follow(path, { status: 'active' })).text).toContain('The key is enabled');
    expect((await me.post(path, { status: 'gone' })).status).toBe(422);
    expect((await me.get(`${path}/delete`)).text).toContain('Delete gadget?');
    expect((await store.key(id))?.status).toBe('active');
    const page = await me.follow(`${path}/delete`);
    expect([page.text.includes('The key is deleted'), await store.key(id)]).toEqual([true, null]);
  });

  it('are found at their own user alone (L11)', async () => {
    const { me, addKey, users, store } = await given();
    const keys = [
      await addKey({ name: 'hers', owner: users.vera.id }),
      await addKey({ name: 'mine', owner: users.owner.id }),
      await addKey({ name: 'robot', owner: null }),
    ];
    for (const { id } of keys) {
      const path = `${ADMIN}/users/id-of-edna/keys/${id}`;
      expect((await me.get(`${path}/delete`)).status).toBe(404);
      for (const below of ['', '/delete'])
        expect((await me.post(path + below, { status: 'disabled' })).status).toBe(404);
      expect((await store.key(id))?.status).toBe('active');
    }
  });

  it('are shown without a button to a request of a key (L14)', async () => {
    const { me, addKey, users, browser } = await given();
    const secret = secretIn(await me.post('/auth/account/keys/new', { name: 'mine' }));
    const { id } = await addKey({ name: 'gadget', owner: users.vera.id });
    const asKey = { 'x-api-key': secret };
    const page = await browser().get(`${ADMIN}/users/id-of-vera`, asKey);
    expect([page.status, page.text.includes('gadget'), page.html.includes(id)]).toEqual([200, true, false]);
    expect(linksOf(page)).not.toContain(KEYS);
    expect((await browser().get(KEYS, asKey)).status).toBe(403);
    const posted = await browser().post(`${ADMIN}/users/id-of-vera/keys/${id}`, { status: 'disabled' }, asKey);
    expect(posted.status).toBe(403);
  });
});
