/**
 * API keys: what was written is what is read, and a key goes with its owner.
 */

import type { DurableChange, DurableStore, KeyRecord } from '@doorward/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { keyNamed, ODD_NAMES, userNamed } from './durable-harness.ts';

export function describeKeys(store: () => DurableStore): void {
  const put = (...keys: readonly KeyRecord[]): Promise<void> =>
    store().write(async (writer) => {
      for (const key of keys) await writer.putKey(key);
    });
  const addUser = (id: string) => store().write((writer) => writer.putUser(userNamed(id)));

  describe('keys', () => {
    beforeEach(() => addUser('ada'));

    it('come back with every field, under the id and under the hash', async () => {
      const key = keyNamed('1', {
        name: 'Nightly build',
        hash: 'new',
        hint: 'x7Qf',
        previous: { hash: 'old', until: 1_700_000_000_123 },
        owner: 'ada',
        roles: ['robot', "o'hara"],
        permissions: ['a:read', 'b:*'],
        status: 'disabled',
        createdAt: 1_700_000_000_001,
        createdBy: 'bob',
        expiresAt: 1_800_000_000_002,
        lastUsedAt: 1_700_000_000_003,
      });
      await put(key);
      expect(await store().key('1')).toEqual(key);
      expect(await store().keyBy('new')).toEqual(key);
      expect(await store().keys()).toEqual({ total: 1, keys: [key] });
    });

    it('keep what is absent absent, and apart from what is empty', async () => {
      const keys = [keyNamed('1', { name: '', hint: '' }), keyNamed('2', { permissions: [] })];
      await put(...keys);
      for (const key of keys) expect(await store().key(key.id)).toEqual(key);
    });

    it('are found under the hash that they had before, however long ago, unless another key has it now', async () => {
      await put(keyNamed('1', { hash: 'b', previous: { hash: 'a', until: 1 } }));
      expect((await store().keyBy('a'))?.id).toBe('1');
      await put(keyNamed('2', { hash: 'a' }), keyNamed('3', { hash: 'c', previous: { hash: 'a', until: 9 } }));
      expect((await store().keyBy('a'))?.id).toBe('2');
    });

    it('are not found under what is no hash or id of one, or what no store can hold', async () => {
      await put(keyNamed('1', { hash: 'abc' }));
      for (const name of ['', 'ABC', 'ab', 'abcd', 'abc\0', 'abc ', '\ud800', 'constructor', 'null']) {
        expect(await store().keyBy(name)).toBeNull();
        expect(await store().key(name)).toBeNull();
      }
    });

    it('are replaced by one of the same id, which is found under its own hashes alone', async () => {
      await put(keyNamed('1', { hash: 'a', previous: { hash: 'z', until: 5 }, owner: 'ada', permissions: ['x'] }));
      const changed = keyNamed('1', { hash: 'b', name: 'other', status: 'disabled' });
      await put(changed);
      expect(await store().key('1')).toEqual(changed);
      expect([await store().keyBy('a'), await store().keyBy('z')]).toEqual([null, null]);
      await put(keyNamed('2', { hash: 'a' }));
    });

    it('have a hash that no other has: a write that gives it to a second one fails', async () => {
      await put(keyNamed('1', { hash: 'same' }), keyNamed('2'));
      await expect(put(keyNamed('3', { hash: 'same' }))).rejects.toThrow();
      await expect(put(keyNamed('4'), keyNamed('2', { hash: 'same' }))).rejects.toThrow();
      expect((await store().keys()).keys).toEqual([keyNamed('1', { hash: 'same' }), keyNamed('2')]);
    });

    it('have an owner who is there: a write that names another one fails, and leaves nothing', async () => {
      for (const owner of ['nobody', '', 'ADA']) {
        const told: DurableChange[] = [];
        const stop = store().subscribe((change) => told.push(change));
        await expect(put(keyNamed('1'), keyNamed('2', { owner }))).rejects.toThrow();
        expect(told.filter(({ kind }) => kind !== 'all')).toEqual([]);
        stop();
      }
      expect((await store().keys()).total).toBe(0);
      await put(keyNamed('2', { owner: 'ada' }));
    });

    it('are deleted, and it is said whether they were there', async () => {
      await put(keyNamed('1', { previous: { hash: 'old', until: 5 } }), keyNamed('2'));
      const remove = (id: string) => store().write((writer) => writer.deleteKey(id));
      expect([await remove('1'), await remove('1'), await remove('1\0')]).toEqual([true, false, false]);
      expect(await store().key('1')).toBeNull();
      expect([await store().keyBy('hash-1'), await store().keyBy('old')]).toEqual([null, null]);
      expect((await store().keys()).keys).toEqual([keyNamed('2')]);
    });

    it('go with their owner, and with nobody else', async () => {
      await addUser('bob');
      const keys = [keyNamed('1', { owner: 'ada' }), keyNamed('2', { owner: 'bob' }), keyNamed('3')];
      await put(...keys, keyNamed('4', { owner: 'ada', previous: { hash: 'old', until: 5 } }));
      await addUser('ada');
      expect((await store().keys({ owner: 'ada' })).total).toBe(2);
      await store().write(async (writer) => {
        await writer.deleteUser('ada');
        expect([await writer.key('1'), await writer.countKeys('ada')]).toEqual([null, 0]);
      });
      expect([await store().keyBy('hash-1'), await store().keyBy('old')]).toEqual([null, null]);
      expect((await store().keys()).keys).toEqual(keys.slice(1));
      await addUser('ada');
      expect(await store().keys({ owner: 'ada' })).toEqual({ total: 0, keys: [] });
    });

    it('keep odd names apart and as they are', async () => {
      for (const name of ODD_NAMES) {
        await addUser(name);
        await put(keyNamed(name, { hash: name, owner: name, createdBy: name, roles: [name], permissions: [name] }));
      }
      for (const name of ODD_NAMES) {
        const key = keyNamed(name, { hash: name, owner: name, createdBy: name, roles: [name], permissions: [name] });
        expect([await store().keyBy(name), await store().key(name)]).toEqual([key, key]);
        expect(await store().keys({ owner: name })).toEqual({ total: 1, keys: [key] });
      }
    });

    it('are given as records that nobody can change', async () => {
      const given = { ...keyNamed('1') };
      await put(given);
      given.hash = 'other';
      expect(await store().key('1')).toEqual(keyNamed('1'));
      expect(Object.isFrozen(await store().keyBy('hash-1'))).toBe(true);
    });

    it('are seen within a write, stand with it, and are told of once each before it resolves', async () => {
      await put(keyNamed('2'), keyNamed('3', { owner: 'ada' }));
      const told: DurableChange[] = [];
      store().subscribe((change) => told.push(change));
      await store().write(async (writer) => {
        for (const name of ['a', 'b']) await writer.putKey(keyNamed('1', { name }));
        expect([(await writer.key('1'))?.name, await writer.countKeys(null)]).toEqual(['b', 2]);
        expect(await store().key('1')).toBeNull();
        for (const id of ['2', 'nothing']) await writer.deleteKey(id);
        expect(told).toEqual([]);
      });
      expect(told.splice(0)).toEqual([
        { kind: 'key', id: '1' },
        { kind: 'key', id: '2' },
      ]);
      await store().write((writer) => writer.deleteUser('ada'));
      expect(told).toContainEqual({ kind: 'user', id: 'ada' });
    });

    it('are as they were when the write fails', async () => {
      await put(keyNamed('1'), keyNamed('2', { owner: 'ada' }));
      const failed = store().write(async (writer) => {
        await writer.putKey(keyNamed('1', { hash: 'other' }));
        await writer.putKey(keyNamed('3'));
        await writer.deleteUser('ada');
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect((await store().keys()).keys).toEqual([keyNamed('1'), keyNamed('2', { owner: 'ada' })]);
    });
  });
}
