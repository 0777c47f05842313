// A jest reporter that leaves the counts of a run in test-results.json, for the sum over all packages, and names what failed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Where a package's run leaves its counts, below the package's folder. */
export const RESULTS = 'test-results.json';

// A run that is over and whose process lives on has left a server or a socket open.
const SECONDS_TO_EXIT = 15;

export default class ResultsReporter {
  constructor({ rootDir, watch, watchAll }) {
    this.file = join(rootDir, RESULTS);
    this.mayStay = watch || watchAll;
  }

  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      // A file that does not even load has no failed test in it, and is a failure all the same.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      failures: results.testResults.flatMap(failuresOf),
    };
    writeFileSync(this.file, `${JSON.stringify(counts)}\n`);
    if (!this.mayStay) setTimeout(endHangingRun, SECONDS_TO_EXIT * 1000).unref();
  }
}

/** One line for each failed test of a file, with what it said first; for a file that did not load, one for the file. */
function failuresOf({ testFilePath, testResults, testExecError }) {
  const file = testFilePath.slice(testFilePath.lastIndexOf('/') + 1);
  const failed = testResults.filter(({ status }) => status === 'failed');
  const lines = failed.map(
    ({ fullName, failureMessages: [message = ''] }) => `${file}: ${fullName}: ${summary(message)}`,
  );
  return testExecError ? [`${file}: ${summary(testExecError.message ?? '')}`, ...lines] : lines;
}

function summary(message) {
  return stripVTControlCharacters(message).replace(/\s+/g, ' ').slice(0, MAX_SUMMARY);
}

const MAX_SUMMARY = 300;

function endHangingRun() {
  console.error(`The tests ended ${SECONDS_TO_EXIT} s ago, and something they opened is still open: ended by force.`);
  process.exit(1);
}
