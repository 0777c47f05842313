/**
 * Keys that stand in the configuration.
 */

import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { KEYS_COUNT_MS, type KeyFinder } from './key-finder.ts';

export function createFixedKeys(set: JSONWebKeySet, now: () => number): KeyFinder {
  const find = createLocalJWKSet(set);
  return async (header, token) => ({ key: await find(header, token), until: now() + KEYS_COUNT_MS });
}
