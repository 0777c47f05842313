/**
 * The goals on the page: one table, and below it why some are missed or uncertain.
 */

import { tableRow } from './cells.mjs';
import { countsText, measuredText, verdictOf, wantedText } from './numbers.mjs';

/**
 * @param {readonly import('../results.mjs').MeasuredRow[]} rows
 * @param {import('./page.mjs').Remarks} remarks
 * @returns {readonly string[]} lines
 */
export function goalLines(rows, remarks) {
  const all = rows.flatMap((row) => row.goals.map((goal) => ({ row, goal, verdict: verdictOf(goal) })));
  return [
    `${countsText(all.map(({ goal }) => goal))}.`,
    '',
    '| id | row | framework | what | measured, middle half | wanted | outcome |',
    '|---|---|---|---|---:|---|---|',
    ...all.map(({ row, goal, verdict }) =>
      tableRow([
        goal.id,
        `[${row.name}](#${row.name})`,
        goal.where ?? '',
        goal.text,
        measuredText(goal),
        wantedText(goal),
        verdict === 'missed' ? '**missed**' : verdict,
      ]),
    ),
    '',
    ...reasonLines('Why goals are missed:', all, 'missed', ({ row, goal }) => remarks.missed[remarkKey(row, goal)]),
    ...reasonLines('Why goals are uncertain:', all, 'uncertain', ({ goal }) => `${capital(goal.uncertain)}.`),
  ];
}

/**
 * @param {readonly import('../results.mjs').MeasuredRow[]} rows
 * @returns {readonly string[]} the keys of the remarks that say why goals are missed
 */
export function missedIn(rows) {
  return rows.flatMap((row) =>
    row.goals.filter((goal) => verdictOf(goal) === 'missed').map((goal) => remarkKey(row, goal)),
  );
}

function remarkKey(row, goal) {
  return [row.name, goal.where, goal.key].filter((part) => part !== undefined).join(' / ');
}

/** Many goals have one reason, which is said once. */
function reasonLines(title, all, verdict, reasonOf) {
  /** @type {Map<string, string[]>} */
  const byReason = new Map();
  for (const one of all.filter((each) => each.verdict === verdict)) {
    const reason = reasonOf(one) ?? 'Not explained yet.';
    byReason.set(reason, [...(byReason.get(reason) ?? []), nameOf(one)]);
  }
  if (byReason.size === 0) return [];
  return [title, '', ...[...byReason].map(([reason, names]) => `- _${names.join('; ')}:_ ${reason}`), ''];
}

function nameOf({ row, goal }) {
  return `${row.name}${goal.where === undefined ? '' : ` on ${goal.where}`}, ${goal.text}`;
}

function capital(text) {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}
