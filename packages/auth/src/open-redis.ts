/**
 * The store of the option `redisUrl`. Its library is loaded when there is one.
 */

import { AuthError, type ExpiringStore } from '@doorward/core';
import type { ResolvedOptions } from './option-schema.ts';

/** @throws AuthError `auth/package-missing`, and those of `@doorward/redis`. */
export async function openRedis(
  { redisUrl, redis, now, log = console }: ResolvedOptions,
  onError: (error: unknown) => void,
): Promise<ExpiringStore | null> {
  if (redisUrl === undefined) return null;
  const library = await loadLibrary();
  return library.openRedis({ ...redis, url: redisUrl, now, log, onError });
}

async function loadLibrary(): Promise<typeof import('@doorward/redis')> {
  try {
    return await import('@doorward/redis');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const remedy = 'redisUrl needs a package that is not there: npm install @doorward/redis';
    throw new AuthError('auth/package-missing', remedy, { cause: error });
  }
}
