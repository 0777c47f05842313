import { createMemoryDurableStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import type { Fixture } from '../../adapter/fixture.ts';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf, givenUser, signInAs } from '../people.ts';
import { ask, callApi, givenHolder, HEARD_WITHIN_MS, statusWithin } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

type Headers = Readonly<Record<string, string>>;

export function customRoles(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, apiKeys: true };
  withAccounts('a role that people made', harness, { place, options }, (get) => {
    /** An owner who is signed in, and makes a role that gives this. */
    async function givenRole(name: string, permissions: readonly string[] = ['reports:read']): Promise<Headers> {
      const { fixture } = get();
      await givenUser(fixture.auth, { username: `owner-of-${name}`, roles: ['owner'] });
      const by = { cookie: await signInAs(fixture.http, { username: `owner-of-${name}` }) };
      const made = await callApi(fixture.http, by, ['post', '/roles', { name, permissions }]);
      expect([made.status, made.body.custom, made.body.editable]).toEqual([201, true, true]);
      return by;
    }

    const change = (by: Headers, name: string, permissions: readonly string[]) =>
      callApi(get().fixture.http, by, ['patch', `/roles/${name}`, { permissions }]);

    /** Statuses of a page that needs `reports:read`, to a session and to a key. */
    async function statuses({ http }: Fixture, { by, key }: { by: Headers; key: string }): Promise<readonly number[]> {
      const answers = [await ask(http, '/permission', by), await ask(http, '/permission', { 'x-api-key': key })];
      return answers.map(({ status }) => status);
    }

    it('gives and loses a permission at the next request of a session and of a key, and nobody is signed out (A29, A70)', async () => {
      const { fixture } = get();
      const owner = await givenRole('clerk');
      const holder = await givenHolder(fixture, 'cleo', { roles: ['clerk'] });
      expect(await statuses(fixture, holder)).toEqual([200, 200]);
      expect((await change(owner, 'clerk', ['pages:read'])).status).toBe(200);
      expect(await statuses(fixture, holder)).toEqual([403, 403]);
      const refused = await ask(fixture.http, '/permission', holder.by);
      expect(refused.body.detail).toBe('This needs the permission reports:read.');
      expect((await ask(fixture.http, '/who', holder.by)).body).toMatchObject({ name: 'cleo', session: true });
      await change(owner, 'clerk', ['*:read']);
      expect(await statuses(fixture, holder)).toEqual([200, 200]);
    });

    it('gives a service key what it gives at the moment (A74)', async () => {
      const { fixture } = get();
      const owner = await givenRole('robot');
      const input = { name: 'a robot', service: true, roles: ['robot'] };
      const { key } = (await callApi(fixture.http, owner, ['post', '/keys', input])).body;
      const status = async () => (await ask(fixture.http, '/permission', { 'x-api-key': key })).status;
      expect(await status()).toBe(200);
      await change(owner, 'robot', []);
      expect(await status()).toBe(403);
    });

    it('changes for another server within the promised time, for sessions and keys (decision 4)', async () => {
      const { fixture, another } = get();
      const second = await another();
      const owner = await givenRole('far');
      const holder = await givenHolder(fixture, 'fay', { roles: ['far'] });
      const asks = [holder.by, { 'x-api-key': holder.key }].map((by) => () => ask(second.http, '/permission', by));
      for (const send of asks) expect(await statusWithin(HEARD_WITHIN_MS, 200, send)).toBe(200);
      await change(owner, 'far', []);
      for (const send of asks) expect(await statusWithin(HEARD_WITHIN_MS, 403, send)).toBe(403);
      expect((await ask(second.http, '/who', holder.by)).status).toBe(200);
    });

    it('stands after a restart, and in the audit log, with who made it and what it gives', async () => {
      const { fixture, another } = get();
      const owner = await givenRole('kept');
      const second = await another();
      const { name, permissions } = accountsOf(second.auth).roles.all.at(-1) ?? {};
      expect([name, permissions]).toEqual(['kept', ['reports:read']]);
      await change(owner, 'kept', ['pages:read']);
      const { events } = (await callApi(fixture.http, owner, ['get', '/audit?types=role-updated,role-created'])).body;
      expect(events.slice(0, 2)).toMatchObject([
        { type: 'role-updated', name: 'owner-of-kept', targetName: 'kept', detail: '+pages:read, -reports:read' },
        { type: 'role-created', name: 'owner-of-kept', targetName: 'kept', detail: '+reports:read' },
      ]);
    });
  });

  const durableStore = createMemoryDurableStore();
  withAccounts('a role that was damaged', harness, { place, options: { ...options, durableStore } }, (get) => {
    it('in the store gives nothing from the next request on, and stops nothing (S6)', async () => {
      const { fixture } = get();
      const clerk = { name: 'clerk', label: '', description: '', permissions: ['reports:read'], inherits: [] };
      const put = (value: unknown) => durableStore.write((writer) => writer.putSetting('roles', JSON.stringify(value)));
      await put([clerk]);
      const { by, key } = await givenHolder(fixture, 'cleo', { roles: ['clerk'] });
      const asks = [by, { 'x-api-key': key }].map((headers) => () => ask(fixture.http, '/permission', headers));
      for (const send of asks) expect((await send()).status).toBe(200);
      for (const damaged of [
        [{ ...clerk, permissions: 'reports:read' }],
        'clerk',
        [{ ...clerk, permissions: ['*'] }],
      ]) {
        await put(damaged);
        for (const send of asks) expect([damaged, (await send()).status]).toEqual([damaged, 403]);
        await put([clerk]);
        for (const send of asks) expect((await send()).status).toBe(200);
      }
    });
  });
}
