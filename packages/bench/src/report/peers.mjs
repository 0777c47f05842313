/**
 * What the page says about others: how they are configured, and where none stands beside Doorward.
 */

import { tableRow } from './cells.mjs';

/**
 * @param {readonly import('../described-peers.mjs').DescribedPeer[]} peers
 * @returns {readonly string[]} lines
 */
export function peerLines(peers) {
  if (peers.length === 0) return [];
  return [
    '## How the others are configured',
    '',
    'As their documentation recommends for production, with sessions in memory where Doorward has them there.',
    '',
    '| on | what | configuration | versions |',
    '|---|---|---|---|',
    ...peers.map((peer) => tableRow([peer.framework, peer.name, peer.configuration, peer.versions])),
    '',
  ];
}

/**
 * @typedef {object} Alone a row, or its table of one framework, in which no other stands
 * @property {string} name as remarks name it
 * @property {string | undefined} reason
 *
 * @param {readonly import('../results.mjs').MeasuredRow[]} rows
 * @param {Readonly<Record<string, string>>} reasons
 * @returns {readonly Alone[]}
 */
export function aloneIn(rows, reasons) {
  const isAlone = (table) => table.figures.every(({ kind }) => kind !== 'peer');
  return rows.flatMap(({ name, tables }) => {
    const whole = tables.length > 0 && tables.every(isAlone);
    const places = tables
      .filter((table) => isAlone(table) && isOfFramework(table))
      .map((table) => `${name} / ${table.name}`);
    const names = whole && (reasons[name] !== undefined || places.length === 0) ? [name] : places;
    return names.map((each) => ({ name: each, reason: reasons[each] }));
  });
}

/** @param {readonly Alone[]} alone @returns {readonly string[]} lines */
export function aloneLines(alone) {
  if (alone.length === 0) return [];
  return [
    '## Without others',
    '',
    'Nothing that others made stands in these rows:',
    '',
    ...alone.map(({ name, reason }) => `- \`${name}\`: ${reason ?? 'Not explained yet.'}`),
    '',
  ];
}

/** Parts of one measurement are tables too: only those of a framework are meant. */
function isOfFramework(table) {
  return table.figures.some(({ kind }) => kind === 'bare' || kind === 'control');
}
