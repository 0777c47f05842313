/**
 * Clients are on other machines. Where they share one with the server, the time until one of them gets a
 * core is none of the server's, so they come first where that is allowed.
 */

import { setPriority } from 'node:os';

const FIRST = -10;

/** @returns {boolean} false where this user may not */
export function preferThisProcess() {
  try {
    setPriority(FIRST);
    return true;
  } catch {
    return false;
  }
}
