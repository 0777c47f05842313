/**
 * The command's arguments.
 */

import { parseArgs } from 'node:util';
import { FRAMEWORKS } from './frameworks/all.mjs';
import { ROWS } from './rows.mjs';

/** On all frameworks with peers; a test adds their variants up. */
const LONG_ROWS = ['signed-in', 'stranger', 'throughput'];
const SLOW_ROW = 'memory';

export const HELP = `Measures Doorward beside the bare framework, a hand-written minimum, and what others made for the same purpose.

  npm run bench                      all rows; writes docs/performance.md with its pictures
  npm run bench -- [row ...]         these rows; prints them
  npm run bench -- --from FILE       writes docs/performance.md from earlier results, without measuring

Rows:
${ROWS.map(({ name, title }) => `  ${name.padEnd(18)}${title}`).join('\n')}

  --framework NAME   only there, and repeatable: ${FRAMEWORKS.join(', ')}
  --no-peers         without what others made: nothing more is installed, and it takes less time
  --rounds N         rounds for each framework or row, instead of its own number; less than 7 judge no goal beside others
  --json FILE        writes the results there, and leaves what the file holds of other rows and frameworks
  --help             this text

Goals are shown beside the results. Missing one is no error: only a variant that answers wrongly is.

Nothing else should run on the machine meanwhile. A window in which something else took the core is measured again; a goal
that noise could have decided is called uncertain.

A row takes less than a minute on one framework. On all of them too, except for ${LONG_ROWS.join(', ')}. ${SLOW_ROW} takes
several minutes. A row that is measured alone takes fewer processes and rounds than in the whole run, which takes about half
an hour. Before each row it says how long the rest will take.
`;

/** A mistake of the caller: the message is for them. */
export class UsageError extends Error {}

/**
 * @typedef {object} Options
 * @property {boolean} help
 * @property {readonly import('./rows.mjs').Row[]} rows
 * @property {boolean} isWhole true when nothing was left out: the page is written then
 * @property {readonly string[]} frameworks
 * @property {boolean} peers
 * @property {number | null} rounds
 * @property {string | null} json
 * @property {string | null} from
 *
 * @param {readonly string[]} args
 * @returns {Options}
 * @throws UsageError
 */
export function readCommandLine(args) {
  const { values, positionals } = parse(args);
  const names = ROWS.map(({ name }) => name);
  assertKnown('row', positionals, names);
  assertKnown('framework', values.framework ?? [], FRAMEWORKS);
  const from = values.from ?? null;
  if (from !== null && args.length > 2 && !args.every((arg) => arg.startsWith('--from') || arg === from))
    throw new UsageError('--from FILE stands alone: nothing is measured.');
  const frameworks = FRAMEWORKS.filter((id) => values.framework?.includes(id) ?? true);
  const peers = values['no-peers'] !== true;
  if (!peers && values.framework?.includes('fastify'))
    throw new UsageError('fastify is one of the peers: take --no-peers away.');
  return {
    help: values.help ?? false,
    rows: positionals.length === 0 ? ROWS : ROWS.filter(({ name }) => positionals.includes(name)),
    isWhole: positionals.length === 0 && values.framework === undefined && peers,
    frameworks: peers ? frameworks : frameworks.filter((id) => id !== 'fastify'),
    peers,
    rounds: readRounds(values.rounds),
    json: values.json ?? null,
    from,
  };
}

function assertKnown(what, given, known) {
  const wrong = given.filter((name) => !known.includes(name)).map((name) => `"${name}"`);
  if (wrong.length > 0) throw new UsageError(`No ${what} ${wrong.join(', ')}. There are: ${known.join(', ')}.`);
}

function readRounds(text) {
  const rounds = text === undefined ? null : Number(text);
  if (rounds === null || (Number.isInteger(rounds) && rounds > 0)) return rounds;
  throw new UsageError(`--rounds takes a whole number from 1, not "${text}".`);
}

function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        framework: { type: 'string', multiple: true },
        'no-peers': { type: 'boolean' },
        rounds: { type: 'string' },
        json: { type: 'string' },
        from: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error.message}\nSee: npm run bench -- --help`);
  }
}
