/**
 * How busy the processors are, and how long a process waits for one: what Linux says about it.
 *
 * @see https://docs.kernel.org/filesystems/proc.html (/proc/stat)
 * @see https://docs.kernel.org/scheduler/sched-stats.html (/proc/<pid>/schedstat)
 */

import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Ticks of the clock, since the machine was started
 * @property {number} total
 * @property {number} busy with anything, stolen ones included
 * @property {number} stolen taken by the host for its other guests
 *
 * @param {string} text of /proc/stat
 * @param {readonly number[] | null} cores `null` for all
 * @returns {Ticks}
 */
export function ticksIn(text, cores) {
  const names = cores === null ? ['cpu'] : cores.map((core) => `cpu${core}`);
  const lines = text.split('\n').map((line) => line.split(/\s+/));
  const sum = { total: 0, busy: 0, stolen: 0 };
  for (const [name = '', ...fields] of lines) {
    if (!names.includes(name)) continue;
    // What guests of this machine use is part of the first two.
    const ticks = fields.slice(0, 8).map(Number);
    const [, , , idle = 0, waiting = 0, , , stolen = 0] = ticks;
    const total = ticks.reduce((all, one) => all + one, 0);
    sum.total += total;
    sum.busy += total - idle - waiting;
    sum.stolen += stolen;
  }
  return sum;
}

/**
 * Begins to watch the processors.
 *
 * @param {readonly number[] | null} [cores] all unless given
 * @returns {() => { busy: number | null, stolen: number | null }}
 *   tells the shares of the time since then; `null` where the system does not say
 */
export function watchProcessors(cores = null) {
  const before = readTicks(cores);
  return () => {
    const after = readTicks(cores);
    if (before === null || after === null) return { busy: null, stolen: null };
    const total = Math.max(1, after.total - before.total);
    return { busy: (after.busy - before.busy) / total, stolen: (after.stolen - before.stolen) / total };
  };
}

/**
 * @returns {number | null} for how many microseconds this process could have run and its core was taken; `null` where the
 *   system does not say
 */
export function waitedUs() {
  const text = read('/proc/self/schedstat');
  return text === null ? null : Number(text.split(' ')[1]) / 1000;
}

function readTicks(cores) {
  const text = read('/proc/stat');
  return text === null ? null : ticksIn(text, cores);
}

function read(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return null;
  }
}
