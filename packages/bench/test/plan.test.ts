// How long rows take, and what is said about it.
import { expect, test } from '@jest/globals';
import { HELP } from '../src/command-line.mjs';
import { secondsOfRows, timeLeft } from '../src/estimate.mjs';
import { loadFramework } from '../src/frameworks/all.mjs';
import { variantsOf } from '../src/measure.mjs';
import { roundsOfSingle, secondsOf, setsOf } from '../src/plan.mjs';
import { ROWS } from '../src/rows.mjs';
import type { Measurement } from '../src/variant.mjs';

const FRAMEWORKS: Awaited<ReturnType<typeof loadFramework>>[] = [];
for (const id of ['express', 'koa', 'hono']) FRAMEWORKS.push(await loadFramework(id));

/** Variants of Fastify, which is not installed here. */
const FASTIFY: Readonly<Record<string, number>> = { 'signed-in': 4, stranger: 4, jwt: 3 };

/** Variants of all, as in a run with peers. */
function planOf(measurement: Measurement) {
  const own = FRAMEWORKS.map((framework) => ({
    variants: variantsOf(framework, measurement, true).length,
    rounds: framework.rounds,
  }));
  return [...own, { variants: FASTIFY[measurement] ?? 0, rounds: 21 }];
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
  const minutes = seconds.reduce((sum, one) => sum + one, 0) / 60;
  expect(minutes).toBeGreaterThan(25);
  expect(minutes).toBeLessThan(35);
  expect(seconds).toHaveLength(ROWS.length);
  expect(HELP.replaceAll('\n', ' ')).toContain('the whole run, which takes about half an hour');
});

test('the help names the rows that take more than a minute on all frameworks', () => {
  const long = ROWS.filter(({ measurement }) => {
    const all = (measurement === undefined ? [] : planOf(measurement)).reduce((sum, { variants }) => sum + variants, 0);
    return secondsOf(all, roundsOfSingle(all)) > 60;
  });
  const names = long.map(({ name }) => name).join(', ');
  expect(HELP.replaceAll('\n', ' ')).toContain(`On all of them too, except for ${names}.`);
  expect(HELP).toContain('A row takes less than a minute on one framework.');
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
