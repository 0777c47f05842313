/**
 * How long the event loop of this process is held.
 */

import { setTimeout as delay } from 'node:timers/promises';

const WATCHED_MS = 100;
const QUIET_MS = 5;

/**
 * A turn is asked for again and again, and the gaps between turns are what somebody else has used.
 *
 * @param {number} ms how long it is watched
 * @returns {Promise<number>} the longest gap in ms
 */
export function longestGap(ms) {
  return new Promise((resolve) => {
    const until = performance.now() + ms;
    let [last, longest] = [performance.now(), 0];
    const turn = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (now >= until) resolve(longest);
      else setImmediate(turn);
    };
    setImmediate(turn);
  });
}

/**
 * For work that waits for nothing: the time during which another process had the core is none of its own.
 *
 * @param {() => void} work
 * @returns {number} ms
 */
export function holdOf(work) {
  const before = process.cpuUsage();
  const started = performance.now();
  work();
  const took = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return Math.min(took, (user + system) / 1000);
}

/** Waits for the threads of the engine, such as those that collect garbage: {@link holdOf} cannot tell their time apart. */
export async function quietThreads() {
  for (;;) {
    const before = process.cpuUsage();
    await delay(WATCHED_MS);
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 < QUIET_MS) return;
  }
}
