/**
 * Whether something else uses the machine, asked while nothing is measured.
 */

import { setTimeout } from 'node:timers/promises';

const WATCHED_MS = 500;
/** Share of all processors. */
const BUSY = 0.05;
const STOLEN = 0.01;
/** Share of all processors that leaves no time measured without a control certain. */
const TOO_MUCH = 0.1;
/** What does not depend on time. */
const SIZES = ['bytes', 'kB gzip'];

/**
 * @typedef {object} Seen
 * @property {number | null} busy share of the processors that is in use although nothing is measured
 * @property {number | null} stolen share that the host takes
 *
 * @param {Seen & { load: number }} seen
 *   with the load average of the last minute; what builds before a run raises it too
 * @param {number} processors
 * @returns {string | null} the warning; `null` when it is quiet
 */
export function warningOf({ busy, stolen, load }, processors) {
  const percent = (share) => `${Math.round(share * 100)}%`;
  const reasons = [
    ...(load > processors || (busy === null && load > 1) ? [`load average ${load.toFixed(1)}`] : []),
    ...(busy !== null && busy > BUSY ? [`${percent(busy)} of the processors are in use`] : []),
    ...(stolen !== null && stolen > STOLEN ? [`the host takes ${percent(stolen)} for others`] : []),
  ];
  return reasons.length === 0 ? null : `${reasons.join(', ')}: stop what else runs, or expect uncertain rows`;
}

/**
 * Watches the idle machine for a moment.
 *
 * @param {() => () => Seen} watch begins to watch
 * @returns {Promise<Seen>}
 */
export async function watchIdle(watch) {
  const watched = watch();
  await setTimeout(WATCHED_MS);
  return watched();
}

/**
 * Goals of a row that has no control: its times are uncertain where something else used the machine.
 *
 * @param {readonly import('./rows.mjs').Goal[]} goals
 * @param {Seen} seen `busy` before the row, `stolen` during it
 * @returns {readonly import('./rows.mjs').Goal[]}
 */
export function judgeByQuiet(goals, { busy, stolen }) {
  const percent = (share) => `${Math.round(share * 100)}%`;
  const reasons = [
    ...((busy ?? 0) > TOO_MUCH ? [`${percent(busy)} of the processors were in use just before`] : []),
    ...((stolen ?? 0) > TOO_MUCH ? [`the host took ${percent(stolen)} of the CPU time for others`] : []),
  ];
  if (reasons.length === 0) return goals;
  return goals.map((goal) => (SIZES.includes(goal.unit) ? goal : { ...goal, uncertain: reasons.join(', ') }));
}
