/**
 * A child process on a processor core of its own, asked and answered by messages, one at a time.
 */

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} PinnedProcess
 * @property {any} hello its first message
 * @property {(message: unknown) => Promise<any>} ask
 * @property {() => Promise<void>} stop
 */

/** The cores for server and loader; `null` when processes cannot be pinned here. */
export const CORES = findCores();

/**
 * @param {string} file in this folder
 * @param {readonly string[]} args
 * @param {number | null} which 0 for the core of the servers, 1 for that of the loader, `null` for any
 * @param {readonly string[]} nodeOptions
 * @returns {Promise<PinnedProcess>}
 */
export async function startPinned(file, args, which, nodeOptions = []) {
  const command = [process.execPath, ...nodeOptions, fileURLToPath(new URL(file, import.meta.url)), ...args];
  if (CORES !== null && which !== null) command.unshift('taskset', '-c', String(CORES[which]));
  const child = spawn(command[0], command.slice(1), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const what = [file, ...args].join(' ');
  const hello = await nextMessage(child, what);
  return {
    hello,
    async ask(message) {
      child.send(message);
      const answer = await nextMessage(child, what);
      if (answer.error !== undefined) throw new Error(`${what}: ${answer.error}`);
      return answer;
    },
    stop: () => stop(child),
  };
}

function nextMessage(child, what) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`${what} ended with ${code}`));
    child.once('exit', onExit);
    child.once('error', reject);
    child.once('message', (message) => {
      child.off('exit', onExit);
      child.off('error', reject);
      resolve(message);
    });
  });
}

/** The child leaves by itself once nobody is connected. */
function stop(child) {
  if (child.exitCode !== null || !child.connected) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.disconnect();
  });
}

function findCores() {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).status !== 0) return null;
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '';
  const cores = list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return cores.length < 2 ? null : cores.slice(0, 2);
}
