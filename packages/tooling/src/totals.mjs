// Counts of passed, failed and skipped things, their sum, and the closing line.
import { appendFileSync } from 'node:fs';

/** Nothing counted yet. `failures` has a line for each failed thing that is known by name. */
export const none = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** The sum of several counts. */
export function sum(...all) {
  return all.reduce(
    (total, each) => ({
      passed: total.passed + each.passed,
      failed: total.failed + each.failed,
      skipped: total.skipped + each.skipped,
      failures: [...total.failures, ...(each.failures ?? [])],
    }),
    none,
  );
}

/** The one line that a run ends with; `.ci/run` adds such lines up. */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Prints what failed and the closing line, both also into the file that DOORWARD_TOTALS names, and sets the exit code. */
export function close(totals) {
  const lines = [...totals.failures.map((failure) => `FAILED ${failure}`), totalsLine(totals)];
  if (process.env.DOORWARD_TOTALS) appendFileSync(process.env.DOORWARD_TOTALS, `${lines.join('\n')}\n`);
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
  console.log(lines.join('\n'));
}
