/**
 * Checks the options and fills in the defaults. What is wrong stops the start with its name and the remedy.
 */

import { readFileSync } from 'node:fs';
import { assertKnown, assertObject, assertSwitch, assertWhole, authoritiesOf, wrong } from './option-checks.ts';
import type { RedisOptions, RedisSettings, ResolvedOptions } from './options.ts';
import { readAddress } from './redis-address.ts';

const NAMES: Readonly<Record<keyof RedisSettings, true>> = {
  prefix: true,
  strict: true,
  commandTimeoutMs: true,
  tls: true,
};

const BESIDE: readonly string[] = ['url', 'now', 'onError', 'log'];

const TIMEOUT_MS = { usual: 500, least: 50, most: 10_000 };

/** @throws AuthError `redis/options-invalid`. */
export function resolveOptions(options: RedisOptions): ResolvedOptions {
  assertObject(options, 'redis', 'give an object');
  const settings = Object.fromEntries(Object.entries(options).filter(([name]) => !BESIDE.includes(name)));
  assertKnown(settings, 'redis', Object.keys(NAMES));
  const { prefix = 'doorward:', strict = false, commandTimeoutMs = TIMEOUT_MS.usual, tls } = options;
  const address = readAddress(options.url);
  if (typeof prefix !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(prefix)) {
    throw wrong('redis.prefix', 'give 1 to 64 printable ASCII characters without spaces, such as "doorward:"');
  }
  assertSwitch(strict, 'redis.strict');
  assertWhole(commandTimeoutMs, 'redis.commandTimeoutMs', { unit: 'milliseconds', ...TIMEOUT_MS });
  const ca = authoritiesOf(tls, 'redis.tls', (file) => readFileSync(file, 'utf8'));
  if (ca !== undefined && !address.isEncrypted) {
    throw wrong('redis.tls', 'has no effect with redis://, which is not encrypted; use rediss://, or remove it');
  }
  const isWrapped = address.kind === 'cluster' && !/\{[^}]+\}/.test(prefix);
  return { address, prefix: isWrapped ? `{${prefix}}` : prefix, strict, commandTimeoutMs, ca };
}
