// The page that is made of results, without measuring anything.
import { expect, test } from '@jest/globals';
import { pageOf } from '../../src/report/page.mjs';
import { mergeResults } from '../../src/results.mjs';
import { results } from '../results-example.ts';

const REMARKS = {
  introduction: ['Introduced.'],
  rows: { 'signed-in': 'To know.' },
  missed: { 'signed-in / Koa / floor': 'The reason.' },
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

test('a goal is reached, or missed by so much and for that reason; what has no reason is told', () => {
  const { text, unexplained } = pageOf(BOTH, REMARKS, ['signed-in']);
  expect(text).toContain('1 of 2 are reached.');
  expect(text).toContain(
    'Koa, doorward over the floor: measured 20.0 (19.0 to 22.0), wanted at most 15.0 us, missed by 5.0. The reason.',
  );
  expect(unexplained).toEqual([]);
  expect(pageOf(BOTH, { ...REMARKS, missed: {} }, ['signed-in']).unexplained).toEqual(['signed-in / Koa / floor']);
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
