/**
 * What happens every second or every minute, to make it happen when it is watched. Import it before what
 * sets the timers.
 */

const SLOW_MS = 1_000;

const { setInterval: every } = globalThis;

/** @type {(() => void)[]} */
export const slowTimers = [];

globalThis.setInterval = /** @type {any} */ (
  (callback, ms, ...args) => {
    if (ms >= SLOW_MS) slowTimers.push(() => callback(...args));
    return every(callback, ms, ...args);
  }
);
