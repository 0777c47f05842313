// How long rows take, and what is said about it.
import { expect, test } from '@jest/globals';
import { secondsOfRows, timeLeft } from '../src/estimate.mjs';
import { loadFramework } from '../src/frameworks/all.mjs';
import { variantsOf } from '../src/measure.mjs';
import { roundsOfSingle, secondsOf, setsOf } from '../src/plan.mjs';
import { ROWS } from '../src/rows.mjs';

/** Fastify, which is not installed here, has fewer variants than each of these. */
const FRAMEWORKS: Awaited<ReturnType<typeof loadFramework>>[] = [];
for (const id of ['express', 'koa', 'hono']) FRAMEWORKS.push(await loadFramework(id));

/** Variants of all, as in a run with peers. */
function planOf(measurement: string) {
  return FRAMEWORKS.map((framework) => ({
    variants: variantsOf(framework, measurement as 'jwt', true).length,
    rounds: framework.rounds,
  }));
}

test('a row on one framework takes less than a minute when it is measured alone', () => {
  const measurements = new Set(ROWS.flatMap(({ measurement }) => measurement ?? []));
  for (const { variants } of [...measurements].flatMap(planOf)) {
    expect(secondsOf(variants, roundsOfSingle(variants))).toBeLessThan(60);
  }
});

test('a row that is measured alone takes fewer processes and rounds the more variants it has, but enough to judge', () => {
  expect([4, 10, 14, 40].map(roundsOfSingle)).toEqual([24, 16, 8, 8]);
  expect([1, 8, 9, 16, 24, 100].map(setsOf)).toEqual([1, 1, 2, 2, 3, 3]);
});

test('all rows on all frameworks take less than 35 minutes, which leaves room for windows that are taken again', () => {
  const seconds = secondsOfRows(ROWS, planOf);
  const fastify = secondsOf(12, 21);
  expect(seconds.reduce((sum, one) => sum + one, fastify)).toBeLessThan(35 * 60);
  expect(seconds).toHaveLength(ROWS.length);
});

test('rows that share a measurement take its time once', () => {
  const rows = ROWS.filter(({ measurement }) => measurement === 'signed-in');
  const [first, second, ...more] = secondsOfRows(rows, () => [{ variants: 4, rounds: 8 }]);
  expect([first, second, more]).toEqual([secondsOf(4, 8), 0, []]);
});

test('the time left is that of the rows to come, at the pace of those that are done', () => {
  const seconds = [60, 60, 600, 600];
  expect(timeLeft(seconds, 0, 0)).toBe('about 22 min left');
  expect(timeLeft(seconds, 2, 240)).toBe('about 40 min left');
  expect(timeLeft([60, 20], 1, 60)).toBe('about 20 s left');
});
