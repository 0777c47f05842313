/**
 * The command: measures the rows, prints them, and writes the page about them.
 */

import { HELP, readCommandLine, UsageError } from './command-line.mjs';
import { writePage } from './report/page-files.mjs';
import { readResults } from './results.mjs';
import { run } from './run.mjs';

const progress = (line) => process.stderr.write(`# ${line}\n`);

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else if (options.from !== null) writePage(readResults(options.from), progress);
  else {
    const results = await run(options, progress);
    if (options.isWhole) writePage(results, progress);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
