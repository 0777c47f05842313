/**
 * What sessions weigh, what their number costs a look-up, and how long their expiry holds the event loop.
 */

import { startPinned } from '../pinned-process.mjs';
import { spreadOf } from '../statistics.mjs';

const COUNTS = [1_000, 100_000, 1_000_000];
const [FEW, , MANY] = /** @type {[number, number, number]} */ (COUNTS);

const LIMITS = { bytes: 300, check: 2.5, holdMs: 5 };

/** Look-ups of each size by turns. */
const CHECKS = 9;

const NODE_OPTIONS = ['--expose-gc', '--max-old-space-size=8192'];

/** @type {import('../rows.mjs').OwnRow} */
export const MEMORY = {
  kind: 'own',
  name: 'memory',
  title: 'bytes of a live session, the check among 1,000 and 1,000,000, and how long the expiry holds the event loop',
  rounds: 1,
  run,
};

async function run(rounds, progress) {
  const samples = [];
  for (let round = 0; round < rounds; round += 1) {
    const sessions = await measureSessions(progress);
    progress(`round ${round + 1} of ${rounds}: sweeping an SQLite file of ${MANY} sessions`);
    samples.push({ ...sessions, sqlite: await measureSqlite() });
  }
  return outcomeOf(samples);
}

async function measureSessions(progress) {
  const processes = await Promise.all(COUNTS.map((count) => start('memory/sessions.mjs', count)));
  try {
    const bytes = [];
    for (const one of processes) bytes.push(await one.ask('bytes'));
    progress(`${COUNTS.join(', ')} sessions are there`);
    const checks = [];
    for (let i = -2; i < CHECKS; i += 1) {
      const times = [];
      for (const one of processes) times.push(await one.ask('check'));
      // The first ones are for the compiler.
      if (i >= 0) checks.push(times);
    }
    return { bytes, checks, sweep: await processes.at(-1)?.ask('sweep') };
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
}

async function measureSqlite() {
  const one = await start('memory/sqlite-sweep.mjs', MANY);
  try {
    return await one.ask('sweep');
  } finally {
    await one.stop();
  }
}

function start(file, count) {
  return startPinned(file, [String(count)], 0, NODE_OPTIONS);
}

/** @returns {import('../rows.mjs').Outcome} */
function outcomeOf(samples) {
  const checks = samples.flatMap((sample) => sample.checks);
  const bytes = COUNTS.map((count, i) => ({
    count,
    bare: spreadOf(samples.map((sample) => sample.bytes[i].bare)),
    store: spreadOf(samples.map((sample) => sample.bytes[i].store)),
    cache: spreadOf(samples.map((sample) => sample.bytes[i].cache)),
    both: spreadOf(samples.map((sample) => sample.bytes[i].store + sample.bytes[i].cache)),
  }));
  const times = (which) => spreadOf(checks.map((all) => all.at(-1)[which] / all[0].anyUs));
  const holds = {
    memory: spreadOf(samples.map(({ sweep }) => sweep.longestMs)),
    sqlite: spreadOf(samples.map(({ sqlite }) => sqlite.sweepMs)),
  };
  return {
    figures: [
      ...bytes.flatMap(({ count, bare, store, cache }) => [
        figure(`${named(count)} sessions, store with the index of users`, store, 'bytes each', 0),
        figure(`${named(count)} sessions, of that key, order and index`, bare, 'bytes each', 0),
        figure(`${named(count)} sessions, cache in front of it`, cache, 'bytes each', 0),
      ]),
      ...COUNTS.map((count, i) =>
        figure(`check, any of ${named(count)}`, spreadOf(checks.map((all) => all[i].anyUs)), 'us', 2),
      ),
      figure('check, 10,000 in use of 1,000,000', spreadOf(checks.map((all) => all.at(-1).activeUs)), 'us', 2),
      figure('longest hold by the sweep of 1,000,000 in memory', holds.memory, 'ms', 2),
      figure('longest gap while 1,000,000 in SQLite are swept', holds.sqlite, 'ms', 2),
      figure('the same at rest', spreadOf(samples.map(({ sqlite }) => sqlite.quietMs)), 'ms', 2),
      figure('swept out of the SQLite file', spreadOf(samples.map(({ sqlite }) => sqlite.perSecond)), 'rows/s', 0),
    ],
    goals: [
      ...bytes.map(({ count, both }) =>
        goal(`${named(count)} sessions, ${LIMITS.bytes} bytes each`, both, LIMITS.bytes, 0),
      ),
      goal(
        `check, 10,000 in use of ${named(MANY)}, ${LIMITS.check} x that at ${named(FEW)}`,
        times('activeUs'),
        LIMITS.check,
        2,
      ),
      goal(`check, any of ${named(MANY)}, ${LIMITS.check} x that at ${named(FEW)}`, times('anyUs'), LIMITS.check, 2),
      ...Object.entries(holds).map(([name, value]) =>
        goal(`sweep in ${name}, ${LIMITS.holdMs} ms`, value, LIMITS.holdMs, 2),
      ),
    ],
    samples,
  };
}

function figure(label, value, unit, digits) {
  return { label, value, unit, digits };
}

function goal(text, value, limit, digits) {
  return { id: 'G8', text, value, limit, reached: value.median <= limit, digits };
}

function named(count) {
  return count.toLocaleString('en');
}
