import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createCheckpoints } from '../../src/sqlite/checkpoints.ts';
import { newFolder, open } from '../fixture/folder.ts';

const PAGE_BYTES = 4096;

describe('moving commits from the log into the database', () => {
  function given() {
    const runs: { sql: string; done: () => void; fail: (error: Error) => void }[] = [];
    const errors: unknown[] = [];
    const turns: number[] = [];
    const background = {
      run: (sql: string) => new Promise<void>((done, fail) => runs.push({ sql, done, fail })),
      close: async () => undefined,
    };
    const betweenWrites = (step: () => Promise<void>): Promise<void> => {
      turns.push(runs.length);
      return step();
    };
    const checkpoints = createCheckpoints({ background, betweenWrites, onError: (error) => errors.push(error) });
    const commit = (count: number): void => {
      for (let i = 0; i < count; i += 1) checkpoints.committed();
    };
    return { runs, errors, turns, commit, stop: checkpoints.stop };
  }

  it('is done every two hundred commits, once at a time, and to the end while nothing is written', async () => {
    const { runs, turns, commit } = given();
    commit(199);
    expect(runs).toHaveLength(0);
    commit(1);
    expect(runs.map(({ sql }) => sql)).toEqual(['pragma wal_checkpoint(passive)']);
    commit(1000);
    expect(runs).toHaveLength(1);
    runs[0]?.done();
    await nextTurn();
    expect(runs).toHaveLength(2);
    expect(turns).toEqual([1]);
    runs[1]?.done();
    await nextTurn();
    commit(1);
    expect(runs).toHaveLength(3);
  });

  it('is waited for by who ends it, and not begun again', async () => {
    const { runs, turns, commit, stop } = given();
    commit(200);
    let stopped = false;
    const ended = stop().then(() => (stopped = true));
    await nextTurn();
    expect(stopped).toBe(false);
    runs[0]?.done();
    await ended;
    commit(400);
    expect(runs).toHaveLength(1);
    expect(turns).toHaveLength(0);
  });

  it('is over before the store is closed', async () => {
    const errors: unknown[] = [];
    for (let round = 0; round < 5; round += 1) {
      const { expiring, close } = await open(newFolder(), { onError: (error) => errors.push(error) });
      await Promise.all(Array.from({ length: 200 }, (_, i) => expiring.increment(`key ${i}`, 60_000)));
      await close();
    }
    expect(errors).toEqual([]);
  });

  it('is tried again later when it fails, which is told unless somebody else just held the lock', async () => {
    const { runs, errors, commit } = given();
    commit(200);
    runs[0]?.fail(new AuthError('sql/busy', 'held'));
    await nextTurn();
    commit(200);
    runs[1]?.fail(new AuthError('sql/unreachable', 'gone'));
    await nextTurn();
    expect(errors).toMatchObject([{ code: 'sql/unreachable' }]);
    commit(200);
    expect(runs).toHaveLength(3);
  });

  it('keeps the log from growing, with commits that never stop (F10)', async () => {
    const folder = newFolder();
    const { expiring, close } = await open(folder);
    for (let i = 0; i < 6000; i += 1) {
      await expiring.increment(`key ${i}`, 60_000);
      await nextTurn();
    }
    const { size } = statSync(join(folder, 'doorward.db-wal'));
    await close();
    expect(size / PAGE_BYTES).toBeLessThan(5000);
  });
});
