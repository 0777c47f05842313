/**
 * The process of everybody who signs in: so many at once, and for each that is answered the next.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { openConnection } from './connection.mjs';
import { loginRequest } from './people.mjs';
import { preferThisProcess } from './priority.mjs';

/** @type {Record<string, number>} */
let answers = {};
let attempts = 0;
let goesOn = true;
/** @type {string | null} */
let wrong = null;

/** A client that signs in again and again. */
async function signIn(port) {
  while (goesOn) {
    attempts += 1;
    const { request, wanted } = loginRequest(port, attempts);
    const connection = await openConnection(port);
    const { status } = await connection.ask(request);
    connection.close();
    answers[status] = (answers[status] ?? 0) + 1;
    if (status !== wanted) wrong ??= `a login was answered with ${status} instead of ${wanted}`;
  }
}

/** Those who come when the line is full, so many at once, and later one by one; each leaves with the answer. */
async function comeLate(port, { burst, oneByOne, everyMs }) {
  const first = Array.from({ length: burst }, () => tryOnce(port));
  await pause(AFTER_BURST_MS);
  const later = [];
  for (let i = 0; i < oneByOne; i += 1) {
    later.push(tryOnce(port));
    await pause(everyMs);
  }
  return { burst: await Promise.all(first), late: await Promise.all(later) };
}

async function tryOnce(port) {
  attempts += 1;
  const { request } = loginRequest(port, attempts);
  const connection = await openConnection(port);
  const { status, ms, head } = await Promise.race([connection.ask(request), waited()]);
  connection.close();
  return { status, ms, retryAfter: /\r\nretry-after: (\S+)/i.exec(head)?.[1] ?? null };
}

/** Who is let into the line waits with the others, and is not asked further. */
async function waited() {
  await pause(LATE_LIMIT_MS);
  return { status: 'waits', ms: LATE_LIMIT_MS, head: '' };
}

const AFTER_BURST_MS = 500;
const LATE_LIMIT_MS = 1_500;

const questions = {
  /** @param {{ port: number, count: number }} storm */
  start: ({ port, count }) => {
    for (let i = 0; i < count; i += 1) signIn(port).catch((error) => (wrong ??= error.message));
    return {};
  },
  /** What was answered since the last time. */
  answers: () => {
    if (wrong !== null) throw new Error(wrong);
    const since = answers;
    answers = {};
    return since;
  },
  /** @param {{ port: number, burst: number, oneByOne: number, everyMs: number }} late */
  late: ({ port, ...late }) => comeLate(port, late),
  end: () => {
    goesOn = false;
    return {};
  },
};

preferThisProcess();
process.on('disconnect', () => process.exit(0));
process.on('message', async (/** @type {{ question: keyof typeof questions }} */ message) => {
  try {
    process.send?.(await questions[message.question](/** @type {any} */ (message)));
  } catch (error) {
    process.send?.({ error: error.message });
  }
});
process.send?.('ready');
