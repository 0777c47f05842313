// The page that is made of results, without measuring anything.
import { expect, test } from '@jest/globals';
import { pageOf } from '../../src/report/page.mjs';
import { mergeResults } from '../../src/results.mjs';
import { results, withoutPeers } from '../results-example.ts';

const REMARKS = {
  introduction: ['Introduced.'],
  rows: { 'signed-in': 'To know.' },
  missed: { 'signed-in / Koa / floor': 'The reason.' },
  alone: {},
  notMeasured: ['TLS.'],
};
const BOTH = mergeResults(results('Express', 10), results('Koa', 20));

test('the page says machine, date, numbers with their spread, and how the others are configured', () => {
  const { text } = pageOf(BOTH, REMARKS, ['signed-in', 'start']);
  for (const part of [
    '# Performance\n\nIntroduced.',
    '- 2 x Processor\n- Node v22\n- 2026-11-29',
    '## signed-in\n\nSigned in.\n\nTo know.',
    '| bare | 100.0 | 99.0 to 102.0 | us, whole request |',
    '| doorward | 20.0 | 19.0 to 22.0 | us |',
    '| Koa | a \\| b | defaults | a 1.0.0 |',
    '## Not measured\n\n- TLS.\n- The row `start`.',
  ]) {
    expect(text).toContain(part);
  }
});

test('each goal is a line of one table; why one is missed stands below it, and what has no reason is told', () => {
  const { text, unexplained } = pageOf(BOTH, REMARKS, ['signed-in']);
  expect(text).toContain('1 of 2 reached, 0 uncertain.');
  expect(text).toContain(
    '| G1 | [signed-in](#signed-in) | Express | doorward over the floor | 10.0 (9.0 to 12.0) | at most 15.0 us | reached |',
  );
  expect(text).toContain('| 20.0 (19.0 to 22.0) | at most 15.0 us | **missed** |');
  expect(text).toContain('Why goals are missed:\n\n- _signed-in on Koa, doorward over the floor:_ The reason.\n');
  expect(unexplained).toEqual([]);
  expect(pageOf(BOTH, { ...REMARKS, missed: {} }, ['signed-in']).unexplained).toEqual(['signed-in / Koa / floor']);
});

test('results without uncertain goals and stolen time, as earlier runs wrote them, count as they did', () => {
  const { text } = pageOf(results('Koa', 15), REMARKS, ['signed-in']);
  expect(text).toContain('1 of 1 reached, 0 uncertain.');
  expect(text).not.toMatch(/Why goals are|The host took|undefined|NaN/);
});

test('goals that are missed for one reason share it', () => {
  const both = mergeResults(results('Express', 20), results('Koa', 20));
  const missed = { 'signed-in / Koa / floor': 'Why.', 'signed-in / Express / floor': 'Why.' };
  const { text } = pageOf(both, { ...REMARKS, missed }, ['signed-in']);
  expect(text).toContain(
    '- _signed-in on Express, doorward over the floor; signed-in on Koa, doorward over the floor:_ Why.',
  );
});

test.each([10, 20])(
  'an uncertain goal is neither reached nor missed, whatever was measured (%d), and says why',
  (added) => {
    const certain = results('Koa', added);
    const rows = certain.rows.map((row) => ({
      ...row,
      stolen: 0.031,
      goals: row.goals.map((goal) => ({ ...goal, uncertain: 'the control is 9.0 us off bare' })),
    }));
    const { text, unexplained } = pageOf({ ...certain, rows }, { ...REMARKS, missed: {} }, ['signed-in']);
    expect(text).toContain('0 of 1 reached, 1 uncertain.');
    expect(text).toContain('| at most 15.0 us | uncertain |');
    expect(text).toContain(
      'Why goals are uncertain:\n\n- _signed-in on Koa, doorward over the floor:_ The control is 9.0',
    );
    expect(text).not.toContain('missed');
    expect(text).toContain('The host took 3.1% of the CPU time for others.');
    expect(unexplained).toEqual([]);
  },
);

test('a row in which nothing of others stands says why; on one framework too', () => {
  const alone = withoutPeers(results('Koa', 10));
  const alonePlace = mergeResults(results('Express', 10), alone);
  expect(pageOf(BOTH, REMARKS, ['signed-in']).text).not.toContain('Without others');
  const some = pageOf(alonePlace, { ...REMARKS, alone: { 'signed-in / Koa': 'None is made.' } }, ['signed-in']);
  expect(some.text).toContain('- `signed-in / Koa`: None is made.');
  const all = pageOf(alone, { ...REMARKS, alone: { 'signed-in': 'Beside itself.' } }, ['signed-in']);
  expect(all.text).toContain('- `signed-in`: Beside itself.');
  expect(pageOf(alone, REMARKS, ['signed-in']).unexplained).toEqual(['signed-in / Koa']);
});

test('each framework has a picture of what is added, which the page shows and describes', () => {
  const { text, pictures } = pageOf(BOTH, REMARKS, ['signed-in']);
  expect(pictures.map(({ name }) => name)).toEqual([
    'performance-signed-in-express.svg',
    'performance-signed-in-koa.svg',
  ]);
  for (const { name, alt, svg } of pictures) {
    expect(text).toContain(`![${alt}](images/${name})`);
    expect(svg).toContain('doorward: ');
    expect(svg).not.toContain('>bare<');
  }
});
