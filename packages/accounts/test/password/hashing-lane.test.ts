import { describe, expect, it } from '@jest/globals';
import { createHashingLane } from '../../src/password/hashing-lane.ts';

/** Jobs that end when the test says so. */
function given(options: { concurrency: number; maxWaiting: number }) {
  const lane = createHashingLane(options);
  const started: number[] = [];
  const ends = new Map<number, { done(value: number): void; failed(error: Error): void }>();
  const run = (id: number): Promise<number> =>
    lane.run(() => {
      started.push(id);
      return new Promise((done, failed) => ends.set(id, { done, failed }));
    });
  return {
    lane,
    started,
    run,
    end: (id: number): void => ends.get(id)?.done(id),
    fail: (id: number): void => ends.get(id)?.failed(new Error(`job ${id}`)),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a hashing lane', () => {
  it('runs as many as it may, and the others in the order they came (F26)', async () => {
    const { run, started, end } = given({ concurrency: 2, maxWaiting: 10 });
    const results = Promise.all([0, 1, 2, 3, 4].map(run));
    await settle();
    expect(started).toEqual([0, 1]);
    end(1);
    await settle();
    expect(started).toEqual([0, 1, 2]);
    end(2);
    end(0);
    await settle();
    expect(started).toEqual([0, 1, 2, 3, 4]);
    end(3);
    end(4);
    expect(await results).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses at once when too many wait, and takes the next when one has left (F26)', async () => {
    const { run, started, end } = given({ concurrency: 1, maxWaiting: 1 });
    const taken = [run(0), run(1)];
    await expect(run(2)).rejects.toMatchObject({ code: 'accounts/busy' });
    end(0);
    await settle();
    taken.push(run(3));
    end(1);
    await settle();
    end(3);
    expect(await Promise.all(taken)).toEqual([0, 1, 3]);
    expect(started).toEqual([0, 1, 3]);
  });

  it('goes on after a job that failed, and tells only who sent it (F26)', async () => {
    const { lane, run, fail, end } = given({ concurrency: 1, maxWaiting: 5 });
    const [bad, good] = [run(0), run(1)];
    const thrown = lane.run(() => {
      throw new Error('before it began');
    });
    const last = run(2);
    const outcomes = Promise.allSettled([bad, good, thrown, last]);
    await settle();
    fail(0);
    await settle();
    end(1);
    await settle();
    end(2);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('lets nobody who comes later pass those that wait (F26)', async () => {
    const { run, started, end } = given({ concurrency: 1, maxWaiting: 5 });
    const first = run(0);
    const second = run(1);
    await settle();
    end(0);
    const third = first.then(() => run(2));
    await settle();
    end(1);
    await second;
    await settle();
    end(2);
    await third;
    expect(started).toEqual([0, 1, 2]);
  });
});
