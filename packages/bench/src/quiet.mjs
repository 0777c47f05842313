/**
 * Whether something else uses the machine, asked while nothing is measured.
 */

import { setTimeout } from 'node:timers/promises';

const WATCHED_MS = 500;
/** Share of all processors. */
const BUSY = 0.05;
const STOLEN = 0.01;

/**
 * @param {object} seen
 * @param {number | null} seen.busy share of the processors that is in use although nothing is measured
 * @param {number | null} seen.stolen share that the host takes
 * @param {number} seen.load load average of the last minute; what builds before a run raises it too
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
 * @param {() => () => { busy: number | null, stolen: number | null }} watch begins to watch
 * @param {{ load: number, processors: number }} machine
 * @returns {Promise<string | null>} a warning
 */
export async function findOthers(watch, { load, processors }) {
  const watched = watch();
  await setTimeout(WATCHED_MS);
  return warningOf({ ...watched(), load }, processors);
}
