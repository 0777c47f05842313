/**
 * Results in a file, and results put together that were measured apart.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * @typedef {import('./rows.mjs').Outcome & { readonly name: string, readonly title: string, readonly date: string }} MeasuredRow
 *
 * @typedef {object} Results
 * @property {Readonly<Record<string, string>>} machine
 * @property {readonly import('./described-peers.mjs').DescribedPeer[]} peers
 * @property {readonly MeasuredRow[]} rows
 */

/**
 * @param {string} file
 * @param {{ mayBeMissing?: boolean }} [options]
 * @returns {Results | null} `null` for a file that may be missing, and is
 * @throws Error that says what is wrong with the file
 */
export function readResults(file, { mayBeMissing = false } = {}) {
  if (!existsSync(file)) {
    if (mayBeMissing) return null;
    throw new Error(`There is no ${file}. Results are written by: npm run bench -- --json ${file}`);
  }
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'));
    if (results.machine && Array.isArray(results.rows) && Array.isArray(results.peers)) return results;
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error.message}`);
  }
  throw new Error(`${file} holds no results of npm run bench -- --json.`);
}

/** @param {string} file @param {Results} results */
export function writeResults(file, results) {
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
}

/**
 * What is new takes the place of the same table; all else stays.
 *
 * @param {Results | null} known
 * @param {Results} added
 * @returns {Results}
 * @throws Error when they are not to be compared
 */
export function mergeResults(known, added) {
  if (known === null) return added;
  const differs = ['hardware', 'node'].find((name) => known.machine[name] !== added.machine[name]);
  if (differs !== undefined)
    throw new Error(
      `Results of "${known.machine[differs]}" and of "${added.machine[differs]}" do not go into one file. Take another one.`,
    );
  const rows = added.rows.map((row) =>
    mergeRow(
      known.rows.find(({ name }) => name === row.name),
      row,
    ),
  );
  const isNew = (key) => (one) => !added.peers.some((other) => key(other) === key(one));
  return {
    machine: added.machine,
    peers: [...known.peers.filter(isNew(({ framework, name }) => `${framework} ${name}`)), ...added.peers],
    rows: [...known.rows.filter(({ name }) => !rows.some((row) => row.name === name)), ...rows],
  };
}

/** @param {MeasuredRow | undefined} known @param {MeasuredRow} added */
function mergeRow(known, added) {
  const names = added.tables.map(({ name }) => name);
  const stays = (name) => !names.includes(name ?? '');
  return {
    ...added,
    tables: [...(known?.tables.filter(({ name }) => stays(name)) ?? []), ...added.tables],
    goals: [...(known?.goals.filter(({ where }) => where !== undefined && stays(where)) ?? []), ...added.goals],
  };
}
