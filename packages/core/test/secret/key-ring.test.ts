import { describe, expect, it } from '@jest/globals';
import { isAuthError } from '../../src/auth-error.ts';
import { createKeyRing } from '../../src/secret/key-ring.ts';
import { digestOf, hashSecret, isSameSecret, randomSecret } from '../../src/secret/secret-value.ts';

const STRONG = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';
const OTHER = 'Zr4Kp8Wd1Xc6Vb0Nm3Qs7Tf9Yh2Lj5Ga';

describe('a key ring', () => {
  it('signs alike with the same secret, and otherwise with another one (A53, F34)', () => {
    expect(createKeyRing([STRONG]).sign('p', 'data')).toBe(createKeyRing([STRONG]).sign('p', 'data'));
    expect(createKeyRing([STRONG]).sign('p', 'data')).not.toBe(createKeyRing([OTHER]).sign('p', 'data'));
    expect(createKeyRing([STRONG]).sign('p', 'data')).not.toBe(createKeyRing([STRONG]).sign('p', 'datb'));
  });

  it('makes for one purpose what no other purpose makes (S9, property 9)', () => {
    const ring = createKeyRing([STRONG]);
    const purposes = ['', 'a', 'b', 'ab', 'cookie name', 'token of content', 'session', '__proto__', 'constructor'];
    expect(new Set(purposes.map((purpose) => ring.sign(purpose, 'data'))).size).toBe(purposes.length);
    expect(ring.sign('a', 'bc')).not.toBe(ring.sign('ab', 'c'));
  });

  it('seals what it alone opens, for the same purpose, and by older secrets too (S9, decision 14)', () => {
    const ring = createKeyRing([OTHER, STRONG]);
    for (const text of ['', 'x', 'é 🔑', 'a'.repeat(10_000)]) {
      const sealed = ring.seal('p', text);
      expect([sealed === ring.seal('p', text), /^[\w-]+$/.test(sealed)]).toEqual([false, true]);
      expect([ring.open('p', sealed), ring.open('q', sealed)]).toEqual([text, null]);
      expect(createKeyRing([STRONG]).open('p', sealed)).toBeNull();
      expect(ring.open('p', createKeyRing([STRONG]).seal('p', text))).toBe(text);
    }
  });

  it('opens nothing that was changed, cut or made up (S9)', () => {
    const ring = createKeyRing([STRONG]);
    const sealed = ring.seal('p', 'secret');
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect([at, ring.open('p', changed.toString('base64url'))]).toEqual([at, null]);
      expect(ring.open('p', bytes.subarray(0, at).toString('base64url'))).toBeNull();
    }
    for (const odd of ['', 'x', '????', '\0', 'a'.repeat(5000), ring.sign('p', 'secret')])
      expect(ring.open('p', odd)).toBeNull();
  });

  it('signs with the newest secret', () => {
    expect(createKeyRing([OTHER, STRONG]).sign('p', 'x')).toBe(createKeyRing([OTHER]).sign('p', 'x'));
  });

  it('signs text and its UTF-8 bytes alike, with 256 bits', () => {
    const ring = createKeyRing([STRONG]);
    expect(ring.sign('p', 'é')).toBe(ring.sign('p', Buffer.from('é')));
    expect(ring.sign('p', 'é')).toMatch(/^[\w-]{43}$/);
  });

  it('verifies what any of its secrets signed, for the same purpose and data, and nothing else (decision 14)', () => {
    const ring = createKeyRing([OTHER, STRONG]);
    const [newer, older] = [OTHER, STRONG].map((secret) => createKeyRing([secret]).sign('p', 'x')) as [string, string];
    expect([newer, older].map((signature) => ring.verify('p', 'x', signature))).toEqual([true, true]);
    const wrong = [
      '',
      newer.slice(1),
      `${newer}=`,
      newer.toUpperCase(),
      'é'.repeat(43),
      '\u{1f600}'.repeat(21),
      'x'.repeat(1e6),
    ];
    for (const signature of wrong)
      expect([signature.slice(0, 50), ring.verify('p', 'x', signature)]).toEqual([signature.slice(0, 50), false]);
    expect([ring.verify('q', 'x', newer), ring.verify('p', 'y', newer)]).toEqual([false, false]);
    expect(createKeyRing([OTHER]).verify('p', 'x', older)).toBe(false);
  });

  it('without a secret is another one in every process, and says so (L19)', () => {
    const [one, two] = [createKeyRing([]), createKeyRing([])];
    expect(one.sign('p', 'x')).not.toBe(two.sign('p', 'x'));
    expect([one.configured, createKeyRing([STRONG]).configured]).toEqual([false, true]);
  });

  it.each([
    ['short', 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2'],
    ['empty', ''],
    ['one letter', 'a'.repeat(64)],
    ['a few letters', 'abcabc'.repeat(10)],
    ['the one from the documentation', 'change-me-change-me-change-me-now'],
    ['another one from the documentation', 'this-is-my-super-secret-key-12345'],
    ['a third one from the documentation', 'YOUR_SECRET_GOES_HERE_0123456789ab'],
  ])('refuses a secret that is %s, without repeating it (A75, L19)', (_what, secret) => {
    let error: unknown;
    try {
      createKeyRing([STRONG, secret]);
    } catch (thrown) {
      error = thrown;
    }
    expect(isAuthError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'core/options-invalid', option: 'secret[1]' });
    const { message } = error as Error;
    expect(message).toMatch(/Make one with/);
    if (secret !== '') expect(message).not.toContain(secret);
    expect(message).not.toContain(STRONG);
  });
});

describe('a secret value', () => {
  it('has 256 random bits and never comes again (V25, property 11)', () => {
    const made = new Set(Array.from({ length: 20_000 }, randomSecret));
    expect(made.size).toBe(20_000);
    for (const secret of [...made].slice(0, 100)) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('has no bit that is more often one than the other (V25)', () => {
    const ones = Array.from({ length: 256 }, () => 0);
    for (let i = 0; i < 4000; i += 1) {
      Buffer.from(randomSecret(), 'base64url').forEach((byte, at) => {
        for (let bit = 0; bit < 8; bit += 1) ones[at * 8 + bit] = (ones[at * 8 + bit] ?? 0) + ((byte >> bit) & 1);
      });
    }
    // Six standard deviations: sqrt(4000) / 2 is 32.
    for (const count of ones) expect(Math.abs(count - 2000)).toBeLessThan(190);
  });

  it('is stored as a hash that does not give it back (A74, V24)', () => {
    const secret = randomSecret();
    expect(hashSecret(secret)).toMatch(/^[\w-]{43}$/);
    expect(hashSecret(secret)).not.toContain(secret);
    expect(hashSecret(secret)).toBe(hashSecret(secret));
  });

  it('equals itself alone, whatever the candidate’s length (A101)', () => {
    const digest = digestOf('sup3rs3cr3t');
    expect(isSameSecret(digest, 'sup3rs3cr3t')).toBe(true);
    for (const other of [
      '',
      's',
      'sup3rs3cr3',
      'sup3rs3cr3tt',
      'Sup3rs3cr3t',
      'sup3rs3cr3t\0',
      '\ufeffsup3rs3cr3t',
      'x'.repeat(1_000_000),
    ]) {
      expect([other.slice(0, 20), isSameSecret(digest, other)]).toEqual([other.slice(0, 20), false]);
    }
  });
});
