/**
 * A row of variants beside each other, on every framework.
 */

import { spreadOf } from '../statistics.mjs';

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
    isCompared: true,
    async run({ measure }) {
      const results = await measure(row.measurement);
      return {
        tables: results.map((result) => tableOf(row, result)),
        goals: results
          .filter(({ framework }) => framework.goals !== null)
          .flatMap((result) => row.goals(result, results).map((goal) => ({ ...goal, where: result.framework.name }))),
      };
    },
  };
}

/** What a variant costs more than the one that it is compared with; differences are taken within a round. */
export function addedCpu(result, variant) {
  const base = baseOf(result, variant);
  return perRound(result, (round) => round[variant.name].cpuUs - (base === null ? 0 : round[base].cpuUs));
}

export function perRound({ rounds }, of) {
  return spreadOf(rounds.map(of));
}

/** @returns {import('../variant.mjs').Variant | undefined} one that took part */
export function variantOf({ framework, rounds }, name) {
  return name in (rounds[0] ?? {}) ? framework.variants.find((variant) => variant.name === name) : undefined;
}

function baseOf({ rounds }, { kind, comparedWith }) {
  if (comparedWith !== undefined) return comparedWith;
  return kind === 'bare' || !('bare' in (rounds[0] ?? {})) ? null : 'bare';
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
  return { name: framework.name, figures, notes: warnings(result, names) };
}

/** Where a server waited for the loader, or for another process on its core, throughput says little, and the rest less. */
function warnings({ rounds }, names) {
  const idle = names.filter((name) => spreadOf(rounds.map((round) => round[name].busy)).median < BUSY);
  const why = `had less than ${BUSY * 100}% of the core: something else was running, or the loader was too slow. Uncertain.`;
  return idle.length === 0 ? [] : [`${idle.join(', ')} ${why}`];
}

const BUSY = 0.9;
