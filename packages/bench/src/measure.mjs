/**
 * Measures the variants of a framework: rounds in which each has a short window of load, so that what
 * disturbs the machine disturbs all of them alike.
 */

import { assertRight } from './assert-right.mjs';
import { isDisturbed, noRepeats, takeUndisturbed } from './disturbance.mjs';
import { startPinned } from './pinned-process.mjs';
import { setsOf } from './plan.mjs';
import { WARM_WINDOW_MS, warmUp } from './warm-up.mjs';
import { loadOf, measureWindow } from './window.mjs';

/**
 * @typedef {object} Result
 * @property {import('./variant.mjs').Framework} framework
 * @property {import('./variant.mjs').Measurement} measurement
 * @property {readonly Readonly<Record<string, import('./window.mjs').Window>>[]} rounds a window for each variant
 * @property {import('./disturbance.mjs').Repeats} repeats
 */

/**
 * @typedef {object} MeasureOptions
 * @property {import('./variant.mjs').Measurement} measurement
 * @property {number} rounds
 * @property {boolean} peers whether they take part
 * @property {(line: string) => void} progress
 *
 * @param {string} id the framework's name in commands
 * @param {import('./variant.mjs').Framework} framework
 * @param {MeasureOptions} options
 * @returns {Promise<Result>}
 * @throws Error when a variant is wrong
 */
export async function measure(id, framework, { measurement, rounds, peers, progress }) {
  const variants = variantsOf(framework, measurement, peers);
  const sets = setsOf(rounds);
  const repeats = noRepeats(rounds * variants.length);
  const done = [];
  for (let set = 0; set < sets; set += 1) {
    const running = await startSet(id, framework, { measurement, variants });
    try {
      for (const { name, seen } of set === 0 ? running.targets : []) {
        progress(`${framework.name} ${measurement} ${name}: ${seen}`);
      }
      progress(`${framework.name} ${measurement}: processes ${set + 1} of ${sets} are warm`);
      done.push(...(await runRounds(running.targets, Math.ceil((rounds - done.length) / (sets - set)), repeats)));
    } finally {
      await running.stop();
    }
  }
  if (repeats.again > 0) progress(`${framework.name} ${measurement}: ${repeats.again} windows were taken again`);
  return { framework, measurement, rounds: done, repeats };
}

/**
 * @param {import('./variant.mjs').Framework} framework
 * @param {import('./variant.mjs').Measurement} measurement
 * @param {boolean} peers
 */
export function variantsOf({ variants }, measurement, peers) {
  return variants.filter(({ measurements, kind }) => measurements.includes(measurement) && (peers || kind !== 'peer'));
}

/** A fresh process for every variant: asserted to be right, and warm. */
async function startSet(id, framework, { measurement, variants }) {
  const processes = [];
  const stop = () => Promise.all(processes.map((one) => one.stop()));
  try {
    const loader = await startPinned('loader.mjs', [], 1);
    processes.push(loader);
    const targets = [];
    for (const variant of variants) {
      const server = await startPinned('server.mjs', [id, variant.name], 0);
      processes.push(server);
      const seen = await assertRight(`${framework.name} ${variant.name}`, variant, server.hello);
      const load = loadOf(variant, measurement, server.hello);
      const target = { name: variant.name, seen, server, loader, load, sharesCore: variant.sharesCore === true };
      await warmUp(() => measureWindow({ ...target, load: { ...load, ms: WARM_WINDOW_MS } }));
      targets.push(target);
    }
    return { targets, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Every round begins with another variant, so that none always follows the same one. */
async function runRounds(targets, count, repeats) {
  const rounds = [];
  for (let round = 0; round < count; round += 1) {
    /** @type {Record<string, import('./window.mjs').Window>} */
    const windows = {};
    for (let i = 0; i < targets.length; i += 1) {
      const target = targets[(round + i) % targets.length];
      const isBad = (window) => isDisturbed(window, target.sharesCore);
      windows[target.name] = await takeUndisturbed(() => measureWindow(target), isBad, repeats);
    }
    rounds.push(windows);
  }
  return rounds;
}
