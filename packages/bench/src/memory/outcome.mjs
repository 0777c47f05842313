/**
 * What was measured of sessions in memory, as tables and goals.
 */

import { spreadOf } from '../statistics.mjs';

export const COUNTS = [1_000, 100_000, 1_000_000];
const [FEW, , LARGEST] = /** @type {[number, number, number]} */ (COUNTS);
export const MANY = LARGEST;

const LIMITS = { bytes: 300, check: 2.5, holdMs: 5 };

/**
 * @param {readonly any[]} samples one for each round
 * @param {readonly { name: string, bytes: readonly number[] }[]} others
 * @returns {import('../rows.mjs').Outcome}
 */
export function outcomeOf(samples, others) {
  const checks = samples.flatMap((sample) => sample.checks);
  const holds = {
    memory: spreadOf(samples.map(({ sweep }) => sweep.longestMs)),
    sqlite: spreadOf(samples.map(({ sqlite }) => sqlite.sweepMs)),
  };
  return {
    tables: [bytesTable(samples, others), partsTable(samples), checkTable(checks), sweepTable(samples, holds)],
    goals: [...bytesGoals(samples), ...checkGoals(checks), ...sweepGoals(holds)],
  };
}

function bytesTable(samples, others) {
  const figures = [
    ...COUNTS.map((count, i) => figure(`doorward, ${named(count)}`, bothOf(samples, i), 'bytes', 0)),
    ...others.map(({ name, bytes }) => ({ ...figure(`${name}, 100,000`, spreadOf(bytes), 'bytes', 0), kind: 'peer' })),
  ];
  return { name: 'A session', figures };
}

function partsTable(samples) {
  const of = (part, i) => spreadOf(samples.map((sample) => sample.bytes[i][part]));
  const parts = {
    store: 'store with the index of users',
    bare: 'of that key, owner, order and index',
    cache: 'cache in front',
  };
  const figures = COUNTS.flatMap((count, i) =>
    Object.entries(parts).map(([part, what]) => figure(`${named(count)}, ${what}`, of(part, i), 'bytes', 0)),
  );
  return { name: 'Its parts', figures, isPicture: false };
}

function checkTable(checks) {
  const figures = [
    ...COUNTS.map((count, i) => figure(`any of ${named(count)}`, spreadOf(checks.map((all) => all[i].anyUs)), 'us', 2)),
    figure(`10,000 in use of ${named(MANY)}`, spreadOf(checks.map((all) => all.at(-1).activeUs)), 'us', 2),
  ];
  return { name: 'Check', figures };
}

function sweepTable(samples, holds) {
  const figures = [
    figure(`longest hold by the sweep of ${named(MANY)} in memory`, holds.memory, 'ms', 2),
    figure('the same while none is over', spreadOf(samples.map(({ sweep }) => sweep.idleMs)), 'ms', 2),
    figure(`longest gap while ${named(MANY)} in SQLite are swept`, holds.sqlite, 'ms', 2),
    figure('the same at rest', spreadOf(samples.map(({ sqlite }) => sqlite.quietMs)), 'ms', 2),
    figure('swept out of the SQLite file', spreadOf(samples.map(({ sqlite }) => sqlite.perSecond)), 'rows/s', 0),
  ];
  return { name: 'Sweep', figures };
}

function bytesGoals(samples) {
  return COUNTS.map((count, i) =>
    goal(`bytes, ${count}`, `a session of ${named(count)}`, {
      value: bothOf(samples, i),
      limit: LIMITS.bytes,
      unit: 'bytes',
      digits: 0,
    }),
  );
}

function checkGoals(checks) {
  const times = (which) => spreadOf(checks.map((all) => all.at(-1)[which] / all[0].anyUs));
  const rest = { limit: LIMITS.check, unit: 'times', digits: 2 };
  return [
    goal('check, in use', `10,000 in use of ${named(MANY)} beside ${named(FEW)}`, {
      value: times('activeUs'),
      ...rest,
    }),
    goal('check, any', `any of ${named(MANY)} beside ${named(FEW)}`, { value: times('anyUs'), ...rest }),
  ];
}

function sweepGoals(holds) {
  return Object.entries(holds).map(([name, value]) =>
    goal(`sweep, ${name}`, `hold by the sweep, ${name}`, { value, limit: LIMITS.holdMs, unit: 'ms', digits: 2 }),
  );
}

function bothOf(samples, i) {
  return spreadOf(samples.map(({ bytes }) => bytes[i].store + bytes[i].cache));
}

function figure(label, value, unit, digits) {
  return { label, value, unit, digits };
}

function goal(key, text, rest) {
  return { id: 'G8', key, text, ...rest, atLeast: false };
}

/** @param {number} count */
export function named(count) {
  return count.toLocaleString('en');
}
