// What happens before anything is installed, and how a run is summed up.
import { expect, test } from '@jest/globals';
import { readArguments, whyNotRunnable } from '../src/examples.mjs';
import { isInRange } from '../src/node-version.mjs';
import { sum, totalsLine } from '../src/totals.mjs';

const RANGE = '^20.19.0 || ^22.12.0 || >=26.0.0';

test.each([
  ['20.19.0', true],
  ['20.20.2', true],
  ['20.18.9', false],
  ['21.9.9', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['25.9.0', false],
  ['26.0.0', true],
  ['27.1.0', true],
  ['26.1.0-nightly', true],
])('Node %s is supported: %s', (version, supported) => {
  expect(isInRange(version, RANGE)).toBe(supported);
});

test('a range of another form stops instead of passing', () => {
  expect(() => isInRange('20.19.0', '20.x')).toThrow('neither ^x.y.z nor >=x.y.z');
});

test('counts of several runs are added up', () => {
  const total = sum(
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 3, failed: 1, skipped: 0, failures: ['a.test.ts: a: b'] },
  );
  expect(totalsLine(total)).toBe('4 passed, 1 failed, 2 skipped');
  expect(total.failures).toEqual(['a.test.ts: a: b']);
});

test.each([
  ['an example alone is started on Express', ['quick-start'], 'express', []],
  ['flags are no framework', ['quick-start', '--help'], 'express', ['--help']],
  ['a framework is named before the flags', ['quick-start', 'koa', '--help'], 'koa', ['--help']],
])('%s', (_what, args, framework, flags) => {
  expect(readArguments(args)).toEqual({ name: 'quick-start', framework, flags });
});

test('a framework that an example has no server for is named', () => {
  expect(whyNotRunnable('quick-start', 'fastify')).toBe('The example "quick-start" has no server for "fastify".');
  expect(whyNotRunnable('quick-start', 'hono')).toBeUndefined();
});
