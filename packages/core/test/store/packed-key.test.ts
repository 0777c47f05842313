/**
 * What is packed, and that it comes back as it was.
 */

import { describe, expect, it } from '@jest/globals';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { hashSecret } from '../../src/secret/secret-value.ts';
import { hashOfKey, isKeyAt, KEY_WORDS, packKey, unpackKey } from '../../src/store/packed-key.ts';
import { runs } from '../fixture/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const START = 5;
const keys = array(constantFrom(...ALPHABET), { minLength: 43, maxLength: 43 }).map((characters) =>
  characters.join(''),
);

function packed(key: string): Int32Array | null {
  const words = new Int32Array(KEY_WORDS);
  return packKey(key, words) ? words : null;
}

function packedOf(i: number): Int32Array {
  return packed(hashSecret(String(i))) as Int32Array;
}

describe('a packed key', () => {
  it('is the same when it is unpacked, also where its last bits make it no hash', () => {
    assert(
      property(keys, (key) => {
        const words = new Int32Array(START + KEY_WORDS);
        words.set(packed(key) as Int32Array, START);
        expect(unpackKey(words, START)).toBe(key);
      }),
      runs(500),
    );
  });

  it('is made of nothing but 43 characters of base64url', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 50 }), (text) => {
        expect(packed(text) !== null).toBe(/^[\w-]{43}$/.test(text));
      }),
      runs(500),
    );
    const key = hashSecret('k');
    for (let at = 0; at < key.length; at += 1) {
      for (const other of ['=', '+', '/', ' ', '\0', '\x7f', '\u00c1', '\u0141', '\uffff'])
        expect(packed(key.slice(0, at) + other + key.slice(at + 1))).toBeNull();
    }
  });

  it('is another one when any character is another one', () => {
    const key = hashSecret('k');
    const words = packed(key) as Int32Array;
    expect(isKeyAt(words, 0, words)).toBe(true);
    for (let at = 0; at < key.length; at += 1) {
      for (const other of ALPHABET.replace(key[at] as string, ''))
        expect(isKeyAt(words, 0, packed(key.slice(0, at) + other + key.slice(at + 1)) as Int32Array)).toBe(false);
    }
  });
});

describe('the hash of a packed key', () => {
  const BUCKETS = 256;
  const bucketOf = (words: Int32Array, seed: number): number => hashOfKey(words, 0, seed) & (BUCKETS - 1);

  it('cannot be aimed at without the seed: keys that meet by one seed are scattered by another', () => {
    const meeting = Array.from({ length: 20_000 }, (_, i) => packedOf(i)).filter((words) => bucketOf(words, 1) === 0);
    expect(meeting.length).toBeGreaterThan(40);
    for (const seed of [2, 3, -1_234_567_890]) {
      expect(new Set(meeting.map((words) => bucketOf(words, seed))).size).toBeGreaterThan(meeting.length / 2);
    }
  });

  it('spreads keys that only count', () => {
    const counts = new Array<number>(BUCKETS).fill(0);
    for (let i = 0; i < BUCKETS; i += 1) {
      const bucket = bucketOf(packed(String(i).padStart(43, '0')) as Int32Array, 1);
      counts[bucket] = (counts[bucket] as number) + 1;
    }
    expect(Math.max(...counts)).toBeLessThan(12);
  });
});
