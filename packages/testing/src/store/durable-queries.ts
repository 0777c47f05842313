/**
 * Lists of users: filters, search and pages.
 */

import type { DurableStore, UserQuery } from '@doorward/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { userNamed } from './durable-harness.ts';

const USERS = [
  userNamed('1', { username: 'bob', identifiers: ['bob', 'bob@example.org'], roles: ['editor'] }),
  userNamed('2', { username: 'ada', identifiers: ['ada'], roles: ['owner', 'editor'], displayName: 'Ada LOVELACE' }),
  userNamed('3', { username: 'Zoe', identifiers: ['zoe'], roles: ['viewer'], status: 'disabled' }),
  userNamed('4', { username: 'carl', identifiers: ['carl', '50%_off@x'], status: 'pending', displayName: 'ÄGIDE' }),
  userNamed('6', { username: 'ada', identifiers: ['ada2'], roles: ['viewer', 'editor'] }),
  userNamed('5', { username: 'ada', identifiers: ['ada3'], roles: ['viewer'], displayName: 'a\\b' }),
];

export function describeUserQueries(store: () => DurableStore): void {
  const idsOf = async (query?: UserQuery): Promise<string> => {
    const { total, users } = await store().users(query);
    return `${users.map(({ id }) => id).join(' ')} of ${total}`;
  };

  describe('lists of users', () => {
    beforeEach(() =>
      store().write(async (writer) => {
        for (const user of USERS) await writer.putUser(user);
      }),
    );

    it('are in the order of username, then id', async () => {
      expect(await idsOf()).toBe('3 2 5 6 1 4 of 6');
      expect((await store().users({ limit: 1, offset: 1 })).users).toEqual([USERS[1]]);
    });

    it('come in pages, each with the number of all', async () => {
      expect(await idsOf({ limit: 2 })).toBe('3 2 of 6');
      expect(await idsOf({ limit: 2, offset: 2 })).toBe('5 6 of 6');
      expect(await idsOf({ limit: 2, offset: 5 })).toBe('4 of 6');
      expect(await idsOf({ offset: 6 })).toBe(' of 6');
      expect(await idsOf({ limit: 0 })).toBe(' of 6');
    });

    it('hold 50 when no limit is given', async () => {
      await store().write(async (writer) => {
        for (let i = 0; i < 60; i += 1) await writer.putUser(userNamed(`many-${i}`));
      });
      const { total, users } = await store().users();
      expect([total, users.length]).toEqual([66, 50]);
    });

    it('are searched for text in identifiers and the display name', async () => {
      expect(await idsOf({ search: 'ada' })).toBe('2 5 6 of 3');
      expect(await idsOf({ search: 'example.org' })).toBe('1 of 1');
      expect(await idsOf({ search: 'lovelace' })).toBe('2 of 1');
      expect(await idsOf({ search: 'ägide' })).toBe('4 of 1');
      expect(await idsOf({ search: '' })).toBe('3 2 5 6 1 4 of 6');
      expect(await idsOf({ search: 'nobody' })).toBe(' of 0');
    });

    it('are searched literally', async () => {
      expect(await idsOf({ search: '%' })).toBe('4 of 1');
      expect(await idsOf({ search: '_' })).toBe('4 of 1');
      expect(await idsOf({ search: '50%_o' })).toBe('4 of 1');
      expect(await idsOf({ search: '\\' })).toBe('5 of 1');
      expect(await idsOf({ search: "'" })).toBe(' of 0');
      expect(await idsOf({ search: 'ADA' })).toBe(' of 0');
      expect(await idsOf({ search: 'ada\0' })).toBe(' of 0');
    });

    it('are filtered by role and status', async () => {
      expect(await idsOf({ role: 'editor' })).toBe('2 6 1 of 3');
      expect(await idsOf({ status: 'disabled' })).toBe('3 of 1');
      expect(await idsOf({ role: 'editor', status: 'disabled' })).toBe(' of 0');
      expect(await idsOf({ role: 'viewer', status: 'active', search: 'ada' })).toBe('5 6 of 2');
      expect(await idsOf({ role: 'view' })).toBe(' of 0');
    });

    it('are filtered by the roles that may be held at most, users without a role among them', async () => {
      expect(await idsOf({ rolesWithin: [] })).toBe('4 of 1');
      expect(await idsOf({ rolesWithin: ['viewer'] })).toBe('3 5 4 of 3');
      expect(await idsOf({ rolesWithin: ['viewer', 'editor'] })).toBe('3 5 6 1 4 of 5');
      expect(await idsOf({ rolesWithin: ['viewer', 'editor', 'owner'], role: 'owner' })).toBe('2 of 1');
    });

    it('are counted by role and status', async () => {
      await store().write(async (writer) => {
        expect(await writer.countUsers({})).toBe(6);
        expect(await writer.countUsers({ role: 'editor' })).toBe(3);
        expect(await writer.countUsers({ status: 'active' })).toBe(4);
        expect(await writer.countUsers({ role: 'viewer', status: 'active' })).toBe(2);
        expect(await writer.countUsers({ role: 'nothing' })).toBe(0);
        await writer.deleteUser('3');
        expect(await writer.countUsers({ role: 'viewer' })).toBe(2);
      });
    });
  });
}
