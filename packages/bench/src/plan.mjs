/**
 * How many windows a measurement takes, and how long that is.
 */

/** More rounds need no more processes, fewer rounds no more than one for each of so many. */
const ROUNDS_OF_SET = 8;
/** How the same code is compiled, and its heap laid out, differs from one process to the next. */
const MOST_SETS = 3;

/** Of one variant: to start and warm it, and one window. Seconds. */
const SET_S = 1.7;
const ROUND_S = 0.125;

/** A row that is measured alone is to take no longer, where that can be. Seconds. */
const SINGLE_S = 55;
const SINGLE_ROUNDS = [24, 20, 16, 12];
const LEAST_ROUNDS = 8;

/**
 * @param {number} rounds
 * @returns {number} how often a process is started for each variant
 */
export function setsOf(rounds) {
  return Math.min(MOST_SETS, Math.ceil(rounds / ROUNDS_OF_SET));
}

/**
 * @param {number} variants
 * @param {number} rounds
 * @returns {number} seconds that these variants take
 */
export function secondsOf(variants, rounds) {
  return variants * (setsOf(rounds) * SET_S + rounds * ROUND_S);
}

/**
 * @param {number} variants on all frameworks together
 * @returns {number} as many rounds as a row that is measured alone has time for
 */
export function roundsOfSingle(variants) {
  return SINGLE_ROUNDS.find((rounds) => secondsOf(variants, rounds) <= SINGLE_S) ?? LEAST_ROUNDS;
}
