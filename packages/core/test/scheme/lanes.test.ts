import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLanes } from '../../src/scheme/lanes.ts';
import { runs } from '../fixture/random.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('lanes', () => {
  it('run at once what there is room for, without a promise where none is needed', () => {
    const lanes = createLanes(1);
    expect(lanes.run('a', () => 1)).toBe(1);
    expect(lanes.run('a', () => 2)).toBe(2);
  });

  it('let the next one start when one is done, however it ended, in the order of their coming', async () => {
    const lanes = createLanes(2);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const results = Array.from({ length: 6 }, (_, i) =>
      Promise.resolve(
        lanes.run('a', () => {
          started.push(i);
          if (i === 3) throw new Error('at once');
          return new Promise<number>((resolve, reject) =>
            ends.push(() => (i === 1 ? reject(new Error('later')) : resolve(i))),
          );
        }),
      ).catch((error: Error) => error.message),
    );
    expect(started).toEqual([0, 1]);
    ends[1]?.();
    await turn();
    expect(started).toEqual([0, 1, 2]);
    ends[0]?.();
    await turn();
    expect(started).toEqual([0, 1, 2, 3, 4]);
    ends[2]?.();
    ends[3]?.();
    await turn();
    ends[4]?.();
    expect(await Promise.all(results)).toEqual([0, 'later', 2, 'at once', 4, 5]);
  });

  it('of one key do not hold up another', async () => {
    const lanes = createLanes(1);
    void lanes.run('a', () => new Promise(() => undefined));
    expect(lanes.run('b', () => 'free')).toBe('free');
  });

  it('never run more than their width at once, and everything once (property)', async () => {
    const jobs = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), turns: fc.nat(3), fails: fc.boolean() }), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), jobs, async (width, list) => {
        const lanes = createLanes(width);
        const open = new Map<string, number>();
        let [ran, most] = [0, 0];
        const move = (key: string, by: number): void => void open.set(key, (open.get(key) ?? 0) + by);
        const work = async ({ key, turns, fails }: (typeof list)[number]): Promise<void> => {
          ran += 1;
          move(key, 1);
          most = Math.max(most, open.get(key) ?? 0);
          for (let i = 0; i < turns; i += 1) await Promise.resolve();
          move(key, -1);
          if (fails) throw new Error('failed');
        };
        await Promise.allSettled(list.map((job) => lanes.run(job.key, () => work(job))));
        expect([ran, most <= width]).toEqual([list.length, true]);
        expect(lanes.run('a', () => 'free')).toBe('free');
      }),
      runs(300),
    );
  });
});
