// Runs the tests of all packages in one jest, from the root, and measures what they cover.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runJest } from './jest.mjs';
import { RESULTS } from './jest-reporter.mjs';
import { readJson, root } from './repository.mjs';
import { none } from './totals.mjs';

/** Resolves with the counts of the run; the report is printed and left in `coverage/`. */
export async function runCoverage() {
  rmSync(join(root, RESULTS), { force: true });
  await runJest('jest.coverage.config.mjs', ['--coverage', '--coverageProvider=v8']);
  return existsSync(join(root, RESULTS)) ? readJson(RESULTS) : { ...none, failed: 1 };
}
