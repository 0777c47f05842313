// Counts of passed, failed and skipped things, their sum, and the closing line.
import { appendFileSync } from 'node:fs';

/** Nothing counted yet. */
export const none = { passed: 0, failed: 0, skipped: 0 };

/** The sum of several counts. */
export function sum(...all) {
  return all.reduce(
    (total, each) => ({
      passed: total.passed + each.passed,
      failed: total.failed + each.failed,
      skipped: total.skipped + each.skipped,
    }),
    none,
  );
}

/** The one line that a run ends with; `.ci/run` adds such lines up. */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Prints the closing line, also into the file that DOORWARD_TOTALS names, and sets the exit code. */
export function close(totals) {
  const line = totalsLine(totals);
  if (process.env.DOORWARD_TOTALS) appendFileSync(process.env.DOORWARD_TOTALS, `${line}\n`);
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
  console.log(line);
}
