/**
 * The goals of rows in which variants stand beside each other.
 */

import { addedCpu, perRound, variantOf } from './figures.mjs';

/** Peers whose session Doorward's must cost so many times less than, by framework. */
const SESSION_TIMES = {
  Express: { 'passport + express-session': 8, 'better-auth': 70 },
  Koa: { 'koa-passport': 30, 'better-auth': 70 },
  Hono: { 'better-auth': 70 },
};

/** The same for programs, by kind of credential. */
const PROGRAM_TIMES = {
  jwt: { 'express-jwt': 15, 'koa-jwt': 40, 'hono/jwt': 40 },
  basic: { 'express-basic-auth, argon2id': 1000, 'hono/basic-auth, argon2id': 1000 },
};

/** @returns {import('../rows.mjs').Goal} */
export function atMost(id, key, text, { value, limit, unit = 'us', digits = 1 }) {
  return { id, key, text, value, limit, unit, digits, atLeast: false };
}

/** Doorward and the floor are compared within a round. */
export function overFloor(result, variant, { id = 'G1', floor = 'floor' } = {}) {
  const limit = result.framework.goals.overFloorUs;
  const value = perRound(result, (round) => round[variant].cpuUs - round[floor].cpuUs);
  return atMost(id, `${variant}, floor`, `${variant} over the floor`, { value, limit });
}

/** Goals beside peers; without peers there are none. */
export function sessionGoals(result, all) {
  const times = timesLess(result, 'doorward', { id: 'G1', times: SESSION_TIMES[result.framework.name] ?? {} });
  const peers = [result, ...all.filter(({ framework }) => framework.goals === null)].flatMap(sessionsOf);
  if (peers.length === 0) return times;
  const cheapest = peers.reduce((least, peer) => (peer.value.median < least.value.median ? peer : least));
  const text = `doorward, no more than any session of others (least: ${cheapest.name})`;
  const value = addedCpu(result, variantOf(result, 'doorward'));
  const goal = atMost('G1', 'doorward, all peers', text, { value, limit: cheapest.value.median });
  return [...times, beside(goal, cheapest.name, { cost: cheapest.value, where: cheapest.where })];
}

export function programGoals(result, kind) {
  return timesLess(result, `${kind} doorward`, { id: 'G3', times: PROGRAM_TIMES[kind] ?? {} });
}

function timesLess(result, own, { id, times }) {
  return Object.entries(times).flatMap(([peer, factor]) => {
    const other = variantOf(result, peer);
    if (other === undefined) return [];
    const value = addedCpu(result, variantOf(result, own));
    const cost = addedCpu(result, other);
    const text = `${own}, ${factor} x less than ${peer}`;
    return [
      beside(atMost(id, `${own}, ${peer}`, text, { value, limit: cost.median / factor }), peer, {
        cost,
        where: result.framework.name,
      }),
    ];
  });
}

/** The goal keeps what its limit was made of: from a cost within the noise nothing follows. */
function beside(goal, name, { cost, where }) {
  return { ...goal, peer: { name, where, median: cost.median } };
}

function sessionsOf(result) {
  return result.framework.variants
    .filter(({ kind, name }) => kind === 'peer' && variantOf(result, name) !== undefined)
    .map((variant) => ({ name: variant.name, where: result.framework.name, value: addedCpu(result, variant) }));
}
