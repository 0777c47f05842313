/**
 * Which stored password hashes can be verified: our own and those of other systems, as far as verifying
 * one takes no more than a second or so and 256 MiB.
 */

import { AuthError } from '@doorward/core';
import { readArgon2 } from './argon2.ts';
import { readBcrypt } from './bcrypt.ts';
import { readScrypt } from './scrypt.ts';

/** A hash that was read and can be verified. */
export interface StoredHash {
  matches(password: Buffer): Promise<boolean>;
}

/** Reads the hash without any work on it, or gives `null`. */
export function readStoredHash(text: string): StoredHash | null {
  return readArgon2(text) ?? readBcrypt(text) ?? readScrypt(text);
}

/** True for a password hash that an account can be imported with. */
export function isImportable(hash: string): boolean {
  return readStoredHash(hash) !== null;
}

/** @throws AuthError `accounts/hash-unsupported` for what is not importable; the message does not hold the hash. */
export function assertImportable(hash: string): void {
  if (isImportable(hash)) return;
  throw new AuthError(
    'accounts/hash-unsupported',
    'Password hashes can be: argon2id or argon2i in PHC form with at most 256 MiB and m * t at most 1048576, ' +
      'bcrypt ($2a$, $2b$, $2y$) with a cost of 4 to 14, scrypt in PHC form with at most 256 MiB',
  );
}
