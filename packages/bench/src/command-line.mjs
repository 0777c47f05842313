/**
 * The command's arguments.
 */

import { parseArgs } from 'node:util';
import { ROWS } from './rows.mjs';

export const HELP = `Measures Doorward beside the bare framework and a hand-written minimum.

  npm run bench -- [row ...] [--rounds N] [--json FILE]

Rows, all of them unless named:
${ROWS.map(({ name, title }) => `  ${name.padEnd(18)}${title}`).join('\n')}

  --rounds N    rounds for each framework or row, instead of its own number
  --json FILE   writes all that was measured there
  --help        this text

Goals are shown beside the results. Missing one is no error: only a variant that answers wrongly is.
Nothing else should run on the machine meanwhile.
`;

/** A mistake of the caller: the message is for them. */
export class UsageError extends Error {}

/**
 * @param {readonly string[]} args
 * @returns {{ help: boolean, rows: readonly import('./rows.mjs').Row[], rounds: number | null, json: string | null }}
 * @throws UsageError
 */
export function readCommandLine(args) {
  const { values, positionals } = parse(args);
  const known = ROWS.map(({ name }) => name);
  const wrong = positionals.filter((name) => !known.includes(name));
  if (wrong.length > 0)
    throw new UsageError(`No row ${wrong.map((name) => `"${name}"`).join(', ')}. Rows: ${known.join(', ')}.`);
  const rounds = values.rounds === undefined ? null : Number(values.rounds);
  if (rounds !== null && !(Number.isInteger(rounds) && rounds > 0))
    throw new UsageError('--rounds takes a whole number from 1.');
  const rows = positionals.length === 0 ? ROWS : ROWS.filter(({ name }) => positionals.includes(name));
  return { help: values.help ?? false, rows, rounds, json: values.json ?? null };
}

function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, rounds: { type: 'string' }, json: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(error.message);
  }
}
