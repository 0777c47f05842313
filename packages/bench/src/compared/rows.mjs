/**
 * The rows in which variants stand beside each other: what is measured for each, what it shows, and its goals.
 */

import { mountsName } from '../mounted.mjs';
import { addedCpu, perRound, variantOf } from './figures.mjs';
import { atMost, overFloor, programGoals, sessionGoals } from './goals.mjs';
import { compared } from './row.mjs';

const STRICT_US = 45;
const THROUGHPUT = {
  name: 'throughput',
  title: 'requests per second, signed in, as a share of the bare framework',
  unit: 'of bare',
  digits: 2,
  measurement: 'signed-in',
  figure: (result, { name, kind }) =>
    perRound(result, (round) => round[name].perSecond / (kind === 'bare' ? 1 : round.bare.perSecond)),
  goals(result) {
    const limit = result.framework.goals.throughput;
    const value = perRound(result, ({ doorward, bare }) => doorward.perSecond / bare.perSecond);
    const text = 'doorward, share of the bare framework';
    return [{ id: 'G2', key: 'doorward', text, value, limit, unit: '', digits: 2, atLeast: true }];
  },
};

/** @type {readonly import('../rows.mjs').Row[]} */
export const COMPARED_ROWS = [
  cpuRow('signed-in', 'signed in by an opaque session cookie', (result, all) => [
    overFloor(result, 'doorward'),
    ...sessionGoals(result, all),
  ]),
  cpuRow('signed-in-sqlite', 'the same with accounts and sessions in SQLite, beside those in memory', (result) => [
    overFloor(result, 'sqlite'),
  ]),
  cpuRow(
    'signed-in-redis',
    'the same with sessions in Redis: seen before, and strict, where each request asks',
    (result) => {
      const value = perRound(result, ({ redis, doorward }) => redis.cpuUs - doorward.cpuUs);
      const strict = addedCpu(result, variantOf(result, 'redis strict'));
      return [
        atMost('G5', 'seen before', 'redis over memory', { value, limit: 2 }),
        ...(result.framework.name === 'Express'
          ? [atMost('G5', 'strict', 'redis strict over the bare framework', { value: strict, limit: STRICT_US })]
          : []),
      ];
    },
  ),
  cpuRow('stranger', '401 to a client without credential, beside a page of the bare framework', (result) => [
    atMost('G4', 'doorward', 'doorward over the bare page', {
      value: addedCpu(result, variantOf(result, 'doorward')),
      limit: 5,
    }),
  ]),
  compared(THROUGHPUT),
  cpuRow('mounts', 'signed in, an app among up to 1,000, beside the same app alone', (result) => [
    atMost('G7', 'doorward', '1,000 mounts over one', {
      value: addedCpu(result, variantOf(result, mountsName(1000))),
      limit: result.framework.goals.overOneMountUs,
    }),
  ]),
  programRow('api-key', 'an API key in its header, seen before'),
  programRow('jwt', 'a bearer JWT (RS256) of an outside issuer, seen before'),
  programRow('basic', 'name and password as Basic, argon2id, seen before'),
  programRow('access-token', 'the access token of a pair'),
];

function programRow(kind, what) {
  return cpuRow(kind, what, (result) => [
    overFloor(result, `${kind} doorward`, { id: 'G3', floor: `${kind} floor` }),
    ...programGoals(result, kind),
  ]);
}

/** Its measurement has the same name. */
function cpuRow(name, what, goals) {
  const title = `${what}: CPU time of the server that a request costs more`;
  return compared({ name, title, unit: 'us', digits: 1, measurement: name, figure: addedCpu, goals });
}
