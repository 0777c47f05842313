// Windows that something else has disturbed.
import { expect, test } from '@jest/globals';
import { isDisturbed, noRepeats, takeUndisturbed } from '../src/disturbance.mjs';

const QUIET = { requests: 100, cpuUs: 10, perSecond: 1, busy: 0.97, serverWaited: 0.01, loaderWaited: 0.02, stolen: 0 };

test('a window is disturbed when its server waited for its core, its loader did, or the host took time', () => {
  expect(isDisturbed(QUIET, false)).toBe(false);
  expect(isDisturbed({ ...QUIET, busy: 0.7, serverWaited: 0.25 }, false)).toBe(true);
  expect(isDisturbed({ ...QUIET, busy: 0.7, loaderWaited: 0.25 }, false)).toBe(true);
  expect(isDisturbed({ ...QUIET, stolen: 0.05 }, false)).toBe(true);
});

test('a server that had its core is not disturbed, nor one that was idle because its loader is slow', () => {
  expect(isDisturbed({ ...QUIET, busy: 0.95, serverWaited: 0.2 }, false)).toBe(false);
  expect(isDisturbed({ ...QUIET, busy: 0.6 }, false)).toBe(false);
});

test('a Redis of the server itself on its core disturbs nothing, and another loader still does', () => {
  const waiting = { ...QUIET, busy: 0.6, serverWaited: 0.35 };
  expect(isDisturbed(waiting, true)).toBe(false);
  expect(isDisturbed({ ...waiting, loaderWaited: 0.35 }, true)).toBe(true);
});

test('where the system does not say who waited, an idle server counts as disturbed, unless a Redis is beside it', () => {
  const unknown = { ...QUIET, busy: 0.6, serverWaited: null, loaderWaited: null, stolen: null };
  expect(isDisturbed(unknown, false)).toBe(true);
  expect(isDisturbed({ ...unknown, busy: 0.95 }, false)).toBe(false);
  expect(isDisturbed(unknown, true)).toBe(false);
});

test('a disturbed window is taken again, and the good one counts', async () => {
  const repeats = noRepeats(100);
  const taken = ['bad', 'good', 'unused'];
  const window = await takeUndisturbed(
    async () => taken.shift(),
    (one) => one === 'bad',
    repeats,
  );
  expect(window).toBe('good');
  expect(repeats).toEqual({ windows: 100, again: 1, kept: 0 });
});

test('no window is taken more than three times, nor more than a quarter of all again; then a disturbed one counts', async () => {
  const repeats = noRepeats(20);
  let taken = 0;
  const take = async () => {
    taken += 1;
    return 'bad';
  };
  await takeUndisturbed(take, () => true, repeats);
  expect({ taken, ...repeats }).toEqual({ taken: 3, windows: 20, again: 2, kept: 1 });
  for (let i = 1; i < 20; i += 1) await takeUndisturbed(take, () => true, repeats);
  expect({ taken, ...repeats }).toEqual({ taken: 25, windows: 20, again: 5, kept: 20 });
});
