/**
 * What stands in the database, asked of it directly.
 */

import type { DurableStore } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import type { DurableStoreHarness } from './durable-harness.ts';
import { eventAt, keyNamed, userNamed } from './durable-harness.ts';

export function describeRaw(store: () => DurableStore, raw: NonNullable<DurableStoreHarness['raw']>): void {
  describe('the tables', () => {
    it('hold a user in columns, the password as its hash alone', async () => {
      const passwordHash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA';
      const ada = userNamed('1', { username: 'Ada', email: 'a@x', identifiers: ['ada', 'a@x'], roles: ['owner'] });
      await store().write((writer) => writer.putUser({ ...ada, passwordHash, mustChangePassword: true }));
      expect(await raw('select id, username, email, status, password_hash, version from users')).toMatchObject([
        { id: '1', username: 'Ada', email: 'a@x', status: 'active', password_hash: passwordHash },
      ]);
      const names = await raw('select identifier, user_id from user_identifiers order by position');
      expect(names).toMatchObject([
        { identifier: 'ada', user_id: '1' },
        { identifier: 'a@x', user_id: '1' },
      ]);
      expect(await raw('select user_id, role from user_roles')).toMatchObject([{ user_id: '1', role: 'owner' }]);
    });

    it('let no other program give one name to two users', async () => {
      await store().write(async (writer) => {
        await writer.putUser(userNamed('1', { identifiers: ['ada'] }));
        await writer.putUser(userNamed('2', { identifiers: ['bob'] }));
      });
      const insert = "insert into user_identifiers (identifier, user_id, position) values ('ada', '2', 1)";
      await expect(raw(insert)).rejects.toThrow();
    });

    it('keep nothing of a user who was deleted, and nothing of a write that failed', async () => {
      await store().write((writer) => writer.putUser(userNamed('ada', { roles: ['owner'] })));
      await store().write((writer) => writer.deleteUser('ada'));
      const failed = store().write(async (writer) => {
        await writer.putUser(userNamed('bob', { roles: ['owner'] }));
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      for (const table of ['users', 'user_identifiers', 'user_roles'])
        expect(await raw(`select * from ${table}`)).toEqual([]);
    });

    it('hold a key in columns, by its hashes alone', async () => {
      await store().write(async (writer) => {
        await writer.putUser(userNamed('ada'));
        const previous = { hash: 'old', until: 2_000_000 };
        await writer.putKey(keyNamed('1', { hash: 'new', previous, owner: 'ada', permissions: ['a:read', 'b'] }));
      });
      await store().keysUsed(new Map([['1', 1_500_000]]));
      const columns = 'id, hash, previous_hash, previous_until, owner, roles, permissions, last_used_at';
      const [row] = await raw(`select ${columns} from api_keys`);
      expect({
        ...row,
        previous_until: Number(row?.['previous_until']),
        last_used_at: Number(row?.['last_used_at']),
      }).toEqual({
        id: '1',
        hash: 'new',
        previous_hash: 'old',
        previous_until: 2_000_000,
        owner: 'ada',
        roles: '[]',
        permissions: '["a:read","b"]',
        last_used_at: 1_500_000,
      });
    });

    it('let no other program give one hash to two keys', async () => {
      await store().write((writer) => writer.putKey(keyNamed('1', { hash: 'same' })));
      const insert = `insert into api_keys (id, name, hash, hint, roles, status, created_at, created_by)
        values ('2', '2', 'same', 'wxyz', '[]', 'active', 1, 'ada')`;
      await expect(raw(insert)).rejects.toThrow();
      await expect(raw(insert.replace('same', 'other'))).resolves.toEqual([]);
    });

    it('keep no key of a user who was deleted, and none of a write that failed', async () => {
      await store().write(async (writer) => {
        await writer.putUser(userNamed('ada'));
        await writer.putKey(keyNamed('1', { owner: 'ada' }));
      });
      await store().write((writer) => writer.deleteUser('ada'));
      await expect(store().write((writer) => writer.putKey(keyNamed('2', { owner: 'ada' })))).rejects.toThrow();
      expect(await raw('select * from api_keys')).toEqual([]);
    });

    it('hold settings and events in columns', async () => {
      await store().write((writer) => writer.putSetting('sign-up', 'open'));
      await store().addEvents([eventAt(1000, { subject: 'ada', type: 'logout' })]);
      expect(await raw('select name, value from settings')).toMatchObject([{ name: 'sign-up', value: 'open' }]);
      expect(await raw('select type, subject, time from events')).toMatchObject([
        { type: 'logout', subject: 'ada', time: '1970-01-01T00:00:01.000Z' },
      ]);
    });
  });
}
