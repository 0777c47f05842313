/**
 * Looks up by the hash of a secret, without making the hash for each request: it costs more than all the rest of a
 * look-up.
 */

import { createRecentSecrets, type RecentSecrets } from './recent-secrets.ts';
import { hashSecret } from './secret-value.ts';

/**
 * `find` by the secret itself. It is asked each time; what it finds is never kept, only the hash of a secret for which
 * it found something.
 */
export function createHashedLookUp<R>(
  find: (hash: string) => R,
  hashes: RecentSecrets<string> = createRecentSecrets(),
): (secret: string) => R {
  return (secret) => {
    const known = hashes.recall(secret);
    if (known !== undefined) return find(known);
    const hash = hashSecret(secret);
    const found = find(hash);
    const keep = (value: unknown): void => {
      if (value !== null) hashes.keep(secret, hash);
    };
    if (found instanceof Promise) found.then(keep, () => undefined);
    else keep(found);
    return found;
  };
}
