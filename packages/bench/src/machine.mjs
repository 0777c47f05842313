/**
 * What the numbers were taken on.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { CORES } from './pinned-process.mjs';

/**
 * @param {readonly string[]} packages whose versions are wanted
 * @returns {Readonly<Record<string, string>>}
 */
export function describeMachine(packages) {
  const processors = cpus();
  const pinned =
    CORES === null
      ? 'not pinned: the figures are less steady'
      : `server on core ${CORES[0]}, loader on core ${CORES[1]}`;
  return {
    machine: `${processors.length} x ${processors[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${release()}`,
    processes: pinned,
    load: `${loadavg()[0]?.toFixed(2)} before the run`,
    node: process.version,
    doorward: commit(),
    ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name) {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

function commit() {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : 'not under version control';
}
