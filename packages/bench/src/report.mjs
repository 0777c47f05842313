/**
 * The results as tables of plain text.
 */

import { spreadOf } from './statistics.mjs';

/**
 * One table for a row: a line for each variant of each framework, and the goals below.
 *
 * @param {import('./rows.mjs').Row} row
 * @param {readonly import('./measure.mjs').Result[]} results one for each framework
 */
export function rowTable(row, results) {
  const lines = results.flatMap((result) => [
    ...variantLines(row, result),
    ...goalLines(row, result),
    ...warnings(result),
  ]);
  return [`${row.name}: ${row.title}`, ...lines, ''].join('\n');
}

function variantLines(row, result) {
  const names = Object.keys(result.rounds[0] ?? {});
  return result.framework.variants
    .filter(({ name }) => names.includes(name))
    .map(({ name }, index) => {
      const { median, p25, p75 } = row.figure(result, name);
      const first = index === 0;
      const show = (value) => (first ? value.toFixed(row.unit === '' ? 0 : row.digits) : signed(value, row));
      const head = `  ${(first ? result.framework.name : '').padEnd(9)}${name.padEnd(10)}`;
      const unit = first ? (row.unit === '' ? 'requests/s' : `${row.unit} for a request`) : row.unit;
      return `${head}${show(median).padStart(8)}  (${show(p25)} to ${show(p75)}) ${unit}`.trimEnd();
    });
}

/** Differences have a sign, shares have none. */
function signed(value, { unit, digits }) {
  return `${unit !== '' && value >= 0 ? '+' : ''}${value.toFixed(digits)}`;
}

function goalLines(row, result) {
  return row.goals(result).map(({ id, text, value, limit, reached }) => {
    const distance = Math.abs(value.median - limit).toFixed(row.digits);
    const verdict = reached ? `reached, ${distance} to spare` : `NOT reached, ${distance} short`;
    const spread = `(${value.p25.toFixed(row.digits)} to ${value.p75.toFixed(row.digits)})`;
    return `  ${''.padEnd(9)}goal ${id}, ${text}: ${verdict}; measured ${value.median.toFixed(row.digits)} ${spread}`;
  });
}

/** Where a server waited for the loader, or for another process on its core, throughput says little, and the rest less. */
function warnings({ framework, rounds }) {
  const names = Object.keys(rounds[0] ?? {});
  const idle = names.filter((name) => spreadOf(rounds.map((round) => round[name].busy)).median < BUSY);
  const why = `had less than ${BUSY * 100}% of the core: something else was running, or the loader was too slow. Uncertain`;
  return idle.length === 0 ? [] : [`  ${framework.name}: ${idle.join(', ')} ${why}`];
}

const BUSY = 0.9;
