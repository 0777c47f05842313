// A jest reporter that leaves the counts of a run in test-results.json, for the sum over all packages.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a package's run leaves its counts, below the package's folder. */
export const RESULTS = 'test-results.json';

export default class ResultsReporter {
  constructor({ rootDir }) {
    this.file = join(rootDir, RESULTS);
  }

  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      // A file that does not even load has no failed test in it, and is a failure all the same.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(this.file, `${JSON.stringify(counts)}\n`);
  }
}
