import { describe, expect, it } from '@jest/globals';
import { createHealth } from '../../src/health/health.ts';

describe('a server', () => {
  it('is ready while all that it needs can be reached', async () => {
    expect(await createHealth([]).isReady()).toBe(true);
    expect(await createHealth([() => 1, async () => null]).isReady()).toBe(true);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('away');
      },
    ],
    ['rejects', () => Promise.reject(new Error('away'))],
    ['never answers (F2)', () => new Promise(() => undefined)],
  ])('is not ready while something it needs %s', async (_how, check) => {
    expect(await createHealth([() => 1, check]).isReady()).toBe(false);
  });

  it('asks once a second at most, however many ask it, and notices when all is well again', async () => {
    let [now, asked, isAway] = [0, 0, true];
    const health = createHealth(
      [
        async () => {
          asked += 1;
          if (isAway) throw new Error('away');
        },
      ],
      () => now,
    );
    const answers = await Promise.all(Array.from({ length: 100 }, () => health.isReady()));
    expect([new Set(answers), asked]).toEqual([new Set([false]), 1]);
    isAway = false;
    now = 999;
    expect([await health.isReady(), asked]).toEqual([false, 1]);
    now = 1000;
    expect([await health.isReady(), asked]).toEqual([true, 2]);
  });

  it('is not ready any more once it drains, whatever it was asked before (F24)', async () => {
    const health = createHealth([]);
    const before = health.isReady();
    health.drain();
    expect([await before, await health.isReady()]).toEqual([false, false]);
  });
});
