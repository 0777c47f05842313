/**
 * What the control of a measurement says about it: it does what the bare framework does, so whatever it seems to cost is
 * noise. Goals that the noise could have decided are uncertain.
 */

import { shown } from '../report/numbers.mjs';
import { spreadOf } from '../statistics.mjs';
import { baseOf, variantOf } from './figures.mjs';

/** The control may seem to cost so much: microseconds, and share of the variant that it repeats. */
const TOLERATED_US = 2;
const TOLERATED_SHARE = 0.05;
/** Its middle half may be so many times as wide as what the goal allows. */
const TOLERATED_WIDTH = 2;
/** A middle half of fewer windows is chance. */
const LEAST_ROUNDS = 7;
/** So many windows may count although they were disturbed. */
const TOLERATED_KEPT = 0.1;
/** A server with less of its core waited for the loader, or for something else. */
const BUSY = 0.9;

/**
 * @typedef {object} Noise
 * @property {string | null} disturbed why no goal can be judged; `null` when some can
 * @property {import('../statistics.mjs').Spread | null} control what it seems to cost; `null` without one
 *
 * @param {import('./row.mjs').ComparedRow} row
 * @param {import('../measure.mjs').Result} result
 * @returns {Noise}
 */
export function noiseOf(row, result) {
  const variant = result.framework.variants.find(
    ({ kind, name }) => kind === 'control' && variantOf(result, name) !== undefined,
  );
  const control = variant === undefined ? null : row.figure(result, variant);
  const reasons = [
    control === null ? null : farReason(row, result, { variant, control }),
    result.rounds.length < LEAST_ROUNDS ? `only ${result.rounds.length} rounds were measured` : null,
    keptReason(result.repeats),
    idleReason(result),
  ];
  return { disturbed: reasons.find((reason) => reason !== null) ?? null, control };
}

/**
 * @param {import('../rows.mjs').Goal} goal
 * @param {Noise} noise of its row, on its framework
 * @returns {string | null} why it is neither reached nor missed; `null` when it is one of them
 */
export function uncertaintyOf(goal, { disturbed, control }) {
  if (disturbed !== null) return disturbed;
  const { peer, limit } = goal;
  if (peer !== undefined && (limit <= 0 || peer.median <= reachOf(control)))
    return `what ${peer.name} costs (${shown(peer.median, goal)} us) is within the noise`;
  const width = control === null ? 0 : control.p75 - control.p25;
  const room = goal.atLeast ? 1 - limit : limit;
  if (width <= TOLERATED_WIDTH * room) return null;
  return `the middle half of the control is ${shown(width, goal)} wide, over ${TOLERATED_WIDTH} times what the goal allows`;
}

/**
 * @param {import('../measure.mjs').Result} result
 * @returns {readonly string[]} names of the servers that did not use their core, and have nothing of their own beside them
 */
export function idleIn({ framework, rounds }) {
  return framework.variants
    .filter(({ name, sharesCore }) => name in (rounds[0] ?? {}) && sharesCore !== true)
    .filter(({ name }) => spreadOf(rounds.map((round) => round[name].busy)).median < BUSY)
    .map(({ name }) => name);
}

/** How far from zero the control still is in its middle half. */
function reachOf(control) {
  return control === null ? 0 : Math.max(Math.abs(control.p25), Math.abs(control.p75));
}

function farReason(row, result, { variant, control }) {
  const isShare = row.unit === 'of bare';
  const base = baseOf(result, variant);
  const whole = spreadOf(result.rounds.map((round) => round[base].cpuUs)).median;
  const tolerated = isShare ? TOLERATED_SHARE : Math.max(TOLERATED_US, TOLERATED_SHARE * whole);
  const off = control.median - (isShare ? 1 : 0);
  if (Math.abs(off) <= tolerated) return null;
  const unit = isShare ? '' : ` ${row.unit}`;
  return `the control is ${shown(Math.abs(off), row)}${unit} off ${base}, and at most ${shown(tolerated, row)} is noise`;
}

function keptReason({ kept, windows }) {
  return kept <= TOLERATED_KEPT * windows ? null : `${kept} of ${windows} windows stayed disturbed`;
}

function idleReason(result) {
  const own = idleIn(result).filter((name) => variantOf(result, name)?.kind !== 'peer');
  if (own.length === 0) return null;
  return `${own.join(', ')} had less than ${BUSY * 100}% of the core`;
}
