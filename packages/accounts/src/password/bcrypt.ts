/**
 * bcrypt hashes of other systems: they are verified, and never made.
 * @see https://www.usenix.org/legacy/events/usenix99/provos/provos.pdf
 */

import type { StoredHash } from './stored-hash.ts';

const MIN_COST = 4;
const MAX_COST = 14;
const MAX_PASSWORD_BYTES = 72;

// "$2" ("a" | "b" | "y") "$" cost "$" 22 characters of salt, 31 of hash
const BCRYPT = /^\$2[aby]\$(\d{2})\$[./A-Za-z0-9]{53}$/;

/** Reads a hash, or gives `null` when it is none or more work than a server should be talked into. */
export function readBcrypt(text: string): StoredHash | null {
  const cost = Number(BCRYPT.exec(text)?.[1]);
  if (!(cost >= MIN_COST && cost <= MAX_COST)) return null;
  return { matches: (password) => matches(text, password) };
}

/** Hashes in any case, so that time does not tell which accounts still have such a hash. */
async function matches(text: string, password: Buffer): Promise<boolean> {
  const { verify } = await import('@node-rs/bcrypt');
  const isSame = await verify(password, text);
  // bcrypt reads 72 bytes, and puts a NUL between repetitions itself: more than one password would match.
  return isSame && password.length <= MAX_PASSWORD_BYTES && !password.includes(0);
}
