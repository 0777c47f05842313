import { expect, it } from '@jest/globals';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, MACHINE, OTHER_PASSWORD, PASSWORD, signInAs } from '../people.ts';
import { type ApiMethod, ask, callApi, givenHolder, givenKey, type KeyHolder } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

const ROLES = ['viewer', 'editor', 'admin', 'owner'] as const;
type Role = (typeof ROLES)[number];

/** Whose keys each may see and change, beside his own. */
const REACH: Readonly<Record<Role, readonly Role[]>> = {
  viewer: [],
  editor: [],
  admin: ['viewer', 'editor'],
  owner: ROLES,
};

type Call = readonly [ApiMethod, string, object?];
const ROTATE = (id: string): Call => ['post', `/keys/${id}/rotate`, { overlapSeconds: 60 }];
const CALLS: readonly ((id: string) => Call)[] = [
  (id) => ['get', `/keys/${id}`],
  (id) => ['patch', `/keys/${id}`, { name: 'renamed' }],
  ROTATE,
  (id) => ['delete', `/keys/${id}`],
];

/** What a request could bring along so that somebody else seems to ask. */
const CLAIMS = [
  'userId',
  'user',
  'id',
  'sub',
  'owner',
  'createdBy',
  'role',
  'isAdmin',
  'tenant',
  'hash',
  'previous',
  'key',
];

