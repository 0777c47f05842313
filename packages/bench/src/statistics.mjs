/**
 * Medians and spreads: what noise of other processes moves least.
 */

/**
 * @typedef {{ readonly median: number, readonly p25: number, readonly p75: number }} Spread
 *
 * @param {readonly number[]} values
 * @returns {Spread}
 */
export function spreadOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p25: quantile(sorted, 0.25), p75: quantile(sorted, 0.75) };
}

/**
 * The value that this share of the sorted ones does not exceed, between two neighbours by distance.
 *
 * @param {readonly number[]} sorted
 * @param {number} share
 * @returns {number}
 */
export function quantile(sorted, share) {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}
