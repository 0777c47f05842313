/**
 * Who may manage whom, by the API in the shape of Mage.
 *
 * @see acceptance.md, statements A12 to A16, A19
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Ask, clientOf, cookieOf, ERRORS, errorOf, signIn } from './client.ts';
import { type Ids, makeFolderWith, type Name, passwordOf } from './data-folder.ts';
import { FRAMEWORKS, startTool, type Tool } from './tool-process.ts';

const PEOPLE: readonly Name[] = ['olga', 'anna', 'edda', 'vera', 'nobu'];

/** Every way in which one could ask for a role. */
const WAYS = (role: string): readonly Readonly<Record<string, unknown>>[] => [
  { roles_new: [role] },
  { roles_new: [{ id: role, name: role }] },
  { roles_new: role },
  { roles_new: { 0: role } },
  { role_ids: [role] },
  { role_ids: [1] },
  { roles: [role] },
  { roles: role },
  { roles: 1 },
  { role },
  { owner: true },
  { is_owner: true },
  { admin: true },
  { project_access: 1 },
  { permissions: ['*'] },
  { status: 'disabled' },
  { ROLES_NEW: [role] },
  { 'roles_new[]': role },
  { user: { roles_new: [role] } },
  { username: 'better', roles_new: [role] },
];

const NEW = { password: 'copper-window-seven', password_confirmation: 'copper-window-seven' };

