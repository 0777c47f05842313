/**
 * How long the rows of a run still take.
 */

import { secondsOf } from './plan.mjs';

/** Rows that are no comparison on frameworks, as they are without another number of rounds. Seconds. */
const OTHERS = { permissions: 40, memory: 240, 'login-storm': 60, start: 60, redis: 15, size: 10 };

/**
 * @param {readonly import('./rows.mjs').Row[]} rows
 * @param {(measurement: import('./variant.mjs').Measurement) => readonly { variants: number, rounds: number }[]} planOf
 *   what is measured for it on each framework
 * @returns {readonly number[]} seconds of each row; what an earlier one measures too costs nothing
 */
export function secondsOfRows(rows, planOf) {
  const seen = new Set();
  return rows.map(({ name, measurement }) => {
    if (measurement === undefined) return OTHERS[name] ?? 0;
    if (seen.has(measurement)) return 0;
    seen.add(measurement);
    return planOf(measurement).reduce((sum, { variants, rounds }) => sum + secondsOf(variants, rounds), 0);
  });
}

/**
 * @param {readonly number[]} seconds that each row should take
 * @param {number} done how many rows are measured
 * @param {number} elapsed seconds that they took: a slower machine stays slower
 * @returns {string} for people
 */
export function timeLeft(seconds, done, elapsed) {
  const sum = (values) => values.reduce((all, one) => all + one, 0);
  const expected = sum(seconds.slice(0, done));
  const pace = expected === 0 ? 1 : elapsed / expected;
  const left = sum(seconds.slice(done)) * pace;
  return left < 90 ? `about ${Math.max(5, Math.ceil(left / 5) * 5)} s left` : `about ${Math.round(left / 60)} min left`;
}
