/**
 * Users and settings: what was written is what is read.
 */

import type { DurableStore, UserRecord } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { ODD_NAMES, userNamed } from './durable-harness.ts';

export function describeUsers(store: () => DurableStore): void {
  const put = (user: UserRecord) => store().write((writer) => writer.putUser(user));

  describe('users', () => {
    it('gives back every field of a user, under the id and under each identifier', async () => {
      const ada = userNamed('1', {
        username: 'Ada',
        email: 'ada@example.org',
        displayName: 'Ada Lovelace',
        identifiers: ['ada', 'ada@example.org'],
        roles: ['owner', 'editor'],
        identities: [
          { source: 'oidc', subject: 'Z|9 "ü', name: 'ada@acme', madeAccount: true, linkedAt: 1_700_000_000_789 },
          { source: 'ldap', subject: 'Z|9 "ü', name: null, madeAccount: false, linkedAt: 1 },
        ],
        status: 'pending',
        passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
        mustChangePassword: true,
        version: 7,
        createdAt: 1_700_000_000_123,
        lastSignInAt: 1_700_000_000_456,
      });
      await put(ada);
      expect(await store().user('1')).toEqual(ada);
      expect(await store().userBy('ada')).toEqual(ada);
      expect(await store().userBy('ada@example.org')).toEqual(ada);
      expect(await store().userByIdentity('oidc', 'Z|9 "ü')).toEqual(ada);
      expect(await store().write((writer) => writer.userByIdentity('ldap', 'Z|9 "ü'))).toEqual(ada);
    });

    it('keeps what is absent absent', async () => {
      const bare = userNamed('1', { identifiers: [], roles: [] });
      await put(bare);
      expect(await store().user('1')).toEqual(bare);
    });

    it('finds nobody under a name that is not there, or that no store can hold', async () => {
      await put(userNamed('ada'));
      for (const name of ['', 'Ada', 'ad', 'ada ', 'ada\0', 'ada\0b', '\ud800', 'constructor']) {
        expect(await store().user(name)).toBeNull();
        expect(await store().userBy(name)).toBeNull();
      }
    });

    it('replaces the user of the same id, roles and names with it', async () => {
      await put(userNamed('1', { identifiers: ['ada', 'a@x'], roles: ['owner', 'editor'] }));
      const changed = userNamed('1', { identifiers: ['lovelace', 'a@x'], roles: ['editor'], version: 2 });
      await put(changed);
      expect(await store().user('1')).toEqual(changed);
      expect(await store().userBy('ada')).toBeNull();
      await put(userNamed('2', { identifiers: ['ada'] }));
      expect((await store().userBy('ada'))?.id).toBe('2');
    });

    it('finds a user by the whole identity alone, and by none that was taken away', async () => {
      const identity = { source: 'oidc', subject: 'ada', name: null, madeAccount: false, linkedAt: 1 };
      await put(userNamed('1', { identifiers: ['one'], identities: [identity] }));
      for (const [source, subject] of [
        ['oidc', 'Ada'],
        ['oidc', ''],
        ['OIDC', 'ada'],
        ['ldap', 'ada'],
        ['oidc', 'ada\0'],
        ['oidcada', ''],
        ['', 'oidcada'],
        ['constructor', 'prototype'],
      ] as const) {
        expect([source, subject, await store().userByIdentity(source, subject)]).toEqual([source, subject, null]);
      }
      expect(await store().userBy('ada')).toBeNull();
      expect(await store().userBy('oidc:ada')).toBeNull();
      await put(userNamed('1', { identifiers: ['one'], identities: [] }));
      expect(await store().userByIdentity('oidc', 'ada')).toBeNull();
    });

    it('has no two users with one identity; the one who has it keeps it, and it is free again without him', async () => {
      const identity = { source: 'oidc', subject: 'ada', name: null, madeAccount: false, linkedAt: 1 };
      await put(userNamed('1', { identities: [identity] }));
      const taken = put(userNamed('2', { identities: [{ ...identity, linkedAt: 2 }] }));
      await expect(taken).rejects.toMatchObject({ code: 'core/identity-taken' });
      expect(await store().user('2')).toBeNull();
      await put(userNamed('1', { identities: [{ ...identity, name: 'Ada' }] }));
      expect((await store().userByIdentity('oidc', 'ada'))?.identities).toEqual([{ ...identity, name: 'Ada' }]);
      await put(
        userNamed('2', {
          identities: [
            { ...identity, subject: 'bob' },
            { ...identity, source: 'ldap' },
          ],
        }),
      );
      await store().write((writer) => writer.deleteUser('1'));
      await put(userNamed('3', { identities: [identity] }));
      expect((await store().userByIdentity('oidc', 'ada'))?.id).toBe('3');
    });

    it('deletes a user with all names, and says whether it was there', async () => {
      await put(userNamed('ada', { roles: ['owner'] }));
      expect(await store().write((writer) => writer.deleteUser('ada'))).toBe(true);
      expect(await store().write((writer) => writer.deleteUser('ada'))).toBe(false);
      expect(await store().user('ada')).toBeNull();
      expect(await store().userBy('ada')).toBeNull();
      await put(userNamed('2', { identifiers: ['ada'] }));
      expect((await store().user('2'))?.roles).toEqual([]);
    });

    it('keeps odd names apart and as they are', async () => {
      for (const name of ODD_NAMES) await put(userNamed(name, { displayName: name, roles: [name] }));
      for (const name of ODD_NAMES) {
        expect(await store().userBy(name)).toEqual(userNamed(name, { displayName: name, roles: [name] }));
        expect(await store().users({ role: name })).toMatchObject({ total: 1, users: [{ id: name }] });
      }
      expect((await store().users()).total).toBe(ODD_NAMES.length);
    });

    it('notes a sign-in, and tells nobody', async () => {
      await put(userNamed('ada', { version: 3 }));
      const told: unknown[] = [];
      store().subscribe((change) => told.push(change));
      await store().signedIn('ada', 5_000_000);
      await store().signedIn('nobody', 5_000_000);
      expect(await store().user('ada')).toMatchObject({ lastSignInAt: 5_000_000, version: 3 });
      expect(await store().user('nobody')).toBeNull();
      expect(told).toEqual([]);
    });

    it('gives a user that nobody can change', async () => {
      await put(userNamed('ada'));
      const ada = await store().user('ada');
      expect(Object.isFrozen(ada)).toBe(true);
    });
  });

  describe('settings', () => {
    it('gives back what was put, until it is removed', async () => {
      expect(await store().setting('sign-up')).toBeNull();
      await store().write(async (writer) => {
        await writer.putSetting('sign-up', 'open');
        await writer.putSetting('', '');
        await writer.putSetting('__proto__', '{"a":1}');
        expect(await writer.setting('sign-up')).toBe('open');
      });
      expect(await store().setting('sign-up')).toBe('open');
      expect(await store().setting('')).toBe('');
      expect(await store().setting('__proto__')).toBe('{"a":1}');
      await store().write((writer) => writer.putSetting('sign-up', 'closed'));
      expect(await store().setting('sign-up')).toBe('closed');
      await store().write((writer) => writer.putSetting('sign-up', null));
      await store().write((writer) => writer.putSetting('never', null));
      expect(await store().setting('sign-up')).toBeNull();
    });
  });
}
