/**
 * Loads a server until its code is compiled: until a request no longer becomes cheaper.
 */

import { spreadOf } from './statistics.mjs';

/** So many windows are compared with as many before them. */
const COMPARED = 3;
/** Cheaper by less than this is steady. */
const STEADY = 0.97;

/** Before that nothing is optimised, and a request costs the same for a while: whichever comes first. */
const LEAST = { requests: 8_000, cpuMs: 1_500 };
const MOST_MS = 4_000;

/** How long one window is. */
export const WARM_WINDOW_MS = 100;

/**
 * @param {() => Promise<{ cpuUs: number, requests: number }>} take a window of load: microseconds for one request, and how many
 * @param {() => number} [now] milliseconds
 * @returns {Promise<number>} how many windows it took
 */
export async function warmUp(take, now = () => performance.now()) {
  const began = now();
  const costs = [];
  const done = { requests: 0, cpuMs: 0 };
  do {
    const { cpuUs, requests } = await take();
    costs.push(cpuUs);
    done.requests += requests;
    done.cpuMs += (cpuUs * requests) / 1000;
  } while (!(isRun(done) && isSteady(costs)) && now() - began < MOST_MS);
  return costs.length;
}

function isRun({ requests, cpuMs }) {
  return requests >= LEAST.requests || cpuMs >= LEAST.cpuMs;
}

/** @param {readonly number[]} costs of a request, window by window */
export function isSteady(costs) {
  if (costs.length < 2 * COMPARED) return false;
  const [before, last] = [costs.slice(-2 * COMPARED, -COMPARED), costs.slice(-COMPARED)];
  return spreadOf(last).median >= STEADY * spreadOf(before).median;
}
