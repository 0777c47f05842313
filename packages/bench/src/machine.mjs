/**
 * What the numbers were taken on.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { CORES } from './pinned-process.mjs';

/** The frameworks whose versions are said; others are said where they are measured. */
const FRAMEWORKS = ['express', 'koa', 'hono', '@hono/node-server'];

/** @returns {Readonly<Record<'hardware' | 'processes' | 'load' | 'node' | 'doorward' | 'frameworks', string>>} */
export function describeMachine() {
  const processors = cpus();
  const pinned =
    CORES === null
      ? 'not pinned: the figures are less steady'
      : `server on core ${CORES[0]}, loader on core ${CORES[1]}`;
  return {
    hardware: `${processors.length} x ${processors[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${release()}`,
    processes: pinned,
    load: `load average ${loadavg()[0]?.toFixed(2)} before the run`,
    node: `Node ${process.version}`,
    doorward: `Doorward ${commit()}`,
    frameworks: FRAMEWORKS.map((name) => `${name} ${versionOf(name)}`).join(', '),
  };
}

/**
 * @param {string} name of a package that is measured
 * @returns {string}
 */
export function versionOf(name) {
  const folders = ['../peers/node_modules', '../node_modules'].map(
    (folder) => new URL(`${folder}/${name}/`, import.meta.url),
  );
  const folder = folders.find((each) => existsSync(each));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')).version;
}

function commit() {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : 'not under version control';
}
