/**
 * The command: measures the rows, prints them, and writes the page about them.
 */

import { HELP, readCommandLine, UsageError } from './command-line.mjs';
import { describePeers } from './described-peers.mjs';
import { loadFramework } from './frameworks/all.mjs';
import { describeMachine } from './machine.mjs';
import { measure, variantsOf } from './measure.mjs';
import { writePage } from './report/page-files.mjs';
import { rowText } from './report/text.mjs';
import { mergeResults, readResults, writeResults } from './results.mjs';

const progress = (line) => process.stderr.write(`# ${line}\n`);

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else if (options.from !== null) writePage(readResults(options.from), progress);
  else await run(options);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

/** Each row is kept as soon as it is measured: what comes later may fail. */
async function run(options) {
  const frameworks = await Promise.all(
    options.frameworks.map(async (id) => ({ id, framework: await loadFramework(id) })),
  );
  const machine = describeMachine();
  process.stdout.write(`${Object.values(machine).join('\n')}\n\n`);
  const known = options.json === null ? null : readResults(options.json, { mayBeMissing: true });
  let results = mergeResults(known, { machine, peers: [], rows: [] });
  const measureRow = measureOnce(frameworks, options);
  for (const [i, row] of options.rows.entries()) {
    progress(`row ${i + 1} of ${options.rows.length}: ${row.name}`);
    const report = (line) => progress(`${row.name}: ${line}`);
    const outcome = await row.run({ ...options, progress: report, measure: measureRow });
    process.stdout.write(`${rowText(row, outcome)}\n`);
    const { name, title } = row;
    const peers = options.peers ? describePeers(frameworks) : [];
    const measured = { name, title, date: new Date().toISOString().slice(0, 10), ...outcome };
    results = mergeResults(results, { machine, peers, rows: [measured] });
    if (options.json !== null) writeResults(options.json, results);
  }
  if (options.isWhole) writePage(results, progress);
}

/** Rows share a measurement. A framework without Doorward takes part where there is a peer to see. */
function measureOnce(frameworks, { rounds, peers }) {
  /** @type {Map<string, Promise<readonly import('./measure.mjs').Result[]>>} */
  const measured = new Map();
  const measureAll = async (measurement) => {
    const results = [];
    for (const { id, framework } of frameworks) {
      const isOf = variantsOf(framework, measurement, peers).some(({ kind }) => kind === 'doorward' || kind === 'peer');
      const options = { measurement, rounds: rounds ?? framework.rounds, peers, progress };
      if (isOf) results.push(await measure(id, framework, options));
    }
    return results;
  };
  return (measurement) => {
    const results = measured.get(measurement) ?? measureAll(measurement);
    measured.set(measurement, results);
    return results;
  };
}
