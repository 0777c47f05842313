/**
 * The page about the results, and its pictures.
 */

import { tableRow } from './cells.mjs';
import { goalLines, missedIn } from './goals.mjs';
import { shown, spreadText, stolenText } from './numbers.mjs';
import { aloneIn, aloneLines, peerLines } from './peers.mjs';
import { pictureOf } from './pictures.mjs';

/**
 * @typedef {object} Remarks what people have to say to the numbers
 * @property {readonly string[]} introduction
 * @property {Readonly<Record<string, string>>} rows what to know of a row, by its name
 * @property {Readonly<Record<string, string>>} missed why a goal is missed, by row, framework and key of the goal
 * @property {Readonly<Record<string, string>>} alone why nothing of others stands in a row, by row or row and framework
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
  const alone = aloneIn(rows, remarks.alone);
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
    ...rows.flatMap((row) => rowLines(row, remarks)),
    ...peerLines(results.peers),
    ...aloneLines(alone),
    '## Not measured',
    '',
    ...[...remarks.notMeasured, ...missing.map((name) => `The row \`${name}\`.`)].map((line) => `- ${line}`),
    '',
  ];
  const pictures = rows.flatMap((row) => row.tables.map((table) => pictureOf(row, table)));
  return {
    text: lines.join('\n'),
    pictures: pictures.filter((picture) => picture !== null),
    unexplained: [
      ...missedIn(rows).filter((key) => remarks.missed[key] === undefined),
      ...alone.filter(({ reason }) => reason === undefined).map(({ name }) => name),
    ],
  };
}

function datesOf(rows) {
  const dates = [...new Set(rows.map(({ date }) => date))].toSorted();
  return dates.length <= 1 ? (dates[0] ?? 'no date') : `${dates[0]} to ${dates.at(-1)}`;
}

function rowLines(row, remarks) {
  const note = remarks.rows[row.name];
  const stolen = stolenText(row);
  return [
    `## ${row.name}`,
    '',
    `${row.title[0]?.toUpperCase()}${row.title.slice(1)}.`,
    ...(note === undefined ? [] : ['', note]),
    ...(stolen === null ? [] : ['', stolen]),
    '',
    ...row.tables.flatMap((table) => tableLines(row, table)),
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
    ...table.figures.map((figure) =>
      tableRow([figure.label, shown(figure.value.median, figure), spreadText(figure), unitOf(figure)]),
    ),
    '',
    ...(table.notes ?? []).flatMap((note) => [`${note}`, '']),
  ];
}

function unitOf({ unit, isAbsolute }) {
  return isAbsolute === true ? `${unit}, whole request` : unit;
}
