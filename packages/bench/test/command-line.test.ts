// What the command makes of its arguments.
import { expect, test } from '@jest/globals';
import { readCommandLine } from '../src/command-line.mjs';

test('without arguments all rows are measured, and the page is written; with a row or framework it is not', () => {
  expect(readCommandLine([])).toMatchObject({ isWhole: true, peers: true, rounds: null });
  const options = readCommandLine(['start', 'signed-in', '--framework', 'koa']);
  expect(options).toMatchObject({ isWhole: false, frameworks: ['koa'] });
  expect(options.rows.map(({ name }) => name)).toEqual(['signed-in', 'start']);
});

test.each([
  [['nothing'], 'No row "nothing". There are: signed-in, '],
  [['--framework', 'nest'], 'No framework "nest". There are: express, koa, hono, fastify.'],
  [['--rounds', '0'], '--rounds takes a whole number from 1, not "0".'],
  [['--fast'], 'npm run bench -- --help'],
  [['--from', 'a.json', 'start'], '--from FILE stands alone'],
  [['--no-peers', '--framework', 'fastify'], 'take --no-peers away'],
])('%j is refused with what to do', (args, message) => {
  expect(() => readCommandLine(args)).toThrow(message);
});
