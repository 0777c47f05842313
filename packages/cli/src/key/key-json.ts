/**
 * A key as programs get it, and in words.
 */

import type { IssuedKey, Key } from '@doorward/accounts';
import { isoOf } from '../terminal/table.ts';

/** The key with times in ISO 8601, and without its secret. */
export function keyJson(key: Key): object {
  return {
    ...key,
    createdAt: isoOf(key.createdAt),
    expiresAt: isoOf(key.expiresAt),
    lastUsedAt: isoOf(key.lastUsedAt),
    previousUntil: isoOf(key.previousUntil),
  };
}

/** The same with the secret, as `key`. */
export function issuedJson({ key, secret }: IssuedKey): object {
  return { ...keyJson(key), key: secret };
}

/** All that it may at most. */
export function rightsOf({ owner, roles, permissions }: Key): string {
  const limit = permissions?.join(', ') ?? null;
  if (owner !== null) return limit ?? 'all that its owner may';
  if (roles.length === 0) return limit || 'nothing';
  return limit === null ? roles.join(', ') : `${roles.join(', ')}, but only ${limit}`;
}
