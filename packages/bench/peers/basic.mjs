/**
 * A name and password for the peers that take Basic, compared plainly or hashed.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { basicOf } from '../src/program/kinds.mjs';

export const NAME = 'somebody';
export const PASSWORD = randomBytes(16).toString('hex');
export const CREDENTIAL = basicOf(NAME, PASSWORD);

/** As OWASP recommends, and as Doorward has it: 19 MiB, 2 passes. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** @returns {Promise<(name: string, password: string) => Promise<boolean>>} hashes each time: no peer remembers */
export async function argon2idCheck() {
  const { hash, verify } = await import('@node-rs/argon2');
  const expected = await hash(PASSWORD, ARGON2ID);
  return async (name, password) => (await verify(expected, password)) && isEqual(name, NAME);
}

function isEqual(a, b) {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
