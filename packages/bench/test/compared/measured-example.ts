// A measurement with fixed numbers.
import type { Result } from '../../src/measure.mjs';
import type { Window } from '../../src/window.mjs';

type Costs = Readonly<Record<string, readonly number[]>>;

/** What the variants cost in each round; a bare request costs 100 us, unless said. */
export function measured(costs: Costs, more: Partial<Window> = {}): Result {
  const all: Costs = { bare: Array.from({ length: 12 }, () => 100), ...costs };
  const count = all['bare']?.length ?? 0;
  const kinds: Readonly<Record<string, 'bare' | 'control' | 'floor' | 'doorward'>> = {
    bare: 'bare',
    control: 'control',
    floor: 'floor',
    doorward: 'doorward',
  };
  return {
    framework: {
      name: 'Koa',
      packages: [],
      rounds: 21,
      goals: { overFloorUs: 3, throughput: 0.83, overOneMountUs: 2 },
      variants: Object.keys(all).map((name) => ({
        name,
        kind: kinds[name] ?? 'peer',
        guarded: false,
        measurements: ['signed-in'],
        start: () => Promise.reject(new Error('it is not started')),
      })),
    },
    measurement: 'signed-in',
    rounds: Array.from({ length: count }, (_, round) =>
      Object.fromEntries(Object.entries(all).map(([name, each]) => [name, windowOf(each[round] ?? Number.NaN, more)])),
    ),
    repeats: { windows: 48, again: 0, kept: 0 },
  };
}

/** A control whose values differ by so much, around this one. */
export function around(middle: number, width: number): readonly number[] {
  return Array.from({ length: 12 }, (_, i) => middle + (i % 2 === 0 ? -width / 2 : width / 2));
}

function windowOf(cpuUs: number, more: Partial<Window>): Window {
  const quiet = { busy: 0.98, serverWaited: 0, loaderWaited: 0, stolen: 0 };
  return { requests: 100, cpuUs, perSecond: 1e6 / cpuUs, ...quiet, ...more };
}
