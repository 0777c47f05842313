/**
 * When a write counts as done: what of it is on the disk by then. The disk is a double, since no test can cut the power.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSqlStores } from '../../src/sql-stores.ts';
import { loadLibsql } from '../../src/sqlite/connection.ts';
import { createDiskSync, type SyncedFile } from '../../src/sqlite/disk-sync.ts';
import { createSqliteEngine } from '../../src/sqlite/sqlite-engine.ts';
import { openSqliteFile } from '../../src/sqlite/sqlite-file.ts';
import { storeFolder } from '../../src/sqlite/store-folder.ts';
import { newFolder, open, raw } from '../fixture/folder.ts';

/** A disk that is as slow as the test wants it. */
function slowDisk() {
  const waiting: ((error?: Error) => void)[] = [];
  const file: SyncedFile = {
    sync: () => new Promise((done, fail) => waiting.push((error) => (error === undefined ? done() : fail(error)))),
    close: async () => undefined,
  };
  return { file, waiting };
}

/** What has settled by the next turn of the event loop. */
async function settledOf(promises: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const states = promises.map(() => 'waits');
  for (const [i, promise] of promises.entries()) {
    promise.then(
      () => {
        states[i] = 'done';
      },
      () => {
        states[i] = 'failed';
      },
    );
  }
  await nextTurn();
  return states;
}

describe('waiting for the disk', () => {
  it('is shared by all who wait before it begins', async () => {
    const { file, waiting } = slowDisk();
    const disk = createDiskSync('file', file);
    const first = [disk.synced(), disk.synced()];
    await nextTurn();
    expect(waiting).toHaveLength(1);
    waiting[0]?.();
    expect(await settledOf(first)).toEqual(['done', 'done']);
  });

  it('is not done by one that began before (F10)', async () => {
    const { file, waiting } = slowDisk();
    const disk = createDiskSync('file', file);
    const first = disk.synced();
    await nextTurn();
    const later = [disk.synced(), disk.synced(), disk.synced()];
    waiting[0]?.();
    expect(await settledOf([first, ...later])).toEqual(['done', 'waits', 'waits', 'waits']);
    expect(waiting).toHaveLength(2);
    waiting[1]?.();
    expect(await settledOf(later)).toEqual(['done', 'done', 'done']);
  });

  it('fails from the first failure on: what was lost would be missed by what comes after it (F10)', async () => {
    const { file, waiting } = slowDisk();
    const disk = createDiskSync('file', file);
    const first = disk.synced();
    await nextTurn();
    const later = disk.synced();
    waiting[0]?.(new Error('EIO'));
    expect(await settledOf([first, later])).toEqual(['failed', 'failed']);
    await expect(disk.synced()).rejects.toMatchObject({ code: 'sql/failed' });
    expect(waiting).toHaveLength(1);
  });
});

describe('a write', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function given() {
    const { file, waiting } = slowDisk();
    const folder = newFolder();
    const place = storeFolder(folder);
    const opened = await openSqliteFile(place, await loadLibsql());
    const onError = (error: unknown): void => {
      throw error;
    };
    const disk = createDiskSync(place.file, file);
    const engine = createSqliteEngine(opened, place.file, { now: Date.now, onError, hasBackground: true, disk });
    const stores = createSqlStores(engine, { now: Date.now, onError });
    closing.push(async () => {
      const closed = stores.close();
      for (let turn = 0; turn < 100; turn += 1) {
        for (const done of waiting.splice(0)) done();
        await nextTurn();
      }
      await closed;
    });
    const untilDone = async <T>(write: T | Promise<T>): Promise<T> => {
      let isDone = false;
      const done = Promise.resolve(write).finally(() => (isDone = true));
      while (!isDone) {
        for (const go of waiting.splice(0)) go();
        await nextTurn();
      }
      return done;
    };
    return { ...stores, waiting, folder, untilDone };
  }

  const RECORD = { value: 1, expiresAt: Date.now() + 600_000, owner: 'ada' };

  it.each([
    ['of a session', ({ expiring }) => expiring.create('session', 'new', RECORD)],
    ['of the end of a session', ({ expiring }) => expiring.delete('session', 'old')],
    ['of the ends of all sessions of somebody', ({ expiring }) => expiring.deleteOwned('session', 'ada')],
    ['that takes a ticket', ({ expiring }) => expiring.claim('ticket', 'old')],
    [
      'of another state',
      ({ expiring }) => expiring.replace('session', 'old', 1, { value: 2, expiresAt: RECORD.expiresAt }),
    ],
    ['of what lasts', ({ durable }) => durable.write((writer) => writer.putSetting('a', 'b'))],
  ] satisfies [string, (stores: Awaited<ReturnType<typeof given>>) => unknown][])(
    '%s is answered once it is on the disk, and holds up no other one (F10)',
    async (_name, write) => {
      const made = await given();
      const { expiring, waiting, untilDone } = made;
      await untilDone(expiring.create('session', 'old', RECORD));
      await untilDone(expiring.create('ticket', 'old', RECORD));
      const written = Promise.resolve(write(made));
      while (waiting.length === 0) await nextTurn();
      // The count is committed after it, and the disk has still to answer.
      expect(await expiring.increment('key', 1000)).toMatchObject({ count: 1 });
      expect(await settledOf([written])).toEqual(['waits']);
      await untilDone(written);
    },
  );

  it('that the disk has failed makes reads fail as well: a sign-out that failed is not done the next time (F10)', async () => {
    const { expiring, waiting, untilDone } = await given();
    await untilDone(expiring.create('session', 'old', RECORD));
    const ended = Promise.resolve(expiring.delete('session', 'old'));
    while (waiting.length === 0) await nextTurn();
    waiting.splice(0)[0]?.(new Error('EIO'));
    await expect(ended).rejects.toMatchObject({ code: 'sql/failed' });
    await expect(expiring.delete('session', 'old')).rejects.toMatchObject({ code: 'sql/failed' });
    await expect(expiring.get('session', 'old')).rejects.toMatchObject({ code: 'sql/failed' });
    await expect(expiring.increment('key', 1000)).rejects.toMatchObject({ code: 'sql/failed' });
  });

  it('that is under way when the store is closed is on the disk, and answered (F10)', async () => {
    const { expiring, waiting, untilDone, close } = await given();
    const written = Promise.resolve(expiring.create('session', 'new', RECORD));
    const closed = close();
    while (waiting.length === 0) await nextTurn();
    expect(await settledOf([written, closed])).toEqual(['waits', 'waits']);
    await untilDone(Promise.all([written, closed]));
  });

  it('is answered too when many come as the store is closed (F10)', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { expiring, close } = await open(newFolder());
      const writes = Array.from({ length: 1 + (round % 4) }, (_, i) => expiring.create('session', `${i}`, RECORD));
      await Promise.all([...writes, close()]);
    }
  });

  it('of a count, or of when somebody signed in, does not wait for it', async () => {
    const { expiring, durable, waiting, folder } = await given();
    await expiring.increment('key', 60_000);
    await expiring.reset('other');
    await durable.signedIn('u_1', 1);
    await durable.keysUsed(new Map([['k_1', 1]]));
    expect(waiting).toHaveLength(0);
    expect(raw(folder, 'select count from counters')).toEqual([{ count: 1 }]);
  });
});
