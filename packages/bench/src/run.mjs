/**
 * Measures the rows that were asked for, one after the other.
 */

import { cpus, loadavg } from 'node:os';
import { describePeers } from './described-peers.mjs';
import { secondsOfRows, timeLeft } from './estimate.mjs';
import { loadFramework } from './frameworks/all.mjs';
import { describeMachine } from './machine.mjs';
import { measure, variantsOf } from './measure.mjs';
import { roundsOfSingle } from './plan.mjs';
import { watchProcessors } from './processor-time.mjs';
import { judgeByQuiet, warningOf, watchIdle } from './quiet.mjs';
import { rowText } from './report/text.mjs';
import { mergeResults, readResults, writeResults } from './results.mjs';

/**
 * Each row is printed, and kept in the file, as soon as it is measured: what comes later may fail.
 *
 * @param {import('./command-line.mjs').Options} options
 * @param {(line: string) => void} progress
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function run(options, progress) {
  const frameworks = await Promise.all(
    options.frameworks.map(async (id) => ({ id, framework: await loadFramework(id) })),
  );
  const machine = describeMachine();
  process.stdout.write(`${Object.values(machine).join('\n')}\n\n`);
  const peers = options.peers ? describePeers(frameworks) : [];
  const known = options.json === null ? null : readResults(options.json, { mayBeMissing: true });
  let results = mergeResults(known, { machine, peers, rows: [] });
  const planOf = (measurement) => planOn(frameworks, options, measurement);
  const measureRow = measureOnce(planOf, options, progress);
  const seconds = secondsOfRows(options.rows, planOf);
  const began = performance.now();
  for (const [i, row] of options.rows.entries()) {
    const idle = await lookAround(progress);
    const left = timeLeft(seconds, i, (performance.now() - began) / 1000);
    progress(`row ${i + 1} of ${options.rows.length}: ${row.name}, ${left}`);
    const rowResult = await measureOne(row, { ...options, measure: measureRow, progress, idle });
    results = mergeResults(results, { machine, peers, rows: [rowResult] });
    if (options.json !== null) writeResults(options.json, results);
  }
  return results;
}

/** @returns {Promise<import('./results.mjs').MeasuredRow>} */
async function measureOne(row, { progress, idle, ...context }) {
  const watched = watchProcessors();
  const measured = await row.run({ ...context, progress: (line) => progress(`${row.name}: ${line}`) });
  // Rows on frameworks have a control, and share measurements, whose windows know what was stolen.
  const { stolen = watched().stolen } = measured;
  const isOnFrameworks = row.measurement !== undefined;
  const goals = isOnFrameworks ? measured.goals : judgeByQuiet(measured.goals, { busy: idle.busy, stolen });
  const outcome = { ...measured, goals, stolen };
  process.stdout.write(`${rowText(row, outcome)}\n`);
  return { name: row.name, title: row.title, date: new Date().toISOString().slice(0, 10), ...outcome };
}

/** Warns of what else runs. */
async function lookAround(progress) {
  const seen = await watchIdle(watchProcessors);
  const warning = warningOf({ ...seen, load: loadavg()[0] ?? 0 }, cpus().length);
  if (warning !== null) progress(`WARNING: ${warning}`);
  return seen;
}

/** A framework without Doorward takes part where there is a peer to see. A row that is measured alone is to be quick. */
function planOn(frameworks, { rows, rounds, peers }, measurement) {
  const taking = frameworks
    .map(({ id, framework }) => ({ id, framework, variants: variantsOf(framework, measurement, peers) }))
    .filter(({ variants }) => variants.some(({ kind }) => kind === 'doorward' || kind === 'peer'));
  const all = taking.reduce((sum, { variants }) => sum + variants.length, 0);
  const quick = rows.length === 1 ? roundsOfSingle(all) : null;
  return taking.map(({ id, framework, variants }) => ({
    id,
    framework,
    variants: variants.length,
    rounds: rounds ?? Math.min(framework.rounds, quick ?? framework.rounds),
  }));
}

/** Rows share a measurement. */
function measureOnce(planOf, { peers }, progress) {
  /** @type {Map<string, Promise<readonly import('./measure.mjs').Result[]>>} */
  const measured = new Map();
  const measureAll = async (measurement) => {
    const results = [];
    for (const { id, framework, rounds } of planOf(measurement)) {
      results.push(await measure(id, framework, { measurement, rounds, peers, progress }));
    }
    return results;
  };
  return (measurement) => {
    const results = measured.get(measurement) ?? measureAll(measurement);
    measured.set(measurement, results);
    return results;
  };
}
