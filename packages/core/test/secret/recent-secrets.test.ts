import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createRecentSecrets } from '../../src/secret/recent-secrets.ts';

const GENERATION_MS = 60_000;

describe('what is known of secrets that were good a moment ago', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('is recalled for exactly the secret that was kept', () => {
    const hashes = createRecentSecrets<string>();
    hashes.keep('secret', 'hash');
    expect(hashes.recall('secret')).toBe('hash');
    for (const other of ['', 'secre', 'secret ', 'Secret', 'hash', '__proto__', 'constructor']) {
      expect(hashes.recall(other)).toBeUndefined();
    }
  });

  it('is gone after two generations without use, and its secret with it', () => {
    const hashes = createRecentSecrets<string>();
    hashes.keep('secret', 'hash');
    jest.advanceTimersByTime(2 * GENERATION_MS);
    expect(hashes.recall('secret')).toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stays while it is used', () => {
    const hashes = createRecentSecrets<string>();
    hashes.keep('secret', 'hash');
    for (let i = 0; i < 10; i += 1) {
      jest.advanceTimersByTime(GENERATION_MS);
      expect(hashes.recall('secret')).toBe('hash');
    }
  });

  it('is no more than that of secrets of two million characters', () => {
    const hashes = createRecentSecrets<string>();
    const secretOf = (i: number): string => `${i}`.padEnd(1000, '.');
    for (let i = 0; i < 10_000; i += 1) hashes.keep(secretOf(i), 'hash');
    let kept = 0;
    for (let i = 9_999; i >= 0 && hashes.recall(secretOf(i)) !== undefined; i -= 1) kept += 1;
    expect(kept).toBeGreaterThanOrEqual(1000);
    expect(kept).toBeLessThanOrEqual(2000);
  });

  it('is not kept of a secret longer than 2,048 characters', () => {
    const hashes = createRecentSecrets<string>();
    hashes.keep('x'.repeat(2048), 'hash');
    hashes.keep('x'.repeat(2049), 'hash');
    expect(hashes.recall('x'.repeat(2048))).toBe('hash');
    expect(hashes.recall('x'.repeat(2049))).toBeUndefined();
  });

  it('does not hold on to the header that a secret stood in', () => {
    const hashes = createRecentSecrets<string>();
    const before = heapUsed();
    for (let i = 0; i < 50; i += 1) {
      const header = Buffer.alloc(1_000_000, `${i} `).toString();
      hashes.keep(header.slice(100, 143), 'hash');
    }
    expect(heapUsed() - before).toBeLessThan(10_000_000);
  });
});

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
