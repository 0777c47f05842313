// Results that were measured apart and are put together.
import { expect, test } from '@jest/globals';
import { mergeResults } from '../src/results.mjs';
import { results } from './results-example.ts';

test('a framework that is measured again takes the place of its table and goals, and others stay', () => {
  const again = results('Koa', 12);
  const merged = mergeResults(mergeResults(results('Koa', 40), results('Express', 20)), again);
  const [row, ...more] = merged.rows;
  expect(more).toEqual([]);
  expect(row?.tables.map(({ name }) => name)).toEqual(['Express', 'Koa']);
  expect(row?.tables[1]).toEqual(again.rows[0]?.tables[0]);
  expect(row?.goals.map(({ where, value }) => [where, value.median])).toEqual([
    ['Express', 20],
    ['Koa', 12],
  ]);
});

test('results of different machines or Node versions do not go into one file', () => {
  const other = { ...results('Koa', 12), machine: { hardware: 'another', node: 'Node v24' } };
  expect(() => mergeResults(results('Koa', 40), other)).toThrow(/do not go into one file/);
});
