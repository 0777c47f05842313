// The warning before a row, and what follows for its goals.
import { expect, test } from '@jest/globals';
import { judgeByQuiet, warningOf } from '../src/quiet.mjs';
import { results } from './results-example.ts';

const QUIET = { busy: 0.01, stolen: 0, load: 0.3 };

test('a quiet machine gets no warning, though what was built before has raised its load average', () => {
  expect(warningOf(QUIET, 2)).toBeNull();
  expect(warningOf({ ...QUIET, load: 1.6 }, 2)).toBeNull();
});

test('what else runs is told, and what follows from it', () => {
  expect(warningOf({ ...QUIET, load: 3.14 }, 2)).toBe(
    'load average 3.1: stop what else runs, or expect uncertain rows',
  );
  expect(warningOf({ busy: 0.45, stolen: 0.07, load: 0.3 }, 2)).toBe(
    '45% of the processors are in use, the host takes 7% for others: stop what else runs, or expect uncertain rows',
  );
});

test('where the system does not say what its processors do, the load average decides', () => {
  expect(warningOf({ busy: null, stolen: null, load: 1.2 }, 2)).toMatch(/^load average 1.2: /);
  expect(warningOf({ busy: null, stolen: null, load: 0.4 }, 2)).toBeNull();
});

test('times that were measured without a control are uncertain where something else ran; sizes are not', () => {
  const goals = results('Koa', 10).rows.flatMap((row) => row.goals);
  const sizes = goals.map((goal) => ({ ...goal, unit: 'bytes' }));
  const reasons = (all: typeof goals, busy: number | null, stolen: number | null) =>
    judgeByQuiet(all, { busy, stolen }).map(({ uncertain }) => uncertain);
  expect(reasons(goals, 0.08, 0.02)).toEqual([undefined]);
  expect(reasons(goals, null, null)).toEqual([undefined]);
  expect(reasons(goals, 0.4, 0)).toEqual(['40% of the processors were in use just before']);
  expect(reasons(goals, 0, 0.3)).toEqual(['the host took 30% of the CPU time for others']);
  expect(reasons(sizes, 0.4, 0.3)).toEqual([undefined]);
});