export function keyManagement(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, apiKeys: true };
  withAccounts('keys and who manages them', harness, { place, options }, (get) => {
    const call = (who: Pick<KeyHolder, 'by'>, what: Call) => callApi(get().fixture.http, who.by, what);
    const http = () => get().fixture.http;

    it('are reached by their owner and by who manages him; for all others they are not there (L11, L12, V37)', async () => {
      const { fixture } = get();
      const people = {} as Record<Role, KeyHolder>;
      const targets = {} as Record<Role, KeyHolder>;
      for (const role of ROLES) {
        people[role] = await givenHolder(fixture, `a-${role}`, { roles: [role] });
        targets[role] = await givenHolder(fixture, `the-${role}`, { roles: [role] });
      }
      const unknown = `k_${'x'.repeat(22)}`;
      for (const role of ROLES) {
        for (const of of ROLES) {
          const mayReach = REACH[role].includes(of);
          const list = await call(people[role], ['get', `/keys?owner=${targets[of].user.id}`]);
          expect([role, of, list.status, list.text.includes('the-')]).toEqual([role, of, mayReach ? 200 : 403, false]);
          const { id } = mayReach ? await givenKey(http(), targets[of].by) : targets[of];
          for (const make of CALLS) {
            const answer = await call(people[role], make(id));
            const missing = await call(people[role], make(unknown));
            // Another secret is for the owner alone: whoever gets it acts as that person.
            const isDone = mayReach && make !== ROTATE;
            expect([role, of, make('')[0], answer.status < 300]).toEqual([role, of, make('')[0], isDone]);
            if (mayReach && !isDone) expect([answer.status, answer.body.code]).toEqual([403, 'accounts/not-allowed']);
            if (!mayReach) expect([answer.status, answer.body]).toEqual([missing.status, missing.body]);
            expect([missing.status, missing.body.code]).toEqual([404, 'accounts/key-not-found']);
          }
        }
        const nobody = await call(people[role], ['get', `/keys?owner=u_${'x'.repeat(22)}`]);
        expect(nobody.status).toBe(403);
      }
      for (const role of ROLES) {
        expect((await ask(http(), '/who', { 'x-api-key': targets[role].key })).body).toMatchObject({
          name: `the-${role}`,
        });
        const own = await call(targets[role], ['get', `/keys/${targets[role].id}`]);
        expect(own.body).toMatchObject({ name: 'made by a test', owner: targets[role].user.id });
      }
    });

    it('are the caller’s own, whoever the body, query or headers say that he is (L1)', async () => {
      const { fixture } = get();
      const boss = await givenHolder(fixture, 'the-boss', { roles: ['owner'] });
      const low = await givenHolder(fixture, 'low');
      for (const name of CLAIMS) {
        const body = { name: 'mine?', [name]: boss.user.id };
        expect((await callApi(http(), {}, ['post', '/keys', body])).status).toBe(401);
        const refused = await call(low, ['post', '/keys', body]);
        expect([name, refused.status, refused.body.code]).toEqual([name, 422, 'accounts/field-invalid']);
        for (const change of CALLS.slice(1, 3).map((make) => make(low.id)))
          expect((await call(low, [change[0], change[1], { ...change[2], [name]: boss.user.id }])).status).toBe(422);
        if (name === 'owner') continue;
        const claimed = { ...low.by, [name.toLowerCase()]: boss.user.id, [`x-${name.toLowerCase()}`]: boss.user.id };
        const made = await callApi(http(), claimed, ['post', `/keys?${name}=${boss.user.id}`, { name: 'mine' }]);
        expect([name, made.status, made.body.owner]).toEqual([name, 201, low.user.id]);
        expect((await ask(http(), '/who', { 'x-api-key': made.body.key })).body).toMatchObject({ name: 'low' });
      }
      expect((await call(boss, ['get', '/keys'])).body.total).toBe(1);
    });

    it('are managed by no key, not even that of an owner, nor is the account of its owner (L14, S9)', async () => {
      const { fixture } = get();
      const boss = await givenHolder(fixture, 'powerful', { roles: ['owner'] });
      const other = await givenKey(http(), boss.by);
      const service = await givenKey(http(), boss.by, { service: true, roles: ['owner'] });
      const refused: readonly Call[] = [
        ['post', '/keys', { name: 'x' }],
        ['post', '/keys', { name: 'x', service: true, roles: ['viewer'] }],
        ...CALLS.slice(1).map((make) => make(boss.id)),
        ...CALLS.slice(1).map((make) => make(other.id)),
        ...CALLS.slice(1).map((make) => make(service.id)),
        ['patch', '/me', { email: 'evil@example.com' }],
        ['post', '/me/password', { current: PASSWORD, password: OTHER_PASSWORD }],
        ['delete', '/me/sessions'],
        ['post', '/tickets', { path: '/who' }],
      ];
      for (const { key } of [boss, service]) {
        for (const what of refused) {
          const answer = await callApi(http(), { 'x-api-key': key }, what);
          expect([what, [403, 404, 405].includes(answer.status)]).toEqual([what, true]);
        }
      }
      const self: readonly (readonly [Call, string])[] = [
        [['patch', `/users/${boss.user.id}`, { email: 'evil@example.com' }], 'accounts/not-allowed'],
        [['delete', `/users/${boss.user.id}/sessions`], 'accounts/not-allowed'],
        [['delete', `/users/${boss.user.id}`], 'accounts/own-account'],
      ];
      for (const [what, code] of self) {
        const answer = await callApi(http(), { 'x-api-key': boss.key }, what);
        expect([what, answer.body.code]).toEqual([what, code]);
      }
      expect((await ask(http(), '/who', boss.by)).status).toBe(200);
      for (const { key } of [boss, other, service])
        expect((await ask(http(), '/who', { 'x-api-key': key })).status).toBe(200);
      expect((await call(boss, ['get', '/me'])).body).toMatchObject({ email: 'powerful@example.com' });
      expect(await signInAs(http(), { username: 'powerful' })).not.toBe('');
    });

    it('of nobody are made by who has the right to, and do no more than he said (L13, L14, A29)', async () => {
      const { fixture } = get();
      const boss = await givenHolder(fixture, 'maker', { roles: ['owner'] });
      const service = (who: KeyHolder, input: object) =>
        call(who, ['post', '/keys', { name: 'robot', service: true, ...input }]);
      for (const role of ['viewer', 'editor', 'admin']) {
        const low = await givenHolder(fixture, `no-${role}`, { roles: [role] });
        for (const input of [{}, { roles: [role] }, { permissions: ['reports:read'] }])
          expect((await service(low, input)).status).toBe(403);
        expect((await call(low, ['get', '/keys?owner=none'])).status).toBe(403);
        // More than he holds himself.
        for (const permissions of [['*'], ['*:*'], ['users:write'], ['reports:read', '*:everything']])
          expect((await call(low, ['post', '/keys', { name: 'more', permissions }])).status).toBe(403);
      }
      const rights = async (input: object) => {
        const { key } = (await service(boss, input)).body;
        const { body } = await ask(http(), '/who', { 'x-api-key': key });
        return [body.canRead, (await ask(http(), '/role', { 'x-api-key': key })).status];
      };
      expect(await rights({})).toEqual([false, 403]);
      expect(await rights({ roles: ['admin'] })).toEqual([true, 200]);
      expect(await rights({ permissions: ['reports:read'] })).toEqual([true, 403]);
      expect(await rights({ roles: ['admin'], permissions: ['reports:write'] })).toEqual([false, 403]);
      for (const input of [{ roles: ['nobody-has-it'] }, { roles: ['__proto__'] }, { permissions: ['nonsense'] }])
        expect((await service(boss, input)).status).toBe(422);
      expect((await call(boss, ['post', '/keys', { name: 'x', roles: ['admin'] }])).status).toBe(422);
    });

    it('outlive the sessions of their owner, and not himself (S6, A72)', async () => {
      const { fixture } = get();
      const leaver = await givenHolder(fixture, 'leaving');
      await accountsOf(fixture.auth).users.endSessions(MACHINE, leaver.user.id);
      expect((await ask(http(), '/who', { 'x-api-key': leaver.key })).status).toBe(200);
      await accountsOf(fixture.auth).users.delete(MACHINE, leaver.user.id);
      expect((await ask(http(), '/who', { 'x-api-key': leaver.key })).status).toBe(401);
      await givenUser(fixture.auth, { username: 'leaving' });
      expect((await ask(http(), '/who', { 'x-api-key': leaver.key })).status).toBe(401);
    });

    it('are told of with who did it, and never with the key (A100)', async () => {
      const { fixture } = get();
      const { id, key, by, user } = await givenHolder(fixture, 'audited');
      await callApi(http(), by, ['patch', `/keys/${id}`, { status: 'disabled' }]);
      await callApi(http(), by, ['post', `/keys/${id}/rotate`, {}]);
      await callApi(http(), by, ['delete', `/keys/${id}`]);
      const told = fixture.events.filter(({ type, subject }) => type.startsWith('key-') && subject === user.id);
      expect(told.map(({ type }) => type)).toEqual(['key-created', 'key-updated', 'key-rotated', 'key-deleted']);
      expect(JSON.stringify(told)).not.toContain(key.slice(4, 16));
    });
  });
}
