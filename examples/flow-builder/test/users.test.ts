/**
 * Users by the API: superusers manage them, everybody changes a little of himself.
 *
 * @see acceptance.md, statements A69, A70, A71, A72
 */

import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const PHRASE = 'seven teal bicycles at noon';

describeOnEach('users', ({ start }) => {
  let server: FlowBuilder;
  let superuser: Visitor;
  let superuserId: string;

  async function make(username: string, more: Record<string, unknown> = {}): Promise<string> {
    const { status, json } = await superuser.api('POST', '/users/', {
      username,
      password: PHRASE,
      is_active: true,
      ...more,
    });
    expect([status, json]).toMatchObject([201, { username }]);
    return json.id as string;
  }

  beforeAll(async () => {
    server = await start();
    superuser = await signedIn(server, SUPERUSER, PASSWORD);
    superuserId = (await superuser.api('GET', '/users/whoami')).json.id as string;
  });

  it('shows a superuser all users, page by page and by search (A69)', async () => {
    for (const name of ['list-anna', 'list-berta', 'list-carl']) await make(name);
    const names = async (query: string): Promise<[number, string[]]> => {
      const { json } = await superuser.api('GET', `/users/${query}`);
      return [json.total_count, json.users.map(({ username }: { username: string }) => username)];
    };
    expect(await names('?search=list-')).toEqual([3, ['list-anna', 'list-berta', 'list-carl']]);
    expect(await names('?search=LIST-&skip=1&limit=1')).toEqual([3, ['list-berta']]);
    expect(await names('?search=nobody-like-that')).toEqual([0, []]);
    expect((await names(''))[1]).toContain(SUPERUSER);
    for (const query of ['?skip=-1', '?limit=0', '?limit=101', '?limit=x']) {
      expect((await superuser.api('GET', `/users/${query}`)).status).toBe(422);
    }
  });

  it('lets a superuser create, rename, deactivate, activate, promote and delete (A69)', async () => {
    const id = await make('dora', { is_active: false });
    expect((await new Visitor(server).login('dora', PHRASE)).json).toEqual({ detail: 'Waiting for approval' });
    const change = async (body: unknown) => (await superuser.api('PATCH', `/users/${id}`, body)).json;
    expect(await change({ is_active: true })).toMatchObject({ id, is_active: true });
    await signedIn(server, 'dora', PHRASE);
    expect(await change({ username: 'dorothea' })).toMatchObject({ username: 'dorothea', is_active: true });
    expect(await change({ is_superuser: true })).toMatchObject({ is_superuser: true });
    const dora = await signedIn(server, 'dorothea', PHRASE);
    expect((await dora.api('GET', '/users/')).status).toBe(200);
    expect(await change({ is_superuser: false })).toMatchObject({ is_superuser: false });
    expect(await change({ is_active: false })).toMatchObject({ is_active: false });
    expect((await new Visitor(server).login('dorothea', PHRASE)).status).toBe(401);
    const gone = await superuser.api('DELETE', `/users/${id}`);
    expect([gone.status, gone.json]).toEqual([200, { detail: 'User deleted' }]);
    const again = await superuser.api('DELETE', `/users/${id}`);
    expect([again.status, again.json]).toEqual([404, { detail: 'User not found' }]);
  });

  it('lets a superuser set the password of somebody else, who is signed out by it (A69, A72)', async () => {
    const id = await make('emil');
    const emil = await signedIn(server, 'emil', PHRASE);
    const answer = await superuser.api('PATCH', `/users/${id}`, { password: 'marbles in a paper boat' });
    expect(answer.status).toBe(200);
    expect((await emil.api('GET', '/users/whoami')).status).toBe(401);
    expect((await emil.login('emil', PHRASE)).status).toBe(401);
    await signedIn(server, 'emil', 'marbles in a paper boat');
  });

  it('refuses a name that is taken, in any spelling, and weak passwords (A69)', async () => {
    await make('frida');
    const taken = await superuser.api('POST', '/users/', { username: 'FRIDA', password: PHRASE });
    expect([taken.status, taken.json]).toEqual([400, { detail: 'This username is unavailable.' }]);
    for (const password of ['short', 'langflow-langflow', 'frida frida frida']) {
      const weak = await superuser.api('POST', '/users/', { username: 'gustav', password });
      expect([password, weak.status]).toEqual([password, 422]);
    }
  });

  describe('a normal user', () => {
    let user: Visitor;
    let id: string;
    let other: string;
    beforeAll(async () => {
      id = await make('hanna');
      other = await make('ivan');
      user = await signedIn(server, 'hanna', PHRASE);
    });

    it('gets 403 for everything that superusers may do (A69, A70)', async () => {
      const asked = [
        ['GET', '/users/'],
        ['GET', '/users/?search=ivan'],
        ['DELETE', `/users/${id}`],
        ...[other, superuserId, 'no-such-id'].flatMap((target) => [
          ['DELETE', `/users/${target}`],
          ['PATCH', `/users/${target}`, { username: 'mine' }],
          ['PATCH', `/users/${target}`, { password: 'another phrase of mine' }],
          ['PATCH', `/users/${target}`, { is_active: false }],
          ['PATCH', `/users/${target}`, { is_superuser: true }],
        ]),
      ] as const;
      for (const [method, path, body] of asked) {
        const { status, json } = await user.api(method as string, path as string, body);
        expect([method, path, status, json]).toEqual([method, path, 403, { detail: 'Permission denied' }]);
      }
      const { users } = (await superuser.api('GET', '/users/?search=ivan')).json;
      expect(users).toMatchObject([{ id: other, is_active: true, is_superuser: false }]);
    });

    it('changes his own name, and neither his rights nor his password by the way (A70)', async () => {
      const own = `/users/${id}`;
      expect((await user.api('PATCH', own, { username: 'johanna' })).json).toMatchObject({ id, username: 'johanna' });
      expect((await user.api('PATCH', own, { is_superuser: true })).status).toBe(403);
      const off = await user.api('PATCH', own, { is_active: false });
      expect([off.status, off.json]).toEqual([403, { detail: "You can't deactivate your own user account" }]);
      const password = await user.api('PATCH', own, { password: 'a phrase without the old one' });
      expect([password.status, password.json]).toEqual([400, { detail: "You can't change your password here" }]);
      expect((await user.api('GET', '/users/whoami')).json).toMatchObject({ is_active: true, is_superuser: false });
    });

    it('makes no user with rights, not even signed in (A70)', async () => {
      const body = { username: 'planted', password: PHRASE, is_superuser: true, is_active: true };
      const { status, json } = await user.api('POST', '/users/', body);
      expect([status, json]).toMatchObject([201, { is_superuser: false, is_active: false }]);
    });
  });

  it('lets no superuser deactivate or delete himself, and no last one step down (A70)', async () => {
    const own = `/users/${superuserId}`;
    const off = await superuser.api('PATCH', own, { is_active: false });
    expect([off.status, off.json]).toEqual([403, { detail: "You can't deactivate your own user account" }]);
    const gone = await superuser.api('DELETE', own);
    expect([gone.status, gone.json]).toEqual([400, { detail: "You can't delete your own user account" }]);
    expect((await superuser.api('PATCH', own, { is_superuser: false })).status).toBe(409);
    expect((await superuser.api('GET', '/users/whoami')).json).toMatchObject({ is_active: true, is_superuser: true });
  });

  it('changes the own password with the current one, which ends every other session (A71)', async () => {
    const id = await make('karl');
    const [here, elsewhere] = [await signedIn(server, 'karl', PHRASE), await signedIn(server, 'karl', PHRASE)];
    const next = 'driftwood and orange peel';
    const reset = (current_password: string, password: string, of = id) =>
      here.api('PATCH', `/users/${of}/reset-password`, { current_password, password });
    const wrong = await reset('not the current one', next);
    expect([wrong.status, wrong.json]).toEqual([400, { detail: 'Current password is incorrect' }]);
    const same = await reset(PHRASE, PHRASE);
    expect([same.status, same.json]).toEqual([400, { detail: "You can't use your current password" }]);
    expect((await reset(PHRASE, 'short')).status).toBe(422);
    const foreign = await reset(PHRASE, next, superuserId);
    expect([foreign.status, foreign.json]).toEqual([404, { detail: "You can't change another user's password" }]);
    expect(await reset(PHRASE, next)).toMatchObject({ status: 200, json: { username: 'karl' } });
    expect((await here.api('GET', '/users/whoami')).status).toBe(200);
    expect((await elsewhere.api('GET', '/users/whoami')).status).toBe(401);
    expect((await elsewhere.login('karl', PHRASE)).status).toBe(401);
    await signedIn(server, 'karl', next);
  });

  it.each([
    ['deactivated', (id: string) => superuser.api('PATCH', `/users/${id}`, { is_active: false })],
    ['deleted', (id: string) => superuser.api('DELETE', `/users/${id}`)],
    ['promoted', (id: string) => superuser.api('PATCH', `/users/${id}`, { is_superuser: true })],
  ])('ends the sessions of a user who is %s with the next request (A72)', async (what, change) => {
    const name = `leo-${what}`;
    const id = await make(name);
    const leo = await signedIn(server, name, PHRASE);
    expect((await leo.api('GET', '/flows')).status).toBe(200);
    expect((await change(id)).status).toBe(200);
    expect((await leo.api('GET', '/flows')).status).toBe(401);
    expect((await leo.open('/flows')).headers.location).toBe('/login');
  });
});
