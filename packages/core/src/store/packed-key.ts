/**
 * Keys as numbers: a hash in base64url is 43 characters, which as a string weigh twice what they say. All of it is
 * arithmetic, since a call of native code would cost more.
 *
 * @see RFC 4648 §5 (base64url)
 */

/** Words of a packed key: five characters in each, six bits a character, and three in the last. */
export const KEY_WORDS = 9;

const KEY_LENGTH = 43;
const BITS = 6;
const IN_WORD = 5;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGITS = new Int8Array(128).fill(-1);
for (let digit = 0; digit < ALPHABET.length; digit += 1) DIGITS[ALPHABET.charCodeAt(digit)] = digit;

/** Writes a key to `words`. False when it is not 43 characters of that alphabet; then `words` is of no use. */
export function packKey(key: string, words: Int32Array): boolean {
  if (key.length !== KEY_LENGTH) return false;
  const digits = DIGITS;
  let signs = 0;
  for (let word = 0, at = 0; word < KEY_WORDS; word += 1, at += IN_WORD) {
    let packed = digitAt(digits, key, at) | (digitAt(digits, key, at + 1) << 6) | (digitAt(digits, key, at + 2) << 12);
    if (word < KEY_WORDS - 1) packed |= (digitAt(digits, key, at + 3) << 18) | (digitAt(digits, key, at + 4) << 24);
    signs |= packed;
    words[word] = packed;
  }
  return signs >= 0;
}

/** Negative for what is not in the alphabet, also after it was shifted. */
function digitAt(digits: Int8Array, key: string, at: number): number {
  const code = key.charCodeAt(at);
  return code < 128 ? (digits[code] as number) : -1;
}

/** The key whose words begin at `start`. */
export function unpackKey(words: Int32Array, start: number): string {
  const codes: number[] = [];
  for (let at = 0; at < KEY_LENGTH; at += 1) {
    const inWord = at % IN_WORD;
    const packed = words[start + (at - inWord) / IN_WORD] as number;
    codes.push(ALPHABET.charCodeAt((packed >> (BITS * inWord)) & 63));
  }
  return String.fromCharCode(...codes);
}

export function isKeyAt(words: Int32Array, start: number, key: Int32Array): boolean {
  for (let word = 0; word < KEY_WORDS; word += 1) if (words[start + word] !== key[word]) return false;
  return true;
}

export function copyKey(key: Int32Array, words: Int32Array, start: number): void {
  for (let word = 0; word < KEY_WORDS; word += 1) words[start + word] = key[word] as number;
}

/** 32 bits of a key. Who does not know the seed cannot look for keys that share them. */
export function hashOfKey(words: Int32Array, start: number, seed: number): number {
  // Near 2^32 by the golden ratio, and odd.
  const multiplier = 0x9e3779b1;
  let hash = seed;
  for (let word = 0; word < KEY_WORDS; word += 1) {
    hash = Math.imul(hash ^ (words[start + word] as number), multiplier);
    hash ^= hash >>> 15;
  }
  return hash;
}
