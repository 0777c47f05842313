/**
 * A row's results as plain text.
 */

import { countsText, measuredText, shown, spreadText, stolenText, verdictOf, wantedText } from './numbers.mjs';

/**
 * @param {{ name: string, title: string }} row
 * @param {import('../rows.mjs').Outcome} outcome
 */
export function rowText({ name, title }, outcome) {
  const { tables, goals } = outcome;
  const stolen = stolenText(outcome);
  return [
    `${name}: ${title}`,
    ...tables.flatMap(tableLines),
    ...(stolen === null ? [] : [`  ${stolen}`]),
    ...goals.map(goalLine),
    ...(goals.length === 0 ? [] : [`  goals: ${countsText(goals)}`]),
    '',
  ].join('\n');
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
  const verdict = { reached: 'reached', missed: 'NOT reached', uncertain: `UNCERTAIN, ${goal.uncertain}` }[
    verdictOf(goal)
  ];
  return `  goal ${goal.id}, ${where}${goal.text}: ${verdict}; measured ${measuredText(goal)}, wanted ${wantedText(goal)}`;
}
