/**
 * What sessions weigh, what their number costs a look-up, and how long their expiry holds the event loop.
 */

import { startPinned } from '../pinned-process.mjs';
import { COUNTS, MANY, named, outcomeOf } from './outcome.mjs';

const ROUNDS = 1;

/** Whose memory stores are filled, and with how many: a million take some of them too long. */
const PEERS = ['express-session', 'hono-sessions', 'better-auth'];
const PEER_COUNT = 100_000;

/** Look-ups of each size by turns. */
const CHECKS = 9;

const NODE_OPTIONS = ['--expose-gc', '--max-old-space-size=8192'];

/** @type {import('../rows.mjs').Row} */
export const MEMORY = {
  name: 'memory',
  title: 'bytes of a live session, the check among 1,000 and 1,000,000, and how long the expiry holds the event loop',
  run,
};

async function run({ rounds: asked, peers, progress }) {
  const rounds = asked ?? ROUNDS;
  const samples = [];
  for (let round = 0; round < rounds; round += 1) {
    const sessions = await measureSessions(progress);
    progress(`round ${round + 1} of ${rounds}: sweeping an SQLite file of ${MANY} sessions`);
    samples.push({ ...sessions, sqlite: await measureSqlite() });
  }
  const others = peers ? await measurePeers(rounds, progress) : [];
  return outcomeOf(samples, others);
}

/** @returns {Promise<readonly { name: string, bytes: readonly number[] }[]>} */
async function measurePeers(rounds, progress) {
  const measured = [];
  for (const name of PEERS) {
    const bytes = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = await startPinned('memory/peer-sessions.mjs', [String(PEER_COUNT), name], 0, NODE_OPTIONS);
      bytes.push((await one.ask('bytes')).bytes);
      await one.stop();
    }
    progress(`${named(PEER_COUNT)} sessions of ${name}`);
    measured.push({ name, bytes });
  }
  return measured;
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
  // On any core: what runs beside the event loop would else take turns with it.
  const one = await startPinned('memory/sqlite-sweep.mjs', [String(MANY)], null, NODE_OPTIONS);
  try {
    return await one.ask('sweep');
  } finally {
    await one.stop();
  }
}

function start(file, count) {
  return startPinned(file, [String(count)], 0, NODE_OPTIONS);
}
