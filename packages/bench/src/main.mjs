/**
 * The command: measures what the rows need, prints tables, and says which goals are reached.
 */

import { writeFileSync } from 'node:fs';
import { HELP, readCommandLine, UsageError } from './command-line.mjs';
import { FRAMEWORKS, loadFramework } from './frameworks/all.mjs';
import { describeMachine } from './machine.mjs';
import { measure } from './measure.mjs';
import { outcomeTable, rowTable } from './report.mjs';

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
  const own = [];
  for (const row of rows) {
    if (row.kind === 'own') {
      const outcome = await row.run(rounds ?? row.rounds, (line) => progress(`${row.name}: ${line}`));
      own.push({ row: row.name, samples: outcome.samples });
      process.stdout.write(`${outcomeTable(row, outcome)}\n`);
      continue;
    }
    if (!measured.has(row.measurement))
      measured.set(row.measurement, await measureAll(frameworks, row.measurement, rounds));
    process.stdout.write(`${rowTable(row, measured.get(row.measurement))}\n`);
  }
  const results = [...[...measured.values()].flat().map(plain), ...own];
  if (json !== null) writeFileSync(json, `${JSON.stringify({ machine, results }, null, 1)}\n`);
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
