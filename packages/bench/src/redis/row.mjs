/**
 * What the end of a session costs that every instance has heard of, and a session that this one has not seen.
 */

import { startPinned } from '../pinned-process.mjs';
import { spreadOf } from '../statistics.mjs';
import { startRedis } from './server.mjs';

const INSTANCES = 3;
const LIMIT_MS = 5;
const ROUNDS = 7;

/** @type {import('../rows.mjs').Row} */
export const REDIS = {
  name: 'redis',
  title: `a session in Redis, with ${INSTANCES} instances that remember sessions: wall time`,
  run: ({ rounds, progress }) => run(rounds ?? ROUNDS, progress),
};

async function run(rounds, progress) {
  const url = await startRedis();
  const instances = await Promise.all(
    Array.from({ length: INSTANCES }, () => startPinned('redis/instance.mjs', [url], null)),
  );
  try {
    const samples = [];
    // The first one is for the compiler.
    for (let round = -1; round < rounds; round += 1) {
      const { times: remove } = await instances[0].ask('remove');
      const { times: read } = await instances[0].ask('read');
      if (round >= 0) samples.push({ remove, read });
    }
    progress(`${rounds} rounds`);
    return outcomeOf(samples);
  } finally {
    await Promise.all(instances.map((one) => one.stop()));
  }
}

/** @returns {import('../rows.mjs').Outcome} */
function outcomeOf(samples) {
  const of = (what, part) => spreadOf(samples.map((sample) => quantile(sample[what], part)));
  const value = of('remove', 0.99);
  return {
    tables: [
      {
        name: 'Redis',
        figures: [
          { label: 'ended and acknowledged by all, median', value: of('remove', 0.5), unit: 'ms', digits: 2 },
          { label: 'the same, 99th percentile', value, unit: 'ms', digits: 2 },
          { label: 'a session not seen before, median', value: of('read', 0.5), unit: 'ms', digits: 2 },
        ],
      },
    ],
    goals: [
      {
        id: 'G5',
        key: 'acknowledged',
        text: 'ended and acknowledged, p99',
        value,
        limit: LIMIT_MS,
        unit: 'ms',
        digits: 2,
        atLeast: false,
      },
    ],
  };
}

function quantile(times, part) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))];
}
