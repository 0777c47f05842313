/**
 * A row of variants beside each other, on every framework.
 */

import { baseOf } from './figures.mjs';
import { idleIn, noiseOf, uncertaintyOf } from './noise.mjs';

/**
 * @typedef {object} ComparedRow
 * @property {string} name
 * @property {string} title
 * @property {string} unit
 * @property {number} digits after the point
 * @property {import('../variant.mjs').Measurement} measurement
 * @property {(result: import('../measure.mjs').Result, variant: import('../variant.mjs').Variant) => import('../statistics.mjs').Spread} figure
 * @property {(result: import('../measure.mjs').Result, all: readonly import('../measure.mjs').Result[]) => readonly import('../rows.mjs').Goal[]} goals
 */

/**
 * @param {ComparedRow} row
 * @returns {import('../rows.mjs').Row}
 */
export function compared(row) {
  return {
    name: row.name,
    title: row.title,
    measurement: row.measurement,
    async run({ measure }) {
      const results = await measure(row.measurement);
      return {
        tables: results.map((result) => tableOf(row, result)),
        goals: results
          .filter(({ framework }) => framework.goals !== null)
          .flatMap((result) => judged(row, result, results)),
        stolen: stolenIn(results),
      };
    },
  };
}

/** The goals on one framework: those that noise could have decided say so. */
function judged(row, result, all) {
  const noise = noiseOf(row, result);
  const where = result.framework.name;
  return row.goals(result, all).map((goal) => {
    const others = all.filter(({ framework }) => framework.name !== where && framework.name === goal.peer?.where);
    const uncertain = uncertaintyOf(goal, noise) ?? disturbedIn(row, others);
    return { ...goal, where, ...(uncertain === null ? {} : { uncertain }) };
  });
}

/** A limit that was measured on another framework is worth what the measurement there is worth. */
function disturbedIn(row, results) {
  const reasons = results.flatMap((result) => {
    const { disturbed } = noiseOf(row, result);
    return disturbed === null ? [] : [`on ${result.framework.name} ${disturbed}`];
  });
  return reasons[0] ?? null;
}

function stolenIn(results) {
  const windows = results.flatMap(({ rounds }) => rounds.flatMap((round) => Object.values(round)));
  const shares = windows.map(({ stolen }) => stolen).filter((share) => share !== null);
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** @returns {import('../rows.mjs').Table} */
function tableOf(row, result) {
  const { framework, rounds } = result;
  const names = Object.keys(rounds[0] ?? {});
  const figures = framework.variants
    .filter(({ name }) => names.includes(name))
    .map((variant) => {
      const isAbsolute = baseOf(result, variant) === null;
      const isShare = row.unit === 'of bare';
      const [unit, digits] = isAbsolute && isShare ? ['requests/s', 0] : [row.unit, row.digits];
      return { label: variant.name, kind: variant.kind, isAbsolute, value: row.figure(result, variant), unit, digits };
    });
  return { name: framework.name, figures, notes: notesOn(row, result) };
}

/** What is uncertain, and what was done about it. */
function notesOn(row, result) {
  const { again, kept, windows } = result.repeats;
  const { disturbed } = noiseOf(row, result);
  const idle = idleIn(result);
  return [
    ...(disturbed === null ? [] : [`Uncertain: ${disturbed}.`]),
    ...(idle.length === 0 ? [] : [`${idle.join(', ')}: something else was on the core, or the loader was too slow.`]),
    ...(again + kept === 0
      ? []
      : [`Of ${windows} windows, ${again} were disturbed and taken again; ${kept} count though disturbed.`]),
  ];
}
