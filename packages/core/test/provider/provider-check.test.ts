import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { checkProvider } from '../../src/provider/provider-check.ts';

afterEach(() => {
  jest.useRealTimers();
});

describe('a provider, looked at before the start', () => {
  it('is what it says, and well without a word', async () => {
    expect(await checkProvider({ check: () => 'away' })).toBe('away');
    expect(await checkProvider({ check: () => 'well' })).toBe('well');
    expect(await checkProvider({})).toBe('well');
  });

  it('is away when it never answers: it holds up no start for ever', async () => {
    jest.useFakeTimers();
    const looking = checkProvider({ check: () => new Promise(() => undefined) });
    await jest.advanceTimersByTimeAsync(30_001);
    expect(await looking).toBe('away');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('misconfigured');
      },
    ],
    ['rejects', () => Promise.reject(new Error('misconfigured'))],
  ])('stops the start when it %s', async (_how, check) => {
    await expect(checkProvider({ check })).rejects.toThrow('misconfigured');
  });
});
