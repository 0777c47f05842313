/**
 * scrypt hashes of other systems, in PHC form: they are verified, and never made.
 * @see https://www.rfc-editor.org/rfc/rfc7914.html
 */

import { scrypt, timingSafeEqual } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import type { StoredHash } from './stored-hash.ts';

const MAX_BYTES = 256 * 1024 * 1024;

// "$scrypt$ln=" log2(N) ",r=" block size ",p=" parallelism "$" salt "$" hash
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

interface ScryptParameters {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** Reads a hash, or gives `null` when it is none or more work than a server should be talked into. */
export function readScrypt(text: string): StoredHash | null {
  const [, log2N, r, p, encodedSalt, encodedHash] = PHC.exec(text) ?? [];
  if (encodedSalt === undefined || encodedHash === undefined) return null;
  const parameters = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const salt = decodeBase64(encodedSalt);
  const hash = decodeBase64(encodedHash);
  if (!isBearable(parameters) || salt === null || hash === null) return null;
  return {
    matches: async (password) => timingSafeEqual(await derive(password, salt, hash.length, parameters), hash),
  };
}

/** True for parameters that scrypt allows and that take a second or so at most. */
function isBearable({ log2N, r, p }: ScryptParameters): boolean {
  return log2N >= 1 && r >= 1 && p >= 1 && log2N < 16 * r && 128 * r * p * 2 ** log2N <= MAX_BYTES;
}

function derive(password: Buffer, salt: Buffer, length: number, { log2N, r, p }: ScryptParameters): Promise<Buffer> {
  // The blocks of the threads come on top of what `isBearable` counts.
  const options = { N: 2 ** log2N, r, p, maxmem: 2 * MAX_BYTES };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
