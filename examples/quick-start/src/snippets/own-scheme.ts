/**
 * A scheme of your own: keys for scripts.
 */

// #region scheme
import { createHash } from 'node:crypto';
import { createPrincipal, type Principal, type Scheme } from '@doorward/core';
import { createAuth } from '@doorward/express';

/** Digest of each key, and whom it acts as. Keep this where you keep your data. */
const holders = new Map<string, Principal>();

const keys: Scheme = {
  name: 'key',
  authenticate({ bearer }) {
    if (bearer === undefined || !bearer.startsWith('key_')) return { kind: 'none' };
    const principal = holders.get(createHash('sha256').update(bearer).digest('hex'));
    if (principal === undefined) return { kind: 'rejected', reason: 'invalid', presented: bearer };
    return { kind: 'authenticated', principal, startsSession: false };
  },
};

export const auth = await createAuth({ schemes: [keys] });
// #endregion scheme

holders.set(
  createHash('sha256').update('key_of-the-backup-job').digest('hex'),
  createPrincipal({ subject: 'backup', permissions: ['files:read'], method: 'key' }),
);
