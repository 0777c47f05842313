// Goals that noise could have decided.
import { expect, test } from '@jest/globals';
import { COMPARED_ROWS } from '../../src/compared/rows.mjs';
import type { Result } from '../../src/measure.mjs';
import { around, measured } from './measured-example.ts';

const GOOD = { control: around(100, 2), floor: around(105, 2), doorward: around(107, 2) };

async function outcomeOf(name: string, ...results: readonly Result[]) {
  const row = COMPARED_ROWS.find((each) => each.name === name);
  if (row === undefined) throw new Error(`there is no row ${name}`);
  const context = { rounds: null, peers: true, progress: () => undefined, measure: async () => results };
  return row.run(context);
}

/** The reason, by the key of the goal. */
async function uncertain(name: string, ...results: readonly Result[]) {
  const { goals } = await outcomeOf(name, ...results);
  return Object.fromEntries(goals.map(({ key, uncertain: reason }) => [key, reason ?? null]));
}

test('where the control costs as much as bare, goals are judged', async () => {
  expect(await uncertain('signed-in', measured(GOOD))).toEqual({ 'doorward, floor': null });
  expect(await uncertain('throughput', measured(GOOD))).toEqual({ doorward: null });
});

test('a control that is further from bare than 2 us and 5% makes every goal of the row there uncertain', async () => {
  const reason = 'the control is 6.0 us off bare, and at most 5.0 is noise';
  expect(await uncertain('signed-in', measured({ ...GOOD, control: around(106, 1) }))).toEqual({
    'doorward, floor': reason,
  });
  expect(await uncertain('signed-in', measured({ ...GOOD, control: around(94, 1) }))).toEqual({
    'doorward, floor': reason,
  });
  expect(await uncertain('signed-in', measured({ ...GOOD, control: around(104.9, 1) }))).toEqual({
    'doorward, floor': null,
  });
  const fast = { bare: around(20, 0), control: around(21.9, 1), floor: around(24, 1), doorward: around(26, 1) };
  expect(await uncertain('signed-in', measured(fast))).toEqual({ 'doorward, floor': null });
  expect(await uncertain('throughput', measured({ ...GOOD, control: around(108, 1) }))).toEqual({
    doorward: 'the control is 0.07 off bare, and at most 0.05 is noise',
  });
});

test('a control whose middle half is wider than twice the goal makes that goal uncertain, and a wider goal not', async () => {
  const noisy = measured({ ...GOOD, control: around(100, 8) });
  expect(await uncertain('signed-in', noisy)).toEqual({
    'doorward, floor': 'the middle half of the control is 8.0 wide, over 2 times what the goal allows',
  });
  expect(await uncertain('throughput', noisy)).toEqual({ doorward: null });
  expect(await uncertain('throughput', measured({ ...GOOD, control: around(100, 40) }))).toEqual({
    doorward: 'the middle half of the control is 0.42 wide, over 2 times what the goal allows',
  });
});

test('less than 7 rounds judge nothing', async () => {
  const short = Object.fromEntries(Object.entries(GOOD).map(([name, costs]) => [name, costs.slice(0, 6)]));
  const result = measured({ bare: [100, 100, 100, 100, 100, 100], ...short });
  expect(await uncertain('signed-in', result)).toEqual({ 'doorward, floor': 'only 6 rounds were measured' });
});

test('more than a tenth of the windows that stayed disturbed judge nothing; how many were taken again is told', async () => {
  const [few, many] = [4, 5].map((kept) => ({ ...measured(GOOD), repeats: { windows: 48, again: 9, kept } }));
  expect(await uncertain('signed-in', few as Result)).toEqual({ 'doorward, floor': null });
  expect(await uncertain('signed-in', many as Result)).toEqual({
    'doorward, floor': '5 of 48 windows stayed disturbed',
  });
  const { tables } = await outcomeOf('signed-in', many as Result);
  expect(tables[0]?.notes).toEqual([
    'Uncertain: 5 of 48 windows stayed disturbed.',
    'Of 48 windows, 9 were disturbed and taken again; 5 count though disturbed.',
  ]);
});

test('servers that had less than nine tenths of their core judge nothing', async () => {
  expect(await uncertain('throughput', measured(GOOD, { busy: 0.8 }))).toEqual({
    doorward: 'bare, control, floor, doorward had less than 90% of the core',
  });
});

test('a ratio to a cost within the noise, or below zero, is not reached, however little Doorward costs', async () => {
  const keys = ['doorward, koa-passport', 'doorward, all peers'];
  const peers = (cost: number) => measured({ ...GOOD, 'koa-passport': around(cost, 1), control: around(100, 4) });
  for (const cost of [92, 99, 101.5]) {
    const reasons = await uncertain('signed-in', peers(cost));
    for (const key of keys) expect(reasons[key]).toMatch(/what koa-passport costs \(.+ us\) is within the noise/);
  }
  expect(await uncertain('signed-in', peers(500))).toMatchObject({ 'doorward, koa-passport': null });
});

test('a limit from another framework is worth what the measurement there is worth', async () => {
  const fastify = (control: readonly number[]) => {
    const result = measured({ control, 'a session': around(118, 1) });
    return { ...result, framework: { ...result.framework, name: 'Fastify', goals: null } };
  };
  expect(await uncertain('signed-in', measured(GOOD), fastify(around(100, 1)))).toEqual({
    'doorward, floor': null,
    'doorward, all peers': null,
  });
  expect(await uncertain('signed-in', measured(GOOD), fastify(around(110, 1)))).toEqual({
    'doorward, floor': null,
    'doorward, all peers': 'on Fastify the control is 10.0 us off bare, and at most 5.0 is noise',
  });
});

test('a row knows which share of the time was stolen while it was measured', async () => {
  expect((await outcomeOf('signed-in', measured(GOOD, { stolen: 0.05 }))).stolen).toBeCloseTo(0.05);
  expect((await outcomeOf('signed-in', measured(GOOD, { stolen: null }))).stolen).toBeNull();
});
