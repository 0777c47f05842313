/**
 * The process of somebody who is signed in: requests at a steady pace, whether the ones before are
 * answered or not, and how long each has taken.
 */

import { openConnection } from './connection.mjs';
import { preferThisProcess } from './priority.mjs';

const EVERY_MS = 4;

/** @type {import('./connection.mjs').Connection[]} */
const idle = [];

/** @param {{ port: number, request: string, ms: number }} probe */
async function run({ port, request, ms }) {
  while (idle.length < 2) idle.push(await openConnection(port));
  const until = performance.now() + ms;
  /** @type {Promise<number>[]} */
  const asked = [];
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      if (performance.now() < until) return asked.push(ask(port, request));
      clearInterval(timer);
      Promise.all(asked).then(resolve, reject);
    }, EVERY_MS);
  });
}

async function ask(port, request) {
  const connection = idle.pop() ?? (await openConnection(port));
  const { status, ms } = await connection.ask(request);
  idle.push(connection);
  if (status !== '200') throw new Error(`a signed-in request was answered with ${status}`);
  return ms;
}

preferThisProcess();
process.on('disconnect', () => process.exit(0));
process.on('message', async (/** @type {any} */ probe) => {
  try {
    process.send?.(await run(probe));
  } catch (error) {
    process.send?.({ error: error.message });
  }
});
process.send?.('ready');
