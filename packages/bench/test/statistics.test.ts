// Medians and quartiles of the measurements.
import { expect, test } from '@jest/globals';
import { quantile, spreadOf } from '../src/statistics.mjs';

test('the median and the quartiles of values in any order, between two neighbours by distance', () => {
  expect(spreadOf([9, 1, 5, 3, 7])).toEqual({ median: 5, p25: 3, p75: 7 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, p25: 1.75, p75: 3.25 });
  expect(quantile([1, 2, 3], 1)).toBe(3);
  expect(quantile([1, 2, 3], 0)).toBe(1);
});

test('without values there is no number, and no error', () => {
  expect(spreadOf([]).median).toBeNaN();
});
