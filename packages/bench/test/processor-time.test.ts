// What the system says about its processors.
import { expect, test } from '@jest/globals';
import { ticksIn, waitedUs, watchProcessors } from '../src/processor-time.mjs';

const STAT = `cpu  300 20 100 500 50 10 20 40 9 9
cpu0 100 10 50 250 25 5 10 30 9 9
cpu1 200 10 50 250 25 5 10 10 0 0
cpu10 7 7 7 7 7 7 7 7 7 7
intr 1 2 3
`;

test('busy ticks are all but idle ones and those that wait for a disk; stolen ones are told apart', () => {
  expect(ticksIn(STAT, null)).toEqual({ total: 1040, busy: 490, stolen: 40 });
});

test('only the cores that are asked for count', () => {
  expect(ticksIn(STAT, [0])).toEqual({ total: 480, busy: 205, stolen: 30 });
  expect(ticksIn(STAT, [0, 1])).toEqual({ total: 1040, busy: 490, stolen: 40 });
});

test('shares are between 0 and 1, and unknown where the system does not say', () => {
  const { busy, stolen } = watchProcessors()();
  for (const share of [busy, stolen, waitedUs() === null ? null : 0]) {
    expect(share ?? 0).toBeGreaterThanOrEqual(0);
    expect(share ?? 0).toBeLessThanOrEqual(1);
  }
});
