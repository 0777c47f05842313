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

/**
 * @param {import('../rows.mjs').Goal} goal
 * @returns {'reached' | 'missed' | 'uncertain'}
 */
export function verdictOf({ value, limit, atLeast, uncertain }) {
  if (uncertain !== undefined) return 'uncertain';
  return (atLeast ? value.median >= limit : value.median <= limit) ? 'reached' : 'missed';
}

/** @param {readonly import('../rows.mjs').Goal[]} goals */
export function countsText(goals) {
  const count = (verdict) => goals.filter((goal) => verdictOf(goal) === verdict).length;
  return `${count('reached')} of ${goals.length} reached, ${count('uncertain')} uncertain`;
}

/** @param {import('../rows.mjs').Goal} goal */
export function measuredText(goal) {
  return `${shown(goal.value.median, goal)} (${spreadText(goal)})`;
}

/** @param {import('../rows.mjs').Goal} goal */
export function wantedText(goal) {
  const unit = goal.unit === '' ? '' : ` ${goal.unit}`;
  return `${goal.atLeast ? 'at least' : 'at most'} ${shown(goal.limit, goal)}${unit}`;
}

/** @param {import('../rows.mjs').Outcome} row @returns {string | null} `null` where it is not known */
export function stolenText({ stolen }) {
  if (typeof stolen !== 'number') return null;
  return `The host took ${shown(stolen * 100, { digits: 1 })}% of the CPU time for others.`;
}
