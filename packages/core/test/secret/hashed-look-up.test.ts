import { describe, expect, it } from '@jest/globals';
import { createHashedLookUp } from '../../src/secret/hashed-look-up.ts';
import type { RecentSecrets } from '../../src/secret/recent-secrets.ts';
import { hashSecret } from '../../src/secret/secret-value.ts';

describe('a look-up by the hash of a secret', () => {
  it('finds by the hash, now and when it is recalled', () => {
    const asked: string[] = [];
    const find = createHashedLookUp((hash) => {
      asked.push(hash);
      return 'found';
    });
    for (let i = 0; i < 3; i += 1) expect(find('secret')).toBe('found');
    expect(asked).toEqual(Array.from({ length: 3 }, () => hashSecret('secret')));
  });

  it('asks each time: what has ended is not found, however often it was before', () => {
    const live = new Map([[hashSecret('secret'), 'found']]);
    const find = createHashedLookUp((hash) => live.get(hash) ?? null);
    expect(find('secret')).toBe('found');
    expect(find('secret')).toBe('found');
    live.clear();
    expect(find('secret')).toBeNull();
  });

  it('keeps the hash of a secret for which something was found, at once or later', async () => {
    for (const found of ['found', Promise.resolve('found')]) {
      const kept = new Map<string, string>();
      const find = createHashedLookUp((): unknown => found, recording(kept));
      for (let i = 0; i < 3; i += 1) expect(await find('secret')).toBe('found');
      expect([...kept]).toEqual([['secret', hashSecret('secret')]]);
    }
  });

  it('keeps nothing of a secret that was refused, or could not be looked up', async () => {
    for (const refuse of [() => null, async () => null, async () => Promise.reject(new Error('away'))]) {
      const kept = new Map<string, string>();
      const find = createHashedLookUp((): unknown => refuse(), recording(kept));
      for (let i = 0; i < 3; i += 1) await Promise.resolve(find('guess')).catch(() => undefined);
      expect(kept.size).toBe(0);
    }
  });
});

function recording(kept: Map<string, string>): RecentSecrets<string> {
  return { recall: (secret) => kept.get(secret), keep: (secret, hash) => void kept.set(secret, hash) };
}
