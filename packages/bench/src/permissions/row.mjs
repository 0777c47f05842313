/**
 * What one permission check costs, whatever the number of permissions that somebody holds.
 */

import { startPinned } from '../pinned-process.mjs';
import { spreadOf } from '../statistics.mjs';

const COUNTS = [1, 10, 100, 1_000];
const LIMITS = { exact: 0.03, wildcard: 0.2, refused: 0.2 };
const TITLES = { exact: 'granted by its exact name', wildcard: 'granted by a wildcard', refused: 'refused' };

/** Each has a file beside the peers; not all know wildcards. */
const PEERS = { '@casl/ability': 'casl', accesscontrol: 'accesscontrol', casbin: 'casbin' };

const ROUNDS = 9;
/** The first rounds are for the compiler. */
const WARM_UP = 2;

/** @type {import('../rows.mjs').Row} */
export const PERMISSIONS = {
  name: 'permissions',
  title: `one permission check, among 1 to 1,000 permissions: CPU time`,
  run,
};

async function run({ rounds, peers, progress }) {
  const own = await measureLibrary('doorward', rounds ?? ROUNDS);
  progress(`doorward: ${COUNTS.join(', ')} permissions`);
  const others = [];
  for (const [name, file] of peers ? Object.entries(PEERS) : []) {
    others.push({ name, samples: await measureLibrary(file, rounds ?? ROUNDS) });
    progress(`${name}: ${COUNTS.join(', ')} permissions`);
  }
  return {
    tables: Object.keys(LIMITS).map((kind) => tableOf(kind, own, others)),
    goals: Object.entries(LIMITS).map(([kind, limit]) => goalOf(kind, limit, own)),
  };
}

/** A process for each number, since what is compiled for one would serve the next. */
async function measureLibrary(library, rounds) {
  const processes = await Promise.all(
    COUNTS.map((count) => startPinned('permissions/checks.mjs', [String(count), library], 0)),
  );
  try {
    const samples = [];
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const times = [];
      for (const one of processes) times.push(await one.ask('check'));
      if (round >= 0) samples.push(times);
    }
    return samples;
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
}

/** @returns {import('../rows.mjs').Table} */
function tableOf(kind, own, others) {
  const figures = (name, samples, whose) =>
    samples[0][0][kind] === undefined
      ? []
      : COUNTS.map((count, i) => ({
          label: `${name}, among ${count.toLocaleString('en')}`,
          kind: whose,
          value: spreadOf(samples.map((times) => times[i][kind])),
          unit: 'us',
          digits: 3,
        }));
  return {
    name: TITLES[kind],
    figures: [
      ...figures('doorward', own, 'doorward'),
      ...others.flatMap(({ name, samples }) => figures(name, samples, 'peer')),
    ],
    isPicture: kind === 'exact',
  };
}

/** Flat: the dearest number of each round counts. */
function goalOf(kind, limit, samples) {
  const value = spreadOf(samples.map((times) => Math.max(...times.map((each) => each[kind]))));
  return { id: 'G6', key: kind, text: TITLES[kind], value, limit, unit: 'us', digits: 3, atLeast: false };
}
