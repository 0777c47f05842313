/**
 * Figures of the variants of one measurement. Differences are taken within a round.
 */

import { spreadOf } from '../statistics.mjs';

/** What a variant costs more than the one that it is compared with; differences are taken within a round. */
export function addedCpu(result, variant) {
  const base = baseOf(result, variant);
  return perRound(result, (round) => round[variant.name].cpuUs - (base === null ? 0 : round[base].cpuUs));
}

export function perRound({ rounds }, of) {
  return spreadOf(rounds.map(of));
}

/** @returns {import('../variant.mjs').Variant | undefined} one that took part */
export function variantOf({ framework, rounds }, name) {
  return name in (rounds[0] ?? {}) ? framework.variants.find((variant) => variant.name === name) : undefined;
}

/** @returns {string | null} the variant whose figures are subtracted, if there is one */
export function baseOf({ rounds }, { kind, comparedWith }) {
  if (comparedWith !== undefined) return comparedWith;
  return kind === 'bare' || !('bare' in (rounds[0] ?? {})) ? null : 'bare';
}
