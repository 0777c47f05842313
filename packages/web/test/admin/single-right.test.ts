/**
 * The admin pages, to somebody who may do one thing there.
 *
 * @see acceptance.md A14; security.md L12, L14
 */

import { machineActor } from '@doorward/accounts';
import { describe, expect, it } from '@jest/globals';
import { formsOf, givenPeople, linksOf, wasIn } from '../fixture/given-people.ts';

const ADMIN = '/auth/admin';
const VERA = `${ADMIN}/users/id-of-vera`;
const MACHINE = machineActor('test');

describe('somebody with a single right', () => {
  const auditor = {
    owner: 'owner',
    roles: {
      owner: { permissions: ['*'], users: { may: ['read', 'create', 'update', 'delete', 'audit'], whose: '*' } },
      auditor: { users: { may: ['audit'], whose: [] } },
      looker: { users: { may: ['read'], whose: '*' } },
      clerk: { permissions: ['report:read'], users: { may: ['keys'], whose: ['robot'] } },
      maker: { permissions: ['report:*'], users: { may: ['roles'], whose: '*' } },
      robot: { permissions: ['report:read'] },
    },
  } as const;

  it('to read the audit log gets there from the address of the area, and finds no way to users', async () => {
    const { add, as } = await givenPeople({ roles: auditor });
    const me = await as(await add({ username: 'aud', roles: ['auditor'] }));
    const first = await me.get(ADMIN);
    expect([first.status, first.location]).toEqual([303, `${ADMIN}/audit`]);
    const page = await me.get(`${ADMIN}/audit`);
    expect([page.status, linksOf(page).includes(ADMIN)]).toEqual([200, false]);
    expect((await me.get(`${ADMIN}/users/id-of-owner`)).status).toBe(403);
    expect((await me.get(`${ADMIN}/new`)).status).toBe(403);
    expect(linksOf(page).includes(`${ADMIN}/keys`)).toBe(false);
  });

  it('and one who may manage service keys alone gets to those, and to nothing else', async () => {
    const { add, addKey, as } = await givenPeople({ roles: auditor });
    const me = await as(await add({ username: 'cleo', roles: ['clerk'] }));
    const { id } = await addKey({ name: 'mighty', owner: null, roles: ['owner'] });
    expect((await me.get(ADMIN)).location).toBe(`${ADMIN}/keys`);
    const page = await me.get(`${ADMIN}/keys`);
    expect(linksOf(page).filter((href) => href.startsWith(ADMIN))).toEqual([
      `${ADMIN}/keys`,
      `${ADMIN}/keys/new`,
      `${ADMIN}/keys/${id}`,
    ]);
    for (const path of ['/audit', '/new', '/users/id-of-owner'])
      expect([path, (await me.get(ADMIN + path)).status]).toEqual([path, 403]);
    const form = await me.get(`${ADMIN}/keys/new`);
    expect([...form.html.matchAll(/name="roles" value="([^"]*)"/gu)].map(([, name]) => name)).toEqual(['robot']);
  });

  it('and does with a service key that may more than he could give nothing but delete it (L12, L14)', async () => {
    const { add, addKey, as, store } = await givenPeople({ roles: auditor });
    const me = await as(await add({ username: 'cleo', roles: ['clerk'] }));
    const { id } = await addKey({ name: 'mighty', owner: null, roles: ['owner'] });
    const path = `${ADMIN}/keys/${id}`;
    const page = await me.get(path);
    expect(formsOf(page).map(({ action }) => action)).toEqual(['/auth/logout']);
    expect(linksOf(page).filter((href) => href.startsWith(path))).toEqual([`${path}/delete`]);
    for (const [below, fields] of [
      ['', { name: 'mine' }],
      ['', { status: 'disabled' }],
      ['/rotate', {}],
    ] as const)
      expect([below, (await me.post(path + below, fields)).status]).toEqual([below, 403]);
    expect((await me.post(`${path}/delete`)).status).toBe(303);
    expect(await store.key(id)).toBeNull();
    const made = await me.post(`${ADMIN}/keys/new`, { name: 'x', roles: 'owner' });
    expect([made.status, (await store.keys()).total]).toEqual([403, 0]);
  });

  it('and one who may make roles alone gets to those, and changes none that holds more than he does (L12)', async () => {
    const { add, as, accounts, store } = await givenPeople({ roles: auditor });
    await accounts.customRoles.create(MACHINE, { name: 'mighty', permissions: ['*:*'] });
    const me = await as(await add({ username: 'mia', roles: ['maker'] }));
    expect((await me.get(ADMIN)).location).toBe(`${ADMIN}/roles`);
    await me.follow(`${ADMIN}/new-role`, { name: 'mine', permissions: 'report:read' });
    const before = await store.setting('roles');
    const page = await me.get(`${ADMIN}/roles`);
    const own = ['/roles', '/new-role', '/roles/mine', '/roles/mine/delete'].map((path) => ADMIN + path);
    expect(linksOf(page).filter((href) => href.startsWith(ADMIN))).toEqual(own);
    for (const path of ['/roles/mighty', '/roles/mighty/delete']) {
      expect([path, (await me.get(ADMIN + path)).status]).toEqual([path, 403]);
      expect([path, (await me.post(ADMIN + path, { permissions: '' })).status]).toEqual([path, 403]);
    }
    const was = wasIn(await me.get(`${ADMIN}/roles/mine`));
    const more = await me.post(`${ADMIN}/roles/mine`, { permissions: 'page:read', was });
    expect([more.status, more.text.includes('You do not hold the permission page:read yourself.')]).toEqual([
      403,
      true,
    ]);
    expect(await store.setting('roles')).toBe(before);
  });

  it('and one who may only look sees users without a form', async () => {
    const { add, addKey, as, users, store } = await givenPeople({ roles: auditor });
    const me = await as(await add({ username: 'loo', roles: ['looker'] }));
    const { id } = await addKey({ name: 'gadget', owner: users.vera.id });
    const page = await me.get(VERA);
    expect(page.text).toContain('gadget');
    const path = `${VERA}/keys/${id}`;
    expect((await me.get(`${path}/delete`)).status).toBe(403);
    for (const below of ['', '/delete']) expect((await me.post(path + below, { status: 'disabled' })).status).toBe(403);
    expect((await store.key(id))?.status).toBe('active');
    expect(page.status).toBe(200);
    expect(formsOf(page).map(({ action }) => action)).toEqual(['/auth/logout']);
    expect(page.text).toContain('vera@example.com');
    expect((await me.get(`${ADMIN}/audit`)).status).toBe(403);
  });
});
