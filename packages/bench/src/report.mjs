/**
 * The results as tables of plain text.
 */

import { spreadOf } from './statistics.mjs';

/**
 * One table for a row: a line for each variant of each framework, and the goals below.
 *
 * @param {import('./rows.mjs').ComparedRow} row
 * @param {readonly import('./measure.mjs').Result[]} results one for each framework
 */
export function rowTable(row, results) {
  const lines = results.flatMap((result) => [
    ...variantLines(row, result),
    ...row.goals(result).map((goal) => goalLine(goal, row.digits)),
    ...warnings(result),
  ]);
  return [`${row.name}: ${row.title}`, ...lines, ''].join('\n');
}

/**
 * One table for a row that is measured in a way of its own.
 *
 * @param {import('./rows.mjs').OwnRow} row
 * @param {import('./rows.mjs').Outcome} outcome
 */
export function outcomeTable(row, { figures, goals }) {
  const width = Math.max(...figures.map(({ label }) => label.length));
  const lines = figures.map(({ label, value: { median, p25, p75 }, unit, digits }) => {
    const spread = `(${p25.toFixed(digits)} to ${p75.toFixed(digits)})`;
    return `  ${label.padEnd(width)}${median.toFixed(digits).padStart(10)}  ${spread} ${unit}`;
  });
  return [`${row.name}: ${row.title}`, ...lines, ...goals.map((goal) => goalLine(goal, goal.digits)), ''].join('\n');
}

function variantLines(row, result) {
  const names = Object.keys(result.rounds[0] ?? {});
  const width = Math.max(10, ...names.map((name) => name.length + 2));
  return result.framework.variants
    .filter(({ name }) => names.includes(name))
    .map(({ name }, index) => {
      const { median, p25, p75 } = row.figure(result, name);
      const first = index === 0;
      const show = (value) => (first ? value.toFixed(row.unit === '' ? 0 : row.digits) : signed(value, row));
      const head = `  ${(first ? result.framework.name : '').padEnd(9)}${name.padEnd(width)}`;
      const unit = first ? (row.unit === '' ? 'requests/s' : `${row.unit} for a request`) : row.unit;
      return `${head}${show(median).padStart(8)}  (${show(p25)} to ${show(p75)}) ${unit}`.trimEnd();
    });
}

/** Differences have a sign, shares have none. */
function signed(value, { unit, digits }) {
  return `${unit !== '' && value >= 0 ? '+' : ''}${value.toFixed(digits)}`;
}

function goalLine({ id, text, value, limit, reached }, digits) {
  const distance = Math.abs(value.median - limit).toFixed(digits);
  const verdict = reached ? `reached, ${distance} to spare` : `NOT reached, ${distance} short`;
  const spread = `(${value.p25.toFixed(digits)} to ${value.p75.toFixed(digits)})`;
  return `  ${''.padEnd(9)}goal ${id}, ${text}: ${verdict}; measured ${value.median.toFixed(digits)} ${spread}`;
}

/** Where a server waited for the loader, or for another process on its core, throughput says little, and the rest less. */
function warnings({ framework, rounds }) {
  const names = Object.keys(rounds[0] ?? {});
  const idle = names.filter((name) => spreadOf(rounds.map((round) => round[name].busy)).median < BUSY);
  const why = `had less than ${BUSY * 100}% of the core: something else was running, or the loader was too slow. Uncertain`;
  return idle.length === 0 ? [] : [`  ${framework.name}: ${idle.join(', ')} ${why}`];
}

const BUSY = 0.9;
