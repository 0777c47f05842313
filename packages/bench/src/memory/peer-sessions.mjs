/**
 * The process in which so many sessions of a peer live: `peer-sessions.mjs <count> <peer>`. Answers bytes for each.
 */

import { STORES } from '../../peers/memory/stores.mjs';

const [count = '1', name = ''] = process.argv.slice(2);
const FIRST = 100;

process.on('disconnect', () => process.exit(0));
process.on('message', async () => {
  try {
    process.send?.({ bytes: await bytesOf(Number(count)) });
  } catch (error) {
    process.send?.({ error: error.message });
  }
});
process.send?.('ready');

async function bytesOf(sessions) {
  const store = await STORES[name]();
  // The first ones load the code.
  for (let i = 0; i < FIRST; i += 1) await store.add(i);
  const empty = bytesUsed();
  let last = '';
  for (let i = 0; i < sessions; i += 1) last = await store.add(FIRST + i);
  const full = bytesUsed();
  if (!(await store.has(last))) throw new Error('the last session is not there');
  return (full - empty) / sessions;
}

function bytesUsed() {
  // Twice: what the first one finds unused may hold on to more.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
