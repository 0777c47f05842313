/**
 * Writes: alone, whole or not at all, and told of before they resolve.
 */

import type { DurableChange, DurableStore, DurableWriter } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { userNamed } from './durable-harness.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function describeWrites(store: () => DurableStore): void {
  describe('writes', () => {
    it('pass on what their work answers', async () => {
      expect(await store().write(() => 'sync')).toBe('sync');
      expect(await store().write(async () => 'async')).toBe('async');
    });

    it('pass on what their work throws, and leave nothing of it', async () => {
      await store().write((writer) => writer.putUser(userNamed('ada', { roles: ['owner'] })));
      const thrown = new Error('no');
      const work = async (writer: DurableWriter): Promise<void> => {
        await writer.putUser(userNamed('bob'));
        await writer.putUser(userNamed('ada', { version: 2 }));
        await writer.putSetting('a', '1');
        await writer.deleteUser('ada');
        throw thrown;
      };
      await expect(store().write(work)).rejects.toBe(thrown);
      expect(await store().user('ada')).toEqual(userNamed('ada', { roles: ['owner'] }));
      expect(await store().user('bob')).toBeNull();
      expect(await store().setting('a')).toBeNull();
      await store().write((writer) => writer.putUser(userNamed('bob')));
      expect(await store().user('bob')).not.toBeNull();
    });

    it('see their own changes, which others do not before they are done', async () => {
      let within: () => void = () => undefined;
      const began = new Promise<void>((resolve) => {
        within = resolve;
      });
      let goOn: () => void = () => undefined;
      const mayEnd = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const write = store().write(async (writer) => {
        await writer.putUser(userNamed('ada'));
        expect((await writer.user('ada'))?.id).toBe('ada');
        expect((await writer.userBy('ada'))?.id).toBe('ada');
        within();
        await mayEnd;
      });
      await began;
      expect(await store().user('ada')).toBeNull();
      expect((await store().users()).total).toBe(0);
      goOn();
      await write;
      expect(await store().user('ada')).not.toBeNull();
    });

    it('run alone: none of many that read and then write is lost', async () => {
      const add = (): Promise<void> =>
        store().write(async (writer) => {
          const count = Number((await writer.setting('count')) ?? 0);
          await turn();
          await writer.putSetting('count', String(count + 1));
        });
      await Promise.all(Array.from({ length: 50 }, add));
      expect(await store().setting('count')).toBe('50');
    });

    it('give a name to exactly one of many users (F12)', async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, i) =>
          store().write((writer) => writer.putUser(userNamed(`u${i}`, { identifiers: [`own-${i}`, 'owner'] }))),
        ),
      );
      const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      expect(refused).toHaveLength(29);
      for (const error of refused) expect(error).toMatchObject({ code: 'core/identifier-taken' });
      expect((await store().users()).total).toBe(1);
    });

    it('let a rule about several users hold: of many one becomes the owner (F12)', async () => {
      const becomeOwner = (id: string): Promise<boolean> =>
        store().write(async (writer) => {
          if ((await writer.countUsers({ role: 'owner' })) > 0) return false;
          await turn();
          await writer.putUser(userNamed(id, { roles: ['owner'] }));
          return true;
        });
      const became = await Promise.all(Array.from({ length: 30 }, (_, i) => becomeOwner(`u${i}`)));
      expect(became.filter(Boolean)).toHaveLength(1);
      expect(await store().users({ role: 'owner' })).toMatchObject({ total: 1 });
    });

    it('refuse a name that another user has, and go on when the work catches it', async () => {
      await store().write((writer) => writer.putUser(userNamed('ada')));
      await store().write(async (writer) => {
        const taken = userNamed('bob', { identifiers: ['bob', 'ada'] });
        await expect((async () => writer.putUser(taken))()).rejects.toMatchObject({ code: 'core/identifier-taken' });
        await writer.putUser(userNamed('bob'));
        await writer.putUser(userNamed('ada', { version: 2 }));
      });
      expect((await store().userBy('ada'))?.version).toBe(2);
      expect((await store().userBy('bob'))?.identifiers).toEqual(['bob']);
    });

    it('let two users exchange their names within one', async () => {
      await store().write(async (writer) => {
        await writer.putUser(userNamed('1', { identifiers: ['ada'] }));
        await writer.putUser(userNamed('2', { identifiers: ['bob'] }));
      });
      await store().write(async (writer) => {
        await writer.putUser(userNamed('1', { identifiers: [] }));
        await writer.putUser(userNamed('2', { identifiers: ['ada'] }));
        await writer.putUser(userNamed('1', { identifiers: ['bob'] }));
      });
      expect([(await store().userBy('ada'))?.id, (await store().userBy('bob'))?.id]).toEqual(['2', '1']);
    });

    it('are told of before they resolve, each user and setting once', async () => {
      await store().write((writer) => writer.putUser(userNamed('bob')));
      const told: DurableChange[] = [];
      const stop = store().subscribe((change) => told.push(change));
      const other: DurableChange[] = [];
      store().subscribe((change) => other.push(change));
      await store().write(async (writer) => {
        await writer.putUser(userNamed('ada'));
        await writer.putUser(userNamed('ada', { version: 2 }));
        await writer.deleteUser('bob');
        await writer.deleteUser('nobody');
        await writer.putSetting('a', '1');
        await writer.putSetting('a', null);
        await turn();
        expect(told).toEqual([]);
      });
      expect(told).toEqual([
        { kind: 'user', id: 'ada' },
        { kind: 'user', id: 'bob' },
        { kind: 'setting', id: 'a' },
      ]);
      expect(other).toEqual(told);
      stop();
      await store().write((writer) => writer.putUser(userNamed('carl')));
      expect(told).toHaveLength(3);
      expect(other).toHaveLength(4);
    });

    it('stand when their listeners are told', async () => {
      const seen: unknown[] = [];
      store().subscribe((change) => {
        if (change.kind === 'user') seen.push(Promise.resolve(store().user(change.id)));
      });
      await store().write((writer) => writer.putUser(userNamed('ada')));
      expect(await Promise.all(seen)).toEqual([userNamed('ada')]);
    });
  });
}
