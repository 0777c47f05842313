/**
 * What one permission check costs, whatever the number of permissions that somebody holds.
 */

import { startPinned } from '../pinned-process.mjs';
import { spreadOf } from '../statistics.mjs';

const COUNTS = [1, 10, 100, 1_000];
const KINDS = ['exact', 'wildcard', 'refused'];
const LIMITS = { exact: 0.03, wildcard: 0.2, refused: 0.2 };

/** The first rounds are for the compiler. */
const WARM_UP = 2;

/** @type {import('../rows.mjs').OwnRow} */
export const PERMISSIONS = {
  kind: 'own',
  name: 'permissions',
  title: 'one permission check, among 1 to 1,000 permissions: CPU time',
  rounds: 9,
  run,
};

async function run(rounds, progress) {
  const processes = await Promise.all(COUNTS.map((count) => startPinned('permissions/checks.mjs', [String(count)], 0)));
  try {
    const samples = [];
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const times = [];
      for (const one of processes) times.push(await one.ask('check'));
      if (round >= 0) samples.push(times);
    }
    progress(`${rounds} rounds of ${COUNTS.join(', ')} permissions`);
    return outcomeOf(samples);
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
}

/** @returns {import('../rows.mjs').Outcome} */
function outcomeOf(samples) {
  const of = (kind, i) => spreadOf(samples.map((times) => times[i][kind]));
  return {
    figures: KINDS.flatMap((kind) =>
      COUNTS.map((count, i) => ({ label: `${kind}, among ${count}`, value: of(kind, i), unit: 'us', digits: 3 })),
    ),
    goals: KINDS.map((kind) => {
      const limit = LIMITS[kind];
      const value = spreadOf(samples.flatMap((times) => Math.max(...times.map((each) => each[kind]))));
      return {
        id: 'G6',
        text: `${kind}, at most ${limit} us`,
        value,
        limit,
        reached: value.median <= limit,
        digits: 3,
      };
    }),
    samples,
  };
}
