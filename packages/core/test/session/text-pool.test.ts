import { describe, expect, it } from '@jest/globals';
import { createTextPool } from '../../src/session/text-pool.ts';

describe('a pool of texts', () => {
  it('answers an equal text, and keeps a bounded number', () => {
    const pool = createTextPool();
    const texts = Array.from({ length: 3_000 }, (_, i) => `agent ${i}`);
    expect(texts.map(pool)).toEqual(texts);
    expect(texts.map(pool)).toEqual(texts);
    expect(['', '__proto__'].map(pool)).toEqual(['', '__proto__']);
  });
});
