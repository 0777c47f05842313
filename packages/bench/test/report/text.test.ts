// What the command prints of a row.
import { expect, test } from '@jest/globals';
import { rowText } from '../../src/report/text.mjs';
import { results } from '../results-example.ts';

const [ROW] = results('Koa', 20).rows;
if (ROW === undefined) throw new Error('the example has no row');
const GOALS = ROW.goals;

test('a goal is printed as reached or not, with what was measured and wanted', () => {
  expect(rowText(ROW, ROW)).toContain(
    'goal G1, Koa, doorward over the floor: NOT reached; measured 20.0 (19.0 to 22.0), wanted at most 15.0 us',
  );
  expect(rowText(ROW, ROW)).toContain('goals: 0 of 1 reached, 0 uncertain');
});

test('an uncertain goal is printed as such, with the reason, and is counted apart; so is the stolen time', () => {
  const goals = GOALS.map((goal) => ({ ...goal, uncertain: 'only 3 rounds were measured' }));
  const text = rowText(ROW, { ...ROW, goals, stolen: 0.004 });
  expect(text).toContain('doorward over the floor: UNCERTAIN, only 3 rounds were measured; measured 20.0');
  expect(text).toContain('goals: 0 of 1 reached, 1 uncertain');
  expect(text).toContain('The host took 0.4% of the CPU time for others.');
});
