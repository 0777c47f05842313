/**
 * Which windows something else on the machine has disturbed. They are measured again, up to a bound.
 */

/** A server that has less of its core than this did not use what it could. */
const BUSY = 0.9;
/** Who waits longer than this share of a window for a core that is taken, does not have it alone. */
const WAITED = 0.1;
/** Clocks tick each 10 ms: one stolen tick is more than this in a window. */
const STOLEN = 0.02;

/** How often one window may be taken again, and which share of all of them. */
const AGAIN = 2;
const AGAIN_SHARE = 0.25;

/**
 * @param {import('./window.mjs').Window} window
 * @param {boolean} sharesCore whether something that belongs to the server is on its core, and may make it wait
 */
export function isDisturbed({ busy, serverWaited, loaderWaited, stolen }, sharesCore) {
  if ((stolen ?? 0) > STOLEN) return true;
  if (busy >= BUSY) return false;
  // What is not known counts as waiting. One that did not wait was idle, or its loader was too slow: nobody disturbed it.
  const waits = sharesCore ? [loaderWaited ?? 0] : [loaderWaited, serverWaited];
  return waits.some((waited) => waited === null || waited > WAITED);
}

/**
 * @typedef {object} Repeats
 * @property {number} windows that were to be taken
 * @property {number} again how many were taken again
 * @property {number} kept how many count although they were disturbed
 *
 * @returns {Repeats}
 */
export function noRepeats(windows) {
  return { windows, again: 0, kept: 0 };
}

/**
 * Takes a window, again while it is disturbed and the bounds allow it; counts that.
 *
 * @template W
 * @param {() => Promise<W>} take
 * @param {(window: W) => boolean} isBad
 * @param {Repeats} repeats
 * @returns {Promise<W>} the last one that was taken
 */
export async function takeUndisturbed(take, isBad, repeats) {
  let window = await take();
  for (let i = 0; i < AGAIN && isBad(window) && repeats.again < repeats.windows * AGAIN_SHARE; i += 1) {
    repeats.again += 1;
    window = await take();
  }
  if (isBad(window)) repeats.kept += 1;
  return window;
}
