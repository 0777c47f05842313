/**
 * What a hashing thread runs. A text and no module: started from it a thread needs no file, which there is
 * none of in a bundle, and none that Node can read beside sources in TypeScript.
 */

/** A job, and the name of the function of `@node-rs/argon2` that does it. */
export interface HashJob {
  readonly does: 'hashSync' | 'verifySync';
  readonly with: readonly unknown[];
}

export type HashAnswer = { readonly value: unknown } | { readonly failure: string };

/**
 * On Linux a thread has a priority of its own: with a lower one requests are served first where cores are
 * short. Elsewhere it would be the whole process that stands back.
 */
export const HASHING_PROGRAM = `'use strict';
const { parentPort, workerData } = require('node:worker_threads');
if (process.platform === 'linux') {
  try {
    require('node:os').setPriority(10);
  } catch {}
}
const library = require(workerData);
parentPort.on('message', (job) => {
  let answer;
  try {
    answer = { value: library[job.does](...job.with) };
  } catch (error) {
    answer = { failure: String(error) };
  }
  parentPort.postMessage(answer);
});`;
