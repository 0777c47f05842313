/**
 * Roles × pages: what is shown to whom, and what is refused to whom though it was not shown.
 *
 * @see acceptance.md A13 to A17; security.md L11, L12
 */

import { machineActor } from '@doorward/accounts';
import { describe, expect, it } from '@jest/globals';
import {
  type Browser,
  formsOf,
  type GivenPeople,
  givenPeople,
  linksOf,
  type Person,
  ROLES,
  wasIn,
} from '../fixture/given-people.ts';

const ADMIN = '/auth/admin';
const pathOf = (person: Person): string => `${ADMIN}/users/id-of-${person}`;

type Role = (typeof ROLES)[number];

/** Whom each role may look at; of himself an owner sees the page too. */
const MAY_READ: Readonly<Record<Role, readonly Person[]>> = {
  owner: ['owner', 'olga', 'adam', 'edna', 'vera'],
  admin: ['edna', 'vera'],
  editor: [],
  viewer: [],
};
const MACHINE = machineActor('test');
const OTHERS = ['olga', 'adam', 'edna', 'vera'] as const;

describe.each(ROLES)('the admin pages, to one with the role %s', (role) => {
  const entered = async (): Promise<GivenPeople & { me: Browser }> => {
    const given = await givenPeople();
    return { ...given, me: await given.as(role) };
  };

  it('are led to by the bar as far as they are open (A17)', async () => {
    const { me } = await entered();
    const page = await me.get('/auth/account');
    const all = ['', '/roles', '/keys', '/audit'].map((below) => ADMIN + below);
    const expected = { owner: all, admin: [ADMIN], editor: [], viewer: [] }[role];
    expect(linksOf(page).filter((href) => href.startsWith(ADMIN))).toEqual(expected);
  });

  it('are there, or are 403 with what to do (A13, A17, A69)', async () => {
    const { me } = await entered();
    for (const [path, may] of [
      ['', ['owner', 'admin']],
      ['/new', ['owner']],
      ['/roles', ['owner']],
      ['/new-role', ['owner']],
      ['/keys', ['owner']],
      ['/keys/new', ['owner']],
      ['/audit', ['owner']],
      ['/audit.ndjson', ['owner']],
    ] as const) {
      const page = await me.get(ADMIN + path);
      const isOpen = (may as readonly string[]).includes(role);
      expect([path, page.status]).toEqual([path, isOpen ? 200 : 403]);
      if (!isOpen) expect(page.text).toMatch(/Ask an owner\./);
    }
  });

  it('are closed as a whole to who has no right there: no address tells what there is (A14)', async () => {
    const { me } = await entered();
    if (role === 'owner' || role === 'admin') return;
    for (const path of [
      '',
      '/',
      '/new',
      '/nothing',
      '/users/x',
      '/users/id-of-vera/reset',
      '/users/id-of-vera/keys/x',
      '/roles',
      '/roles/x',
      '/roles/x/delete',
      '/new-role',
      '/keys',
      '/keys/new',
      '/keys/x',
      '/audit',
      '/audit.ndjson',
    ]) {
      for (const page of [await me.get(ADMIN + path), await me.post(ADMIN + path)]) {
        const says = page.text.includes('Your roles do not let you manage users. Ask an owner.');
        expect([path, page.status, says]).toEqual([path, 403, true]);
      }
    }
  });

  it('ask before deleting only who may delete (A14, A15)', async () => {
    const { me } = await entered();
    for (const person of OTHERS) {
      expect([person, (await me.get(`${pathOf(person)}/delete`)).status]).toEqual([
        person,
        role === 'owner' ? 200 : 403,
      ]);
    }
  });

  it('list the users that may be looked at, and no other (A13, L12)', async () => {
    const { me } = await entered();
    const page = await me.get(ADMIN);
    const listed = linksOf(page).filter((href) => href.startsWith(`${ADMIN}/users/`));
    const expected = {
      owner: ['adam', 'admin', 'editor', 'edna', 'olga', 'owner', 'vera', 'viewer'],
      admin: ['editor', 'edna', 'vera', 'viewer'],
      editor: [],
      viewer: [],
    }[role];
    expect(listed).toEqual(expected.map((person) => pathOf(person as Person)));
    expect(linksOf(page).includes(`${ADMIN}/new`)).toBe(role === 'owner');
  });

  it('show of a user the forms that would be carried out, and no other (A13, A14, A15)', async () => {
    const { me } = await entered();
    for (const person of OTHERS) {
      const page = await me.get(pathOf(person));
      const mayRead = MAY_READ[role].includes(person);
      expect([person, page.status]).toEqual([person, mayRead ? 200 : 403]);
      if (!mayRead) {
        expect(page.text).not.toContain(`${person}@example.com`);
        continue;
      }
      const actions = formsOf(page).map(({ action }) => action.replace(pathOf(person), ''));
      expect(actions).toEqual(['/auth/logout', '', '/reset', '', '']);
      expect(linksOf(page).includes(`${pathOf(person)}/delete`)).toBe(role === 'owner');
      const roles = [...page.html.matchAll(/name="roles" value="([^"]*)"/gu)].map(([, name]) => name);
      expect(roles).toEqual(role === 'owner' ? ['viewer', 'editor', 'admin', 'owner'] : ['viewer', 'editor']);
    }
  });

  it('carry out what was not shown for nobody (A13, A14, A15, L11, L12)', async () => {
    for (const person of OTHERS) {
      const { me, users, now } = await entered();
      const may = MAY_READ[role].includes(person);
      const tries: readonly (readonly [string, Record<string, string>, boolean])[] = [
        ['', { displayName: 'Changed' }, may],
        ['', { roles: 'owner' }, role === 'owner'],
        ['', { roles: 'admin' }, role === 'owner'],
        ['', { status: 'disabled' }, may],
        ['', { password: 'seven violet kettles hum' }, may],
        ['/reset', {}, may],
        ['/end-sessions', {}, may],
        ['/delete', {}, role === 'owner'],
      ];
      for (const [path, fields, isCarriedOut] of tries) {
        const page = await me.post(pathOf(person) + path, fields);
        const outcome = page.status === 403 ? false : page.status === 303 || page.status === 200;
        expect([role, person, path, fields, outcome]).toEqual([role, person, path, fields, isCarriedOut]);
      }
      if (!may) expect(await now(person)).toEqual(users[person]);
    }
  });

  it('add users for an owner alone (A14, A15)', async () => {
    const { me, store } = await entered();
    const page = await me.post(`${ADMIN}/new`, { username: 'newcomer', roles: 'viewer' });
    expect(page.status).toBe(role === 'owner' ? 200 : 403);
    expect((await store.userBy('newcomer')) !== null).toBe(role === 'owner');
  });

  it('let keys of a user be seen, disabled and deleted by who manages that user (A14, L11, L12)', async () => {
    for (const person of OTHERS) {
      const { me, users, addKey, store } = await entered();
      const { id } = await addKey({ name: 'gadget', owner: users[person].id });
      const path = `${pathOf(person)}/keys/${id}`;
      const may = MAY_READ[role].includes(person);
      const page = await me.get(pathOf(person));
      expect([person, page.text.includes('gadget')]).toEqual([person, may]);
      expect(formsOf(page).some(({ action }) => action === path)).toBe(may);
      expect(linksOf(page).includes(`${path}/delete`)).toBe(may);
      const asked = await me.get(`${path}/delete`);
      expect([asked.status === 200, asked.text.includes('gadget')]).toEqual([may, may]);
      expect((await me.post(path, { status: 'disabled' })).status === 303).toBe(may);
      expect((await store.key(id))?.status).toBe(may ? 'disabled' : 'active');
      expect((await me.post(`${path}/delete`)).status === 303).toBe(may);
      expect((await store.key(id)) === null).toBe(may);
    }
  });

  it('let service keys be made, changed and deleted by an owner alone (A14, L12)', async () => {
    const { me, addKey, store } = await entered();
    const { id } = await addKey({ name: 'robot', owner: null, roles: ['viewer'] });
    const before = await store.keys();
    const tries: readonly (readonly [string, Record<string, string>, number])[] = [
      ['/new', { name: 'second' }, 200],
      [`/${id}`, { name: 'renamed' }, 303],
      [`/${id}`, { status: 'disabled' }, 303],
      [`/${id}/rotate`, {}, 200],
      [`/${id}/delete`, {}, 303],
    ];
    for (const [path, fields, status] of tries) {
      const page = await me.post(`${ADMIN}/keys${path}`, fields);
      expect([path, page.status]).toEqual([path, role === 'owner' ? status : 403]);
      if (role !== 'owner') expect([path, page.text.includes('robot')]).toEqual([path, false]);
    }
    if (role !== 'owner') expect(await store.keys()).toEqual(before);
  });

  it('let roles be made, changed and deleted by an owner alone (A14, L12)', async () => {
    const { me, accounts, store } = await entered();
    await accounts.customRoles.create(MACHINE, { name: 'clerk', permissions: ['report:read'] });
    const before = await store.setting('roles');
    const was = role === 'owner' ? wasIn(await me.get(`${ADMIN}/roles/clerk`)) : '';
    const tries: readonly (readonly [string, Record<string, string>, string])[] = [
      ['/new-role', { name: 'second', permissions: 'a:b' }, 'role-created'],
      ['/roles/clerk', { permissions: 'report:*', was }, 'role-saved'],
      ['/roles/clerk/delete', {}, 'role-deleted'],
    ];
    for (const [path, fields, notice] of tries) {
      const page = await me.post(ADMIN + path, fields);
      const expected = role === 'owner' ? [303, `${ADMIN}/roles?done=${notice}`] : [403, null];
      expect([path, page.status, page.location]).toEqual([path, ...expected]);
      if (role !== 'owner') expect([path, page.text.includes('report:read')]).toEqual([path, false]);
    }
    if (role !== 'owner') expect(await store.setting('roles')).toBe(before);
  });

  it('answer the same for a user that is not there as for one that is not to be seen, but to those who see all', async () => {
    const { me } = await entered();
    for (const path of ['', '/delete']) {
      const page = await me.get(`${ADMIN}/users/nobody${path}`);
      expect([path, page.status]).toEqual([path, role === 'owner' || role === 'admin' ? 404 : 403]);
    }
    for (const path of ['', '/reset', '/delete', '/end-sessions']) {
      const page = await me.post(`${ADMIN}/users/nobody${path}`, { displayName: 'x' });
      expect([path, page.status >= 400 && page.status < 500]).toEqual([path, true]);
    }
  });
});

describe('a role that is lost', () => {
  it('is lost at the next request, also for a page that is open (A19)', async () => {
    const { as, accounts, users } = await givenPeople();
    const [me, owner] = [await as('adam'), await as('owner')];
    expect((await me.get(pathOf('vera'))).status).toBe(200);
    await owner.post(pathOf('adam'), { roles: 'viewer', was: '' });
    const page = await me.post(pathOf('vera'), { displayName: 'Changed' });
    expect([page.status, page.location]).toEqual([303, '/auth/login']);
    expect((await accounts.users.get(MACHINE, users.vera.id)).displayName).toBeNull();
  });
});
