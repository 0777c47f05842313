/**
 * The command: measures what the rows need, prints tables, and says which goals are reached.
 */

import { writeFileSync } from 'node:fs';
import { HELP, readCommandLine, UsageError } from './command-line.mjs';
import { FRAMEWORKS, loadFramework } from './frameworks/all.mjs';
import { describeMachine } from './machine.mjs';
import { measure } from './measure.mjs';
import { rowTable } from './report.mjs';

const progress = (line) => process.stderr.write(`# ${line}\n`);

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else await run(options);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function run({ rows, rounds, json }) {
  const frameworks = await Promise.all(FRAMEWORKS.map(async (id) => ({ id, framework: await loadFramework(id) })));
  const machine = describeMachine(frameworks.flatMap(({ framework }) => framework.packages));
  process.stdout.write(
    `${Object.entries(machine)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n')}\n\n`,
  );
  /** @type {Map<string, import('./measure.mjs').Result[]>} */
  const measured = new Map();
  for (const row of rows) {
    if (!measured.has(row.measurement))
      measured.set(row.measurement, await measureAll(frameworks, row.measurement, rounds));
    process.stdout.write(`${rowTable(row, measured.get(row.measurement))}\n`);
  }
  if (json !== null)
    writeFileSync(json, `${JSON.stringify({ machine, results: [...measured.values()].flat().map(plain) }, null, 1)}\n`);
}

async function measureAll(frameworks, measurement, rounds) {
  const results = [];
  for (const { id, framework } of frameworks) {
    results.push(await measure(id, framework, { measurement, rounds: rounds ?? framework.rounds, progress }));
  }
  return results;
}

function plain({ framework, measurement, rounds }) {
  return { framework: framework.name, measurement, rounds };
}