describe.each(FRAMEWORKS)('users on %s', (framework) => {
  let tool: Tool;
  let ask: Ask;
  let ids: Ids;
  const cookies: Partial<Record<Name, string>> = {};

  const as = (name: Name) => ({ cookie: cookies[name] ?? '' });
  const put = (by: Name, id: string, user: unknown): Promise<Answer> =>
    ask(`/api/users/${id}`, { method: 'PUT', json: { user }, ...as(by) });
  const post = (by: Name, user: unknown): Promise<Answer> => ask('/api/users', { json: { user }, ...as(by) });
  const remove = (by: Name, id: string): Promise<Answer> => ask(`/api/users/${id}`, { method: 'DELETE', ...as(by) });
  const rolesOf = async (id: string): Promise<readonly string[]> =>
    (await ask(`/api/users/${id}`, as('olga'))).json.user.roles_new.map((role: { id: string }) => role.id);

  beforeAll(async () => {
    const made = await makeFolderWith(PEOPLE);
    ids = made.ids;
    tool = await startTool(framework, { folder: made.folder });
    ask = clientOf(tool);
    for (const name of PEOPLE) cookies[name] = await signIn(ask, name);
  });
  afterAll(() => tool?.stop());

  it.each<Name>(['vera', 'edda', 'nobu'])('%s may manage nobody, and see only himself (A12, A9)', async (name) => {
    const user = { email: 'new@example.com', ...NEW };
    for (const answer of [
      await ask('/api/users', as(name)),
      await ask(`/api/users/${ids.anna}`, as(name)),
      await post(name, user),
      await put(name, ids.vera === ids[name] ? ids.edda : ids.vera, { email: 'mine@example.com' }),
      await put(name, ids.olga, { roles_new: [] }),
      await remove(name, ids.anna),
      await remove(name, ids[name]),
    ])
      expect(errorOf(answer)).toEqual(ERRORS[403]);
    expect((await ask(`/api/users/${ids[name]}`, as(name))).json.user.username).toBe(name);
  });

  it('nobody raises himself, by whatever field (A14)', async () => {
    for (const name of ['vera', 'edda', 'nobu', 'anna'] as const) {
      const before = await rolesOf(ids[name]);
      for (const user of WAYS('owner')) {
        const answer = await put(name, ids[name], user);
        expect([user, [402, 403].includes(answer.status)]).toEqual([user, true]);
      }
      expect(await rolesOf(ids[name])).toEqual(before);
    }
  });

  it('an admin sees viewers, editors and users without a role (A13)', async () => {
    const { json } = await ask('/api/users', as('anna'));
    expect(json.users.map((user: { username: string }) => user.username)).toEqual(['edda', 'nobu', 'vera']);
    expect((await ask(`/api/users/${ids.vera}`, as('anna'))).json.user.roles_display).toBe('Viewer');
    expect(errorOf(await ask(`/api/users/${ids.olga}`, as('anna')))).toEqual(ERRORS[403]);
  });

  it('an admin changes names, address and password of viewers and editors, and moves them (A13)', async () => {
    const user = { username: 'vera2', email: 'vera2@example.com', first_name: 'Vera', last_name: 'van Dyk' };
    expect((await put('anna', ids.vera, user)).json.user).toMatchObject(user);
    expect((await put('anna', ids.vera, { roles_new: ['editor'] })).json.user.roles_new).toEqual([
      { id: 'editor', name: 'Editor' },
    ]);
    expect((await put('anna', ids.vera, { roles_new: [{ id: 'viewer' }] })).status).toBe(200);
    expect((await put('anna', ids.vera, NEW)).status).toBe(200);
    const signedIn = await ask('/api/sessions', { json: { session: { email: user.email, password: NEW.password } } });
    expect([signedIn.status, signedIn.json.session.user.roles_display]).toEqual([200, 'Viewer']);
    // Somebody else knows the password, so it is good for one thing only.
    const owing = await ask('/api/pipelines', { cookie: cookieOf(signedIn) });
    expect([...errorOf(owing), owing.json.error.message]).toEqual([
      ...ERRORS[403],
      expect.stringContaining('password'),
    ]);
  });

  it('an admin adds and deletes nobody, and touches no admin or owner (A14)', async () => {
    expect(errorOf(await post('anna', { email: 'x@example.com', ...NEW }))).toEqual(ERRORS[403]);
    expect(errorOf(await post('anna', { email: 'x@example.com', ...NEW, roles_new: ['viewer'] }))).toEqual(ERRORS[403]);
    for (const id of [ids.edda, ids.olga, ids.nobu]) expect(errorOf(await remove('anna', id))).toEqual(ERRORS[403]);
    for (const user of [{ username: 'x' }, { email: 'x@example.com' }, NEW, { roles_new: ['viewer'] }])
      expect(errorOf(await put('anna', ids.olga, user))).toEqual(ERRORS[403]);
    expect((await ask(`/api/users/${ids.olga}`, as('olga'))).json.user.username).toBe('olga');
  });

  it.each(['owner', 'admin'])('an admin makes nobody %s, by whatever field (A14)', async (role) => {
    for (const id of [ids.edda, ids.nobu]) {
      const before = await rolesOf(id);
      for (const user of WAYS(role)) {
        const answer = await put('anna', id, user);
        expect([user, [402, 403].includes(answer.status)]).toEqual([user, true]);
      }
      expect(await rolesOf(id)).toEqual(before);
    }
  });

  it('an owner adds, edits, resets and deletes anybody, and gives any role (A15)', async () => {
    for (const role of ['owner', 'admin', 'editor', 'viewer']) {
      const email = `${role}@example.com`;
      const made = await post('olga', { username: role, email, ...NEW, roles_new: [role] });
      const { id } = made.json.user;
      expect([made.status, made.json.user.roles_new[0].id]).toEqual([200, role]);
      expect((await put('olga', id, { email: `2${email}` })).json.user.email).toBe(`2${email}`);
      const next = { password: `other-${NEW.password}`, password_confirmation: `other-${NEW.password}` };
      expect((await put('olga', id, next)).status).toBe(200);
      await signIn(ask, `2${email}`, next.password);
      expect((await put('olga', id, { roles_new: ['viewer'] })).json.user.roles_display).toBe('Viewer');
      expect((await remove('olga', id)).json.user.id).toBe(id);
      expect(errorOf(await ask(`/api/users/${id}`, as('olga')))).toEqual(ERRORS[404]);
    }
    expect((await ask('/api/users', as('olga'))).json.users).toHaveLength(PEOPLE.length);
  });

  it('says what is wrong with a user, in the words of Mage (A9)', async () => {
    const email = 'new@example.com';
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      [{}, /^Missing required values: email, password\.$/],
      [{ email }, /^Missing required values: password\.$/],
      [{ email, ...NEW, password_confirmation: 'another' }, /^Password and password confirmation do not match\.$/],
      [{ email, password: NEW.password }, /do not match/],
      [{ email, password: 'copper7', password_confirmation: 'copper7' }, /at least 8 characters/],
      [{ email: 'new', ...NEW }, /e-mail address/],
      [{ email: 'edda@example.com', username: 'new', ...NEW }, /Another user has this/],
      [{ email, ...NEW, roles_new: ['king'] }, /no such role/],
      [{ email, ...NEW, password_hash: '$argon2id$x' }, /"password_hash" cannot be written/],
      [{ email: 7, ...NEW }, /email is to be a text/],
      [null, /Send \{"user"/],
    ];
    for (const [user, message] of wrong) {
      const answer = await post('olga', user);
      expect([user, ...errorOf(answer)]).toEqual([user, ...ERRORS[402]]);
      expect(answer.json.error.message).toMatch(message);
    }
    expect(errorOf(await put('olga', 'u_nobody', { email }))).toEqual(ERRORS[404]);
  });

  it('never shows a password or its hash (A5)', async () => {
    const made = await post('olga', { email: 'secret@example.com', ...NEW });
    const answers = [made, await ask('/api/users', as('olga')), await remove('olga', made.json.user.id)];
    for (const { body } of answers) {
      expect(body).toContain('secret@example.com');
      expect(body).not.toMatch(/\$argon|password|hash|version|copper/i);
    }
  });

  it('the last owner remains: nobody deletes or demotes him, and nobody deletes himself (A16)', async () => {
    expect(errorOf(await remove('olga', ids.olga))).toEqual(ERRORS[403]);
    for (const roles of [[], ['admin'], ['viewer', 'editor']])
      expect(errorOf(await put('olga', ids.olga, { roles_new: roles }))).toEqual(ERRORS[403]);
    const second = await post('olga', { email: 'second@example.com', ...NEW, roles_new: ['owner'] });
    const { id } = second.json.user;
    expect(errorOf(await remove('olga', ids.olga))).toEqual(ERRORS[403]);
    expect((await put('olga', id, { roles_new: ['admin'] })).status).toBe(200);
    expect((await remove('olga', id)).status).toBe(200);
    expect(await rolesOf(ids.olga)).toEqual(['owner']);
  });

  it('whoever is demoted, reset or deleted is signed out by the very next request (A19)', async () => {
    const changes: readonly (readonly [string, (id: string) => Promise<Answer>])[] = [
      [
        'reset',
        (id) => put('olga', id, { ...NEW, password: passwordOf('zoe'), password_confirmation: passwordOf('zoe') }),
      ],
      ['demoted', (id) => put('olga', id, { roles_new: ['viewer'] })],
      ['deleted', (id) => remove('olga', id)],
    ];
    for (const [what, change] of changes) {
      const cookie = await signIn(ask, 'edda', what === 'reset' ? passwordOf('edda') : passwordOf('zoe'));
      expect((await ask(`/api/users/${ids.edda}`, { cookie })).status).toBe(what === 'reset' ? 200 : 403);
      expect((await change(ids.edda)).status).toBe(200);
      expect([what, ...errorOf(await ask(`/api/users/${ids.edda}`, { cookie }))]).toEqual([what, ...ERRORS[401]]);
    }
  });
});
