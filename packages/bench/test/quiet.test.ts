// The warning before a run.
import { expect, test } from '@jest/globals';
import { warningOf } from '../src/quiet.mjs';

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
