/**
 * A row's results as plain text.
 */

import { isReached, ofGoal, shown, spreadText } from './numbers.mjs';

/**
 * @param {{ name: string, title: string }} row
 * @param {import('../rows.mjs').Outcome} outcome
 */
export function rowText({ name, title }, { tables, goals }) {
  return [`${name}: ${title}`, ...tables.flatMap(tableLines), ...goals.map(goalLine), ''].join('\n');
}

function tableLines({ name, figures, notes = [] }) {
  const width = Math.max(12, ...figures.map(({ label }) => label.length));
  return [
    `  ${name}`,
    ...figures.map((figure) => {
      const { label, value, unit } = figure;
      return `    ${label.padEnd(width)}${shown(value.median, figure).padStart(12)}  (${spreadText(figure)}) ${unit}`;
    }),
    ...notes.map((note) => `    ${note}`),
  ];
}

function goalLine(goal) {
  const where = goal.where === undefined ? '' : `${goal.where}, `;
  const verdict = isReached(goal) ? 'reached' : 'NOT reached';
  return `  goal ${goal.id}, ${where}${goal.text}: ${verdict}; ${ofGoal(goal)}`;
}
