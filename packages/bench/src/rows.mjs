/**
 * The rows that can be asked for: what is measured for each, what it shows, and its goal.
 */

import { LOGIN_STORM } from './login-storm/row.mjs';
import { MEMORY } from './memory/row.mjs';
import { ONE, THOUSAND } from './mounted.mjs';
import { PERMISSIONS } from './permissions/row.mjs';
import { REDIS } from './redis/row.mjs';
import { START } from './start/row.mjs';
import { spreadOf } from './statistics.mjs';

/**
 * @typedef {import('./statistics.mjs').Spread} Spread
 * @typedef {import('./measure.mjs').Result} Result
 *
 * @typedef {object} Goal
 * @property {string} id by which it is known
 * @property {string} text
 * @property {Spread} value
 * @property {number} limit
 * @property {boolean} reached by the median
 *
 * @typedef {object} ComparedRow variants beside each other, on every framework
 * @property {'compared'} kind
 * @property {string} name
 * @property {string} title
 * @property {string} unit
 * @property {number} digits after the point
 * @property {import('./variant.mjs').Measurement} measurement
 * @property {(result: Result, variant: string) => Spread} figure of a variant; for the first one absolute
 * @property {(result: Result) => readonly Goal[]} goals
 *
 * @typedef {object} OwnRow measured in a way of its own
 * @property {'own'} kind
 * @property {string} name
 * @property {string} title
 * @property {number} rounds unless another number is asked for
 * @property {(rounds: number, progress: (line: string) => void) => Promise<Outcome>} run
 *
 * @typedef {object} Figure
 * @property {string} label
 * @property {Spread} value
 * @property {string} unit
 * @property {number} digits
 *
 * @typedef {object} Outcome
 * @property {readonly Figure[]} figures
 * @property {readonly (Goal & { readonly digits: number })[]} goals
 * @property {unknown} samples all that was measured
 *
 * @typedef {ComparedRow | OwnRow} Row
 */

/** @type {readonly Row[]} */
export const ROWS = [
  {
    kind: 'compared',
    name: 'signed-in',
    title: 'signed in by an opaque session cookie: CPU time that a request costs more than on the bare framework',
    unit: 'us',
    digits: 1,
    measurement: 'signed-in',
    figure: addedCpu,
    goals: (result) => [overFloor(result, 'doorward')],
  },
  {
    kind: 'compared',
    name: 'signed-in-sqlite',
    title: 'the same with accounts and sessions in SQLite, beside those in memory',
    unit: 'us',
    digits: 1,
    measurement: 'signed-in-sqlite',
    figure: addedCpu,
    goals: (result) => [overFloor(result, 'sqlite')],
  },
  {
    kind: 'compared',
    name: 'signed-in-redis',
    title: 'the same with sessions in Redis: seen before, and strict, where each request asks',
    unit: 'us',
    digits: 1,
    measurement: 'signed-in-redis',
    figure: addedCpu,
    goals(result) {
      const value = perRound(result, ({ redis, doorward }) => redis.cpuUs - doorward.cpuUs);
      return [{ id: 'G5', text: 'in memory + 2 us', value, limit: 2, reached: value.median <= 2 }];
    },
  },
  {
    kind: 'compared',
    name: 'stranger',
    title: '401 to a client without credential: CPU time that it costs more than a page of the bare framework',
    unit: 'us',
    digits: 1,
    measurement: 'stranger',
    figure: addedCpu,
    goals(result) {
      const value = addedCpu(result, 'doorward');
      return [{ id: 'G4', text: 'bare page + 5 us', value, limit: 5, reached: value.median <= 5 }];
    },
  },
  {
    kind: 'compared',
    name: 'throughput',
    title: 'requests per second, signed in, as a share of the bare framework',
    unit: '',
    digits: 2,
    measurement: 'signed-in',
    figure: (result, variant) =>
      perRound(result, (round) =>
        variant === 'bare' ? round.bare.perSecond : round[variant].perSecond / round.bare.perSecond,
      ),
    goals(result) {
      const limit = result.framework.goals.throughput;
      const value = perRound(result, ({ doorward, bare }) => doorward.perSecond / bare.perSecond);
      return [{ id: 'G2', text: `at least ${limit}`, value, limit, reached: value.median >= limit }];
    },
  },
  {
    kind: 'compared',
    name: 'mounts',
    title: 'signed in, an app of a site: CPU time that a request costs more among 1,000 mounts than alone',
    unit: 'us',
    digits: 1,
    measurement: 'mounts',
    figure: (result, variant) =>
      perRound(result, (round) => (variant === ONE ? round[ONE].cpuUs : round[variant].cpuUs - round[ONE].cpuUs)),
    goals(result) {
      const limit = result.framework.goals.overOneMountUs;
      const value = perRound(result, (round) => round[THOUSAND].cpuUs - round[ONE].cpuUs);
      return [{ id: 'G7', text: `1 mount + ${limit} us`, value, limit, reached: value.median <= limit }];
    },
  },
  programRow('api-key', 'an API key in its header, seen before'),
  programRow('jwt', 'a bearer JWT (RS256) of an outside issuer, seen before'),
  programRow('basic', 'name and password as Basic, argon2id, seen before'),
  programRow('access-token', 'the access token of a pair'),
  PERMISSIONS,
  MEMORY,
  LOGIN_STORM,
  START,
  REDIS,
];

/**
 * @param {import('./variant.mjs').Measurement} kind
 * @param {string} what
 * @returns {ComparedRow}
 */
function programRow(kind, what) {
  return {
    kind: 'compared',
    name: kind,
    title: `${what}: CPU time that a request costs more than on the bare framework`,
    unit: 'us',
    digits: 1,
    measurement: kind,
    figure: addedCpu,
    goals: (result) => [overFloor(result, `${kind} doorward`, { id: 'G3', floor: `${kind} floor` })],
  };
}

/** @returns {Goal} */
function overFloor(result, variant, { id = 'G1', floor = 'floor' } = {}) {
  const limit = result.framework.goals.overFloorUs;
  const value = perRound(result, (round) => round[variant].cpuUs - round[floor].cpuUs);
  return { id, text: `${variant}, floor + ${limit} us`, value, limit, reached: value.median <= limit };
}

/** Differences are taken within a round, then their median. */
function addedCpu(result, variant) {
  return perRound(result, (round) => (variant === 'bare' ? round.bare.cpuUs : round[variant].cpuUs - round.bare.cpuUs));
}

function perRound({ rounds }, of) {
  return spreadOf(rounds.map(of));
}
