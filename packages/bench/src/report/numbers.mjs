/**
 * Figures and goals in words.
 */

/** @param {number} value @param {{ digits: number }} figure */
export function shown(value, { digits }) {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The middle half of what was measured. */
export function spreadText(figure) {
  return `${shown(figure.value.p25, figure)} to ${shown(figure.value.p75, figure)}`;
}

/** @param {import('../rows.mjs').Goal} goal */
export function isReached({ value, limit, atLeast }) {
  return atLeast ? value.median >= limit : value.median <= limit;
}

/** What was measured, what was wanted, and how far they are apart. */
export function ofGoal(goal) {
  const unit = goal.unit === '' ? '' : ` ${goal.unit}`;
  const bound = `${goal.atLeast ? 'at least' : 'at most'} ${shown(goal.limit, goal)}`;
  const missed = isReached(goal) ? '' : `, missed by ${shown(Math.abs(goal.value.median - goal.limit), goal)}`;
  return `measured ${shown(goal.value.median, goal)} (${spreadText(goal)}), wanted ${bound}${unit}${missed}`;
}
