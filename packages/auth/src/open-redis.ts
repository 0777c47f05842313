/**
 * The store of the option `redisUrl`. Its library is loaded when there is one.
 */

import type { ExpiringStore } from '@doorward/core';
import { loadPackage } from './load-package.ts';
import type { ResolvedOptions } from './option-schema.ts';

/** @throws AuthError `auth/package-missing`, and those of `@doorward/redis`. */
export async function openRedis(
  { redisUrl, redis, now, log = console }: ResolvedOptions,
  onError: (error: unknown) => void,
): Promise<ExpiringStore | null> {
  if (redisUrl === undefined) return null;
  const library = await loadPackage('@doorward/redis', 'redisUrl', () => import('@doorward/redis'));
  return library.openRedis({ ...redis, url: redisUrl, now, log, onError });
}
