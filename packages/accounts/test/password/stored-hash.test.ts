import { describe, expect, it } from '@jest/globals';
import { createPasswordHasher } from '../../src/password/password-hasher.ts';
import { assertImportable, isImportable } from '../../src/password/stored-hash.ts';

const hasher = createPasswordHasher({ parameters: { memoryKiB: 64, passes: 1 } });
const PASSWORD = 'Gr\u00fc\u00dfe aus K\u00f6ln 1';

const NO = { matches: false, needsRehash: false };
const YES_ANEW = { matches: true, needsRehash: true };

/** Made by other implementations, each named. */
const VECTORS: readonly (readonly [what: string, hash: string, password: string])[] = [
  [
    'argon2i of the reference implementation',
    '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
    'password',
  ],
  [
    'argon2id of the reference implementation',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    'password',
  ],
  [
    'argon2i of argon2-cffi',
    '$argon2i$v=19$m=1024,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$qBm2xMDfJrtKwq2GulNes8zsMUeffDdR5MZbqYN0TWk',
    PASSWORD,
  ],
  [
    'argon2id of argon2-cffi with 4 threads and 24 bytes',
    '$argon2id$v=19$m=1024,t=1,p=4$c29tZXNhbHRzb21lc2FsdA$UyIjkEUNdnhjJslcYnZlMQFaq6q+3xNz',
    PASSWORD,
  ],
  [
    'argon2id of argon2-cffi with 64 bytes',
    '$argon2id$v=19$m=2048,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$upuHHftPyIonJQMiW5+ZitmCh4o6QW+uYYsbpKhsvuw+ty3qiwANJSek5itKrlfea9Ywlf9+000XYmSVCiXWHA',
    PASSWORD,
  ],
  [
    'argon2i 1.0 of argon2-cffi',
    '$argon2i$v=16$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$x+vCkY+O6VS47YF37rMQDLZ6MQ/AnQGLZkKd+2zdc5I',
    PASSWORD,
  ],
  ['bcrypt of crypt_blowfish', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['bcrypt 2a of pyca/bcrypt', '$2a$04$nV7QRS0P6xwf5kU3lWwV9Oppp9y.xHTUKU0pbUJa2AkOI2Ve5fdsS', PASSWORD],
  ['bcrypt 2b of pyca/bcrypt', '$2b$04$38kQSxF8lUJTQV5u5wn16OZSPVy7Jmc7ljd1dU1MTqh467A/OVYWS', PASSWORD],
  ['bcrypt 2y of libxcrypt', '$2y$04$abcdefghijklmnopqrstuu1si1akAlVDAsH.qNaB/mwLtmJOU00em', PASSWORD],
  ['bcrypt of 72 bytes', '$2b$04$CSyQDcCg49j9v7kRjKsYBu0dvhzQb0G7QrlTWIX6EPnuY9U/OQZrS', 'a'.repeat(72)],
  [
    'scrypt of the passlib manual',
    '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    'password',
  ],
  [
    'scrypt of passlib with 2 threads',
    '$scrypt$ln=10,r=8,p=2$WotRqrWW0ppzDuHcW+t9Lw$VufBwvXvSmyjzSup/OoOhlDcSCAzoYPb61UojkOMQ+c',
    PASSWORD,
  ],
];

const BCRYPT = '$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW';
const SALT_AND_HASH = 'c29tZXNhbHRzb21lc2FsdA$qBm2xMDfJrtKwq2GulNes8zsMUeffDdR5MZbqYN0TWk';

/** More work than a server should be talked into, or not what the form allows. */
const UNSUPPORTED: readonly string[] = [
  `$argon2id$v=19$m=4194304,t=2,p=1$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=262145,t=1,p=1$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=262144,t=5,p=1$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=1024,t=4294967295,p=1$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=1024,t=9999999,p=1$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=1024,t=1,p=17$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=15,t=1,p=2$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=1024,t=0,p=1$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=1e3,t=1,p=1$${SALT_AND_HASH}`,
  `$argon2d$v=19$m=1024,t=1,p=1$${SALT_AND_HASH}`,
  `$argon2id$v=20$m=1024,t=1,p=1$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=1024,t=1,p=1,keyid=Zm9v$${SALT_AND_HASH}`,
  `$argon2id$v=19$m=1024,t=1,p=1$${SALT_AND_HASH.replace('A$', 'B$')}`,
  `$argon2id$v=19$m=1024,t=1,p=1$c2FsdA$${SALT_AND_HASH.split('$')[1]}`,
  `$argon2id$v=19$m=1024,t=1,p=1$${SALT_AND_HASH}\n`,
  `$argon2id$v=19$m=1024,t=1,p=1$${SALT_AND_HASH}${'A'.repeat(1_000_000)}`,
  `$scrypt$ln=19,r=8,p=1$${SALT_AND_HASH}`,
  `$scrypt$ln=63,r=8,p=1$${SALT_AND_HASH}`,
  `$scrypt$ln=17,r=8,p=3$${SALT_AND_HASH}`,
  `$scrypt$ln=10,r=8,p=9999$${SALT_AND_HASH}`,
  `$scrypt$ln=0,r=8,p=1$${SALT_AND_HASH}`,
  `$scrypt$ln=16,r=1,p=1$${SALT_AND_HASH}`,
  `$scrypt$ln=10,r=8,p=1$c29tZXNhbHRzb21lc2FsdA$`,
  BCRYPT.replace('$04$', '$31$'),
  BCRYPT.replace('$04$', '$15$'),
  BCRYPT.replace('$04$', '$03$'),
  BCRYPT.replace('$04$', '$+4$'),
  BCRYPT.replace('$2b$', '$2x$'),
  BCRYPT.slice(0, -1),
  '5f4dcc3b5aa765d61d8327deb882cf99',
  '{SSHA}Sm9obkRvZQ==',
  'password',
  '',
];

describe('a hash of another system', () => {
  it.each(VECTORS)('verifies, and is to be replaced: %s (V21)', async (_, hash, password) => {
    expect(isImportable(hash)).toBe(true);
    expect(await hasher.verify(hash, password)).toEqual(YES_ANEW);
    expect(await hasher.verify(hash, `${password} `)).toEqual(NO);
    expect(await hasher.verify(hash, `v${password.slice(1)}`)).toEqual(NO);
  });

  it('in bcrypt never matches a longer password, which it cuts at 72 bytes (V5, 4.12)', async () => {
    const hash = '$2y$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe';
    expect(await hasher.verify(hash, 'a'.repeat(72))).toEqual(YES_ANEW);
    for (const password of ['a'.repeat(73), `${'a'.repeat(72)}b`, 'a'.repeat(1000), `${'a'.repeat(71)}\u00e4`]) {
      expect(await hasher.verify(hash, password)).toEqual(NO);
    }
  });

  it('in bcrypt never matches by what stands before a NUL (V5, 4.12)', async () => {
    expect(await hasher.verify(BCRYPT, 'secret')).toEqual(YES_ANEW);
    // bcrypt repeats the password with a NUL in between, so to bcrypt itself the last one is the same.
    for (const password of ['secret\0', 'secret\0more', 'secret\0secret']) {
      expect(await hasher.verify(BCRYPT, password)).toEqual(NO);
    }
  });
});

describe('a hash that nobody should have to compute', () => {
  it.each(UNSUPPORTED.map((hash) => [hash.slice(0, 60), hash]))(
    'is refused before any work: %s (4.12)',
    async (_, hash) => {
      const start = performance.now();
      expect(isImportable(hash)).toBe(false);
      expect(await hasher.verify(hash, 'password')).toEqual(NO);
      // To compute it would take seconds.
      expect(performance.now() - start).toBeLessThan(10_000);
    },
  );

  it('cannot be imported; the error says what can, and does not hold it (4.12)', () => {
    for (const [, hash] of VECTORS) expect(() => assertImportable(hash)).not.toThrow();
    for (const hash of UNSUPPORTED.filter((each) => each !== '' && each !== 'password')) {
      expect(() => assertImportable(hash)).toThrow(
        expect.objectContaining({
          code: 'accounts/hash-unsupported',
          message: expect.stringMatching(/argon2id.*bcrypt.*scrypt/),
        }),
      );
      expect(() => assertImportable(hash)).not.toThrow(hash);
    }
  });
});
