/**
 * The admin page, by HTTP: superusers manage users there, and nobody else gets in.
 *
 * @see acceptance.md, statements A69, A70, A72
 */

import { beforeAll, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SECURE, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const PHRASE = 'seven teal bicycles at noon';

describeOnEach('the admin page', ({ start }) => {
  let server: FlowBuilder;
  let superuser: Visitor;
  let ada: Visitor;

  beforeAll(async () => {
    server = await start({ ...SECURE, LANGFLOW_NEW_USER_IS_ACTIVE: 'True' });
    superuser = await signedIn(server, SUPERUSER, PASSWORD);
    await new Visitor(server).api('POST', '/users/', { username: 'ada', password: PHRASE });
    ada = await signedIn(server, 'ada', PHRASE);
  });

  const idOf = async (name: string): Promise<string> =>
    (await superuser.api('GET', `/users/?search=${name}`)).json.users[0]?.id;

  it('sends a normal user away to his flows, and a program gets 403 (A69)', async () => {
    for (const path of ['/admin', '/admin/', '/admin?q=a', '/admin/new', '/admin/audit', '/admin/users/x']) {
      const page = await ada.open(path);
      expect([path, page.status, page.headers.location]).toEqual([path, 303, '/flows']);
      const program = await ada.send('GET', path, { accept: 'application/json' });
      expect([path, program.status, typeof program.json.detail]).toEqual([path, 403, 'string']);
      const stranger = await new Visitor(server).open(path);
      expect([path, stranger.status, stranger.headers.location]).toEqual([
        path,
        303,
        `/login?next=${encodeURIComponent(path).replaceAll('%2F', '/')}`,
      ]);
    }
    expect((await ada.submit('/admin/new', { username: 'planted', access: 'invitation' })).status).toBe(403);
    expect(await idOf('planted')).toBeUndefined();
    expect((await ada.open('/administration')).status).toBe(404);
  });

  it('lists and finds users for a superuser, and has no way to disable or delete himself (A69, A70)', async () => {
    const list = await superuser.open('/admin');
    expect(list.status).toBe(200);
    expect(list.body).toContain('>ada<');
    expect((await superuser.open('/admin?q=nobody-like-that')).body).not.toContain('>ada<');
    const own = await superuser.open(`/admin/users/${await idOf(SUPERUSER)}`);
    expect(own.status).toBe(200);
    expect(own.body).not.toMatch(/>\s*(?:Disable|Delete user)\s*</);
  });

  it('deactivates and activates, which a session feels with the next request (A69, A72)', async () => {
    await new Visitor(server).api('POST', '/users/', { username: 'bert', password: PHRASE });
    const bert = await signedIn(server, 'bert', PHRASE);
    const path = `/admin/users/${await idOf('bert')}`;
    expect((await superuser.submit(path, { status: 'disabled' })).status).toBe(303);
    expect((await bert.open('/flows')).headers.location).toBe('/login');
    expect((await bert.login('bert', PHRASE)).status).toBe(401);
    expect((await superuser.submit(path, { status: 'active' })).status).toBe(303);
    await signedIn(server, 'bert', PHRASE);
    expect((await superuser.submit(`${path}/delete`)).status).toBe(303);
    expect(await idOf('bert')).toBeUndefined();
  });

  it('has to be met with a new password first by whom a superuser gave one (A69)', async () => {
    const fields = { username: 'carla', status: 'active', access: 'password', password: PHRASE };
    expect((await superuser.submit('/admin/new', fields)).status).toBe(303);
    const carla = new Visitor(server);
    const login = await carla.submit('/login', { username: 'carla', password: PHRASE });
    expect([login.status, login.headers.location]).toEqual([303, '/account/password']);
    expect((await carla.open('/admin')).headers.location).toBe('/account/password');
    expect((await carla.api('GET', '/flows')).status).toBe(403);
    const api = await new Visitor(server).login('carla', PHRASE);
    expect([api.status, api.json]).toEqual([403, { detail: 'Choose a new password first, on the account page.' }]);
    const next = 'driftwood and orange peel';
    const changed = await carla.submit('/account/password', { current: PHRASE, password: next, repeat: next });
    expect([changed.status, changed.headers.location]).toEqual([303, '/flows']);
    expect((await carla.open('/admin')).headers.location).toBe('/flows');
  });
});
