/**
 * The page about the results, and its pictures.
 */

import { isReached, ofGoal, shown, spreadText } from './numbers.mjs';
import { pictureOf } from './pictures.mjs';

/**
 * @typedef {object} Remarks what people have to say to the numbers
 * @property {readonly string[]} introduction
 * @property {Readonly<Record<string, string>>} rows what to know of a row, by its name
 * @property {Readonly<Record<string, string>>} missed why a goal is missed, by row, framework and key of the goal
 * @property {readonly string[]} notMeasured
 *
 * @param {import('../results.mjs').Results} results
 * @param {Remarks} remarks
 * @param {readonly string[]} order names of the rows
 * @returns {{ text: string, pictures: readonly import('./pictures.mjs').Picture[], unexplained: readonly string[] }}
 */
export function pageOf(results, remarks, order) {
  const rows = results.rows.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const missing = order.filter((name) => !rows.some((row) => row.name === name));
  const lines = [
    '# Performance',
    '',
    ...remarks.introduction,
    '',
    '## Measured on',
    '',
    ...Object.values(results.machine).map((line) => `- ${line}`),
    `- ${datesOf(rows)}`,
    '',
    '## Goals',
    '',
    ...goalLines(rows, remarks),
    '',
    ...rows.flatMap((row) => rowLines(row, remarks)),
    ...peerLines(results.peers),
    '## Not measured',
    '',
    ...[...remarks.notMeasured, ...missing.map((name) => `The row \`${name}\`.`)].map((line) => `- ${line}`),
    '',
  ];
  const pictures = rows.flatMap((row) => row.tables.map((table) => pictureOf(row, table)));
  return {
    text: lines.join('\n'),
    pictures: pictures.filter((picture) => picture !== null),
    unexplained: missedIn(rows).filter((key) => remarks.missed[key] === undefined),
  };
}

function remarkKey(row, goal) {
  return [row.name, goal.where, goal.key].filter((part) => part !== undefined).join(' / ');
}

function missedIn(rows) {
  return rows.flatMap((row) => row.goals.filter((goal) => !isReached(goal)).map((goal) => remarkKey(row, goal)));
}

function datesOf(rows) {
  const dates = [...new Set(rows.map(({ date }) => date))].toSorted();
  return dates.length <= 1 ? (dates[0] ?? 'no date') : `${dates[0]} to ${dates.at(-1)}`;
}

function goalLines(rows, remarks) {
  const all = rows.flatMap((row) => row.goals.map((goal) => ({ row, goal })));
  const reached = all.filter(({ goal }) => isReached(goal));
  const missed = all.filter(({ goal }) => !isReached(goal));
  return [
    `${reached.length} of ${all.length} are reached.`,
    '',
    ...(missed.length === 0 ? [] : ['Missed:', '']),
    ...missed.map(({ row, goal }) => {
      const why = remarks.missed[remarkKey(row, goal)] ?? 'Not explained yet.';
      return `- **${goal.id}**, [${row.name}](#${row.name}), ${nameOf(goal)}: ${ofGoal(goal)}. ${why}`;
    }),
  ];
}

function rowLines(row, remarks) {
  const note = remarks.rows[row.name];
  return [
    `## ${row.name}`,
    '',
    `${row.title[0]?.toUpperCase()}${row.title.slice(1)}.`,
    ...(note === undefined ? [] : ['', note]),
    '',
    ...row.tables.flatMap((table) => tableLines(row, table)),
    ...row.goals.map(
      (goal) => `- ${goal.id}, ${nameOf(goal)}: ${isReached(goal) ? 'reached' : '**missed**'}; ${ofGoal(goal)}.`,
    ),
    '',
  ];
}

function tableLines(row, table) {
  const picture = pictureOf(row, table);
  return [
    `### ${table.name}: ${row.name}`,
    '',
    ...(picture === null ? [] : [`![${picture.alt}](images/${picture.name})`, '']),
    '| | median | middle half | |',
    '|---|---:|---:|---|',
    ...table.figures.map((figure) => {
      const cells = [figure.label, shown(figure.value.median, figure), spreadText(figure), unitOf(figure)];
      return `| ${cells.map(escapeCell).join(' | ')} |`;
    }),
    '',
    ...(table.notes ?? []).flatMap((note) => [`${note}`, '']),
  ];
}

function unitOf({ unit, isAbsolute }) {
  return isAbsolute === true ? `${unit}, whole request` : unit;
}

function nameOf({ where, text }) {
  return where === undefined ? text : `${where}, ${text}`;
}

function peerLines(peers) {
  if (peers.length === 0) return [];
  return [
    '## How the others are configured',
    '',
    'As their documentation recommends for production, with sessions in memory where Doorward has them there.',
    '',
    '| on | what | configuration | versions |',
    '|---|---|---|---|',
    ...peers.map((peer) => {
      const cells = [peer.framework, peer.name, peer.configuration, peer.versions];
      return `| ${cells.map(escapeCell).join(' | ')} |`;
    }),
    '',
  ];
}

function escapeCell(text) {
  return text.replaceAll('|', '\\|');
}
