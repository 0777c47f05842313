// How long a server is warmed.
import { expect, test } from '@jest/globals';
import { isSteady, warmUp } from '../src/warm-up.mjs';

/** Windows of 100 ms that cost so much, of a server that has so much of its core. */
function windows(costs: number[], share = 1) {
  let at = 0;
  return {
    take: async () => {
      at += 1;
      const cpuUs = costs[at - 1] ?? costs.at(-1) ?? 1;
      return { cpuUs, requests: Math.round((100_000 * share) / cpuUs) };
    },
    now: () => at * 100,
  };
}

test('a server is warm once three windows are no cheaper than the three before, noise aside', () => {
  expect(isSteady([90, 40, 40, 41, 39])).toBe(false);
  expect(isSteady([90, 60, 50, 45, 44, 42])).toBe(false);
  expect(isSteady([45, 44, 42, 43, 47, 42])).toBe(true);
  expect(isSteady([40, 41, 40, 60, 41, 40])).toBe(true);
});

test('warming ends when the cost of a request settles', async () => {
  const { take, now } = windows([200, 120, 90, 70, 60, 55, 52, 50, 50, 50, 50]);
  expect(await warmUp(take, now)).toBe(12);
});

test('a cost that stays the same before anything is optimised is not taken for a settled one', async () => {
  const slow = [650, 297, 280, 285, 287, 280, 290, 291, 288, 290, 289, 290, 200, 100, 70, 60, 50, 50, 50, 50];
  const { take, now } = windows(slow, 0.8);
  expect(await warmUp(take, now)).toBeGreaterThanOrEqual(20);
});

test('a slow server is warm after a second and a half of work, though it answered few requests', async () => {
  const { take, now } = windows([2_000]);
  expect(await warmUp(take, now)).toBe(15);
});

test('warming ends after four seconds, even where requests become cheaper for ever', async () => {
  const { take, now } = windows(Array.from({ length: 100 }, (_, i) => 1000 * 0.9 ** i));
  expect(await warmUp(take, now)).toBe(40);
});
