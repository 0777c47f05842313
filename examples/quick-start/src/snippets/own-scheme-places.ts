/**
 * A scheme of your own with a header of its own, a memory, and an end.
 */

// #region scheme
import { createHash } from 'node:crypto';
import type { Authenticated, PresentedCredentials, Scheme } from '@doorward/core';

const HEADER = 'x-device-token';

/** What was verified, by the digest of its token. Emptied by whoever withdraws a token. */
const known = new Map<string, Authenticated>();

export function createDeviceScheme(verify: (digest: string) => Promise<Authenticated['principal'] | null>): Scheme {
  const digestIn = ({ headers }: PresentedCredentials): string | null => {
    const token = headers?.get(HEADER);
    return token === undefined ? null : createHash('sha256').update(token).digest('hex');
  };
  return {
    name: 'device',
    places: { headers: [HEADER] },
    recall(credentials) {
      const digest = digestIn(credentials);
      return digest === null ? null : (known.get(digest) ?? null);
    },
    async authenticate(credentials) {
      const digest = digestIn(credentials);
      if (digest === null) return { kind: 'none' };
      const principal = await verify(digest);
      if (principal === null) return { kind: 'rejected', reason: 'invalid', presented: digest };
      const standing = { holds: () => known.has(digest) };
      const outcome: Authenticated = { kind: 'authenticated', principal, startsSession: false, standing };
      known.set(digest, outcome);
      return outcome;
    },
  };
}
// #endregion scheme
