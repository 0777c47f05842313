/**
 * What was felt during the storm, as tables and goals.
 */

import { quantile, spreadOf } from '../statistics.mjs';

const LIMITS = { times: 2, readMs: 30, refusalMs: 100 };
const PARTS = { p50: 0.5, p99: 0.99, longest: 1 };

/**
 * @param {readonly any[]} samples one for each round
 * @param {{ WAITING: number, ARRIVING_MS: number, STORM_MS: number, LATE: { burst: number } }} plan
 * @returns {import('../rows.mjs').Outcome}
 */
export function outcomeOf(samples, plan) {
  const spread = (of) => spreadOf(samples.map(of));
  const phases = { idle: 'idle', arriving: `the first ${plan.ARRIVING_MS / 1000} s`, storm: `${plan.WAITING} wait` };
  const table = (name, of) => ({
    name,
    figures: Object.entries(phases).flatMap(([phase, when]) =>
      Object.entries(PARTS).map(([part, share]) =>
        figure(
          `${when}, ${part}`,
          spread((sample) => shareOf(of(sample[phase]), share)),
          'ms',
          2,
        ),
      ),
    ),
  });
  const refusal = spread(({ late }) => shareOf(refusals(late), 1));
  return {
    tables: [
      table('Signed-in request', ({ requests }) => requests),
      table('Read of a file', ({ reads }) => reads),
      loginsTable(spread, refusal, plan),
    ],
    goals: [
      goal('p99', 'p99 of signed-in requests beside idle', {
        value: spread(({ storm, idle }) => shareOf(storm.requests, 0.99) / shareOf(idle.requests, 0.99)),
        limit: LIMITS.times,
        unit: 'times',
        digits: 2,
      }),
      goal('read', 'longest read of a file', {
        value: spread(({ storm }) => shareOf(storm.reads, 1)),
        limit: LIMITS.readMs,
        unit: 'ms',
        digits: 1,
      }),
      goal('refusal', '503 with Retry-After', { value: refusal, limit: LIMITS.refusalMs, unit: 'ms', digits: 1 }),
    ],
  };
}

function loginsTable(spread, refusal, { STORM_MS, LATE }) {
  const perSecond = ({ answers }) => (Object.values(answers).reduce((sum, count) => sum + count, 0) / STORM_MS) * 1000;
  return {
    name: 'Logins',
    isPicture: false,
    figures: [
      figure('answered', spread(perSecond), 'per second', 1),
      figure('refused when the line is full, longest', refusal, 'ms', 1),
      figure(
        `the same for ${LATE.burst} at once`,
        spread(({ burst }) => shareOf(refusals(burst), 1)),
        'ms',
        1,
      ),
    ],
  };
}

function refusals(late) {
  return late.filter(({ status }) => status === '503').map(({ ms }) => ms);
}

function shareOf(values, part) {
  return quantile(
    values.toSorted((a, b) => a - b),
    part,
  );
}

function figure(label, value, unit, digits) {
  return { label, value, unit, digits };
}

function goal(key, text, rest) {
  return { id: 'G9', key, text, ...rest, atLeast: false };
}
