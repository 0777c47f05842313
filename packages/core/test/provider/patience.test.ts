import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { patiently } from '../../src/provider/patience.ts';

afterEach(() => {
  jest.useRealTimers();
});

describe('patience with a provider', () => {
  it('ends after half a minute, so that nobody hangs with it', async () => {
    jest.useFakeTimers();
    const waiting = patiently(() => new Promise(() => undefined));
    const outcome = expect(waiting).rejects.toThrow('30 seconds');
    await jest.advanceTimersByTimeAsync(30_001);
    await outcome;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('passes on what it answers and what it throws, and leaves no timer', async () => {
    jest.useFakeTimers();
    expect(await patiently(() => 'now')).toBe('now');
    expect(await patiently(async () => 'later')).toBe('later');
    await expect(patiently(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await expect(
      patiently(() => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
    expect(jest.getTimerCount()).toBe(0);
  });
});
