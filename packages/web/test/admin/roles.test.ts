import { machineActor } from '@doorward/accounts';
import { describe, expect, it } from '@jest/globals';
import { givenPeople, wasIn } from '../fixture/given-people.ts';

const ROLES = '/auth/admin/roles';
const NEW = '/auth/admin/new-role';

async function given() {
  const people = await givenPeople();
  const clerk = { name: 'clerk', permissions: ['report:read'], inherits: ['viewer'] };
  await people.accounts.customRoles.create(machineActor('test'), clerk);
  return { ...people, me: await people.as('owner') };
}

describe('the pages about roles', () => {
  it('list those of the configuration to look at, and those that people made to change', async () => {
    const { me } = await given();
    const page = await me.get(ROLES);
    expect(page.text).toMatch(/Made here .* One role .* Clerk clerk report:read Viewer Edit Delete/);
    expect(page.text).toMatch(/From the configuration .* 4 roles .* Admin admin .* None of its own Editor/);
    expect(page.html.match(/>Edit</g)).toHaveLength(1);
  });

  it('say that there is none yet, and count permissions that are many', async () => {
    const people = await givenPeople();
    const me = await people.as('owner');
    expect((await me.get(ROLES)).text).toContain('There is no such role yet.');
    await me.follow(NEW, { name: 'much', permissions: Array.from({ length: 9 }, (_, i) => `a:${i}`).join('\n') });
    expect((await me.get(ROLES)).text).toContain('a:0, a:1, a:2, a:3, a:4, a:5 and 3 more');
  });

  it('make a role that can be given, with permissions a line each (A14)', async () => {
    const { me, accounts } = await given();
    const fields = {
      name: ' filer ',
      label: 'Filer',
      permissions: 'report:file\r\n\r\nreport:read',
      inherits: ['clerk'],
    };
    expect((await me.follow(NEW, fields)).text).toContain('The role is there, and can be given.');
    const filer = { name: 'filer', label: 'Filer', permissions: ['report:file', 'report:read'], inherits: ['clerk'] };
    expect(accounts.roles.all.at(-1)).toMatchObject(filer);
    expect((await me.get('/auth/admin/new')).html).toContain('name="roles" value="filer"');
  });

  it.each([
    [{ name: 'viewer' }, 409, 'name'],
    [{ name: 'a b' }, 422, 'name'],
    [{ permissions: 'report:read\nreport' }, 422, 'permissions'],
    [{ permissions: '*' }, 422, 'permissions'],
    [{ description: 'x'.repeat(201) }, 422, 'description'],
    [{ inherits: ['nobody'] }, 422, 'inherits'],
  ])('with %j come back as typed, with the mistake at its field, and nothing is made', async (wrong, status, field) => {
    const { me, store } = await given();
    const before = await store.setting('roles');
    const typed = { name: 'filer', label: 'As typed', permissions: 'report:file', ...wrong };
    const page = await me.post(NEW, typed);
    expect([page.status, page.html.includes(`id="${field}-error"`)]).toEqual([status, true]);
    expect(page.html).toContain('As typed');
    expect(page.html).toContain(typed.permissions.split('\n')[0]);
    expect(await store.setting('roles')).toBe(before);
  });

  it('change a role, and not by a form that shows an older one', async () => {
    const { me, accounts } = await given();
    const was = wasIn(await me.get(`${ROLES}/clerk`));
    expect((await me.follow(`${ROLES}/clerk`, { permissions: 'report:file', was })).text).toContain(
      'The role is saved.',
    );
    expect(accounts.roles.permissionsOf(['clerk'])).toEqual(['report:file']);
    const late = await me.post(`${ROLES}/clerk`, { permissions: 'report:read', was });
    expect([late.status, late.text.includes('changed meanwhile'), late.html.includes('report:read')]).toEqual([
      409,
      true,
      true,
    ]);
    expect(accounts.roles.permissionsOf(['clerk'])).toEqual(['report:file']);
    await me.follow(`${ROLES}/clerk`, { permissions: 'report:read', was: wasIn(late) });
    expect(accounts.roles.permissionsOf(['clerk'])).toEqual(['report:read']);
  });

  it('ask before deleting, and say how many have a role that is in use', async () => {
    const { me, accounts, add } = await given();
    await add({ username: 'cleo', roles: ['clerk'] });
    expect((await me.get(`${ROLES}/clerk/delete`)).text).toContain('Delete Clerk?');
    const page = await me.post(`${ROLES}/clerk/delete`);
    expect([page.status, page.text.includes('It is had by one user. Take it from them first.')]).toEqual([409, true]);
    expect(accounts.roles.has('clerk')).toBe(true);
  });

  it('are 409 for a role of the configuration, and 404 for one that is not there', async () => {
    const { me } = await given();
    for (const [name, status] of [
      ['viewer', 409],
      ['nobody', 404],
      ['__proto__', 404],
    ] as const) {
      for (const path of ['', '/delete']) {
        expect([name, (await me.get(`${ROLES}/${name}${path}`)).status]).toEqual([name, status]);
        expect([name, (await me.post(`${ROLES}/${name}${path}`, {})).status]).toEqual([name, status]);
      }
    }
  });

  it('are nothing to keys, which manage no roles (L14)', async () => {
    const { browser, accounts, store } = await given();
    const before = await store.setting('roles');
    const made = await accounts.keys?.createService(machineActor('test'), { name: 'robot', roles: ['owner'] });
    const headers = { 'x-api-key': made?.secret ?? '' };
    for (const path of [ROLES, NEW, `${ROLES}/clerk`]) {
      expect([path, (await browser().get(path, headers)).status]).toEqual([path, 403]);
      expect([path, (await browser().post(path, { name: 'x' }, headers)).status]).toEqual([path, 403]);
    }
    expect(await store.setting('roles')).toBe(before);
  });
});
