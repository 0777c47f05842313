/**
 * Every internal call that can fail, times every endpoint, times who asks (F38). Each framework takes a third of the
 * product, so that together they take all of it.
 */

import * as crypto from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createFaultSwitch, FAULT_CANARY, type Fault, type Way } from './fault-switch.ts';
import type { MatrixAnswer, MatrixCall, MatrixRequest } from './matrix-client.ts';
import type { MatrixServer } from './matrix-server.ts';

const faults = createFaultSwitch();

const random = faults.wrap('random', { bytes: crypto.randomBytes });
jest.unstable_mockModule('node:crypto', () => ({ ...crypto, randomBytes: (size: number) => random.bytes(size) }));
const accounts = await import('@doorward/accounts');
jest.unstable_mockModule('@doorward/accounts', () => ({
  ...accounts,
  createPasswordHasher: () =>
    faults.wrap('hasher', accounts.createPasswordHasher({ parameters: { memoryKiB: 8, passes: 1 } })),
}));
const { FAULTY_PARTS, startMatrixServer } = await import('./matrix-server.ts');
const { callsOf } = await import('./matrix-calls.ts');
const { wrongWith } = await import('./matrix-verdict.ts');

const ALL_WAYS: readonly Way[] = ['throws', 'rejects', 'late'];

/** What cannot answer later can only throw. */
const SYNCHRONOUS = new Set(['mayCache', 'now', 'bytes', 'renderError', 'recall', 'signedOutInFrame']);

/** The log is written to where something else fails. */
function beside(part: string, way: Way): readonly Fault[] {
  if (part !== 'log') return [];
  return [
    { part: 'expiring', method: 'get', way },
    { part: 'durable', method: 'addEvents', way },
  ];
}

/** No request depends on them: they are called once in a while. */
const UNASKED = new Set(['keysUsed', 'deleteEvents', 'extend']);

const FRAMEWORKS = ['Express', 'Koa', 'Hono'];

describe.each(FRAMEWORKS)('an internal call that fails, below %s', (framework) => {
  const turn = FRAMEWORKS.indexOf(framework);
  let server: MatrixServer;
  let calls: readonly MatrixCall[];
  let usual: readonly MatrixAnswer[];
  let cells = 0;
  const began = performance.now();

  const made = (which: readonly number[]): Promise<readonly MatrixRequest[]> =>
    Promise.all(which.map(async (index) => (calls[index] as MatrixCall).make()));

  /** What is wrong with the answers to these calls while something fails. */
  async function faultsIn(part: string, which: readonly number[], requests: readonly MatrixRequest[]) {
    const answers = await Promise.all(requests.map((request) => server.send(request)));
    cells += answers.length;
    return which.flatMap((index, at) => {
      const what = wrongWith(part, usual[index] as MatrixAnswer, answers[at] as MatrixAnswer);
      return what === null ? [] : [`${calls[index]?.name} ${what}`];
    });
  }

  /** The share of this framework, and of one way out of several; of acts, each, in another way on each framework. */
  const share = (number: number, kind: number, ways: number): readonly number[] =>
    calls.flatMap(({ isAct }, index) => {
      const isMine = isAct || (Math.floor(index / ALL_WAYS.length) + number) % FRAMEWORKS.length === turn;
      return isMine && (index + number + (isAct ? turn : 0)) % ways === kind ? [index] : [];
    });

  beforeAll(async () => {
    server = await startMatrixServer(framework, faults);
    calls = await callsOf(server);
    const requests = await made(calls.map((_call, index) => index));
    usual = await Promise.all(requests.map((request) => server.send(request)));
  });
  afterAll(() => server.stop());

  it.each(Object.entries(FAULTY_PARTS))(
    'of the %s lets nobody in, signs nobody out, and is 503 where it matters (F38)',
    async (part, methods) => {
      const wrong: string[] = [];
      for (const [number, method] of methods.entries()) {
        const ways = SYNCHRONOUS.has(method) ? ALL_WAYS.slice(0, 1) : ALL_WAYS;
        let strikes = 0;
        for (const [kind, way] of ways.entries()) {
          const which = share(number, kind, ways.length);
          const requests = await made(which);
          strikes += await faults.during([{ part, method, way }, ...beside(part, way)], async () => {
            for (const what of await faultsIn(part, which, requests)) wrong.push(`${method} ${way}: ${what}`);
          });
        }
        if (strikes === 0 && !UNASKED.has(method)) wrong.push(`${method} was never called`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each([Number.NaN, -60 * 60 * 1000])('of a clock that is wrong by %p ms does the same (F38)', async (shift) => {
    const which = share(0, 0, 1);
    const requests = await made(which);
    server.shiftClock(shift);
    const wrong = await faultsIn('clock', which, requests);
    server.shiftClock(0);
    expect(wrong).toEqual([]);
  });

  it('leaves nothing behind: all is as before, and nobody has to wait for it (F38, F1 d, f)', async () => {
    const which = calls.map((_call, index) => index);
    expect(await faultsIn('nothing', which, await made(which))).toEqual([]);
  });

  it('is told once a minute, and not for every request (F38, F1 g)', () => {
    const minutes = Math.ceil((performance.now() - began) / 60_000);
    const told = server.warnings.filter((line) => line.includes(FAULT_CANARY));
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(10 * (minutes + 1));
    expect(cells).toBeGreaterThan(10_000);
  });
});
