// How long a server is warmed.
import { expect, test } from '@jest/globals';
import { isSteady, warmUp } from '../src/warm-up.mjs';

/** Windows of 100 ms that cost so much. */
function windows(costs: number[]) {
  let at = 0;
  return {
    take: async () => {
      at += 1;
      return { cpuUs: costs[at - 1] ?? costs.at(-1) ?? 0 };
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

test('warming ends after three seconds, even where requests become cheaper for ever', async () => {
  const { take, now } = windows(Array.from({ length: 100 }, (_, i) => 1000 * 0.9 ** i));
  expect(await warmUp(take, now)).toBe(30);
});
