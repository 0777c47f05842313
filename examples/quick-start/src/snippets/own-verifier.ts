/**
 * A verifier of your own: a second password that may only read.
 */

// #region verifier
import { scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { createPrincipal, type Verifier } from '@doorward/core';
import { createAuth } from '@doorward/express';

const scrypt = promisify<string, Buffer, number, Buffer>(scryptCallback);

/** `salt` and `expected` are what you stored when the password was chosen. */
function readersPassword(salt: Buffer, expected: Buffer): Verifier {
  const reader = createPrincipal({ subject: 'reader', permissions: ['*:read'], method: 'readers-password' });
  return {
    name: 'readers-password',
    async verify({ password }) {
      const hash = await scrypt(password, salt, expected.length);
      return timingSafeEqual(hash, expected) ? { kind: 'verified', principal: reader } : { kind: 'refused' };
    },
  };
}
// #endregion verifier

const salt = Buffer.alloc(16, 7);
const expected = await scrypt('only for reading', salt, 32);

// #region use
export const auth = await createAuth({ verifiers: [readersPassword(salt, expected)] });
// #endregion use
