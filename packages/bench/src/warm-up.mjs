/**
 * Loads a server until its code is compiled: until a request no longer becomes cheaper.
 */

import { spreadOf } from './statistics.mjs';

/** So many windows are compared with as many before them. */
const COMPARED = 3;
/** Cheaper by less than this is steady. */
const STEADY = 0.97;

/** Slow ones run more code for each request, and take longer. */
const MOST_MS = 3_000;

/** How long one window is. */
export const WARM_WINDOW_MS = 100;

/**
 * @param {() => Promise<{ cpuUs: number }>} take a window of load
 * @param {() => number} now milliseconds
 * @returns {Promise<number>} how many windows it took
 */
export async function warmUp(take, now = () => performance.now()) {
  const began = now();
  const costs = [];
  do costs.push((await take()).cpuUs);
  while (!isSteady(costs) && now() - began < MOST_MS);
  return costs.length;
}

/** @param {readonly number[]} costs of a request, window by window */
export function isSteady(costs) {
  if (costs.length < 2 * COMPARED) return false;
  const [before, last] = [costs.slice(-2 * COMPARED, -COMPARED), costs.slice(-COMPARED)];
  return spreadOf(last).median >= STEADY * spreadOf(before).median;
}
