/**
 * Checks the options and fills in the defaults. What is wrong stops the start with its name and the remedy.
 */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { assertKnown, assertObject, assertText, wrong } from './option-checks.ts';
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
  const { prefix = 'doorward:', strict = false } = options;
  const address = readAddress(options.url);
  if (typeof prefix !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(prefix)) {
    throw wrong('redis.prefix', 'give 1 to 64 printable ASCII characters without spaces, such as "doorward:"');
  }
  if (typeof strict !== 'boolean') throw wrong('redis.strict', 'is not true or false; give one, or leave it out');
  const ca = authoritiesOf(options);
  if (ca !== undefined && !address.isEncrypted) {
    throw wrong('redis.tls', 'has no effect with redis://, which is not encrypted; use rediss://, or remove it');
  }
  const isWrapped = address.kind === 'cluster' && !/\{[^}]+\}/.test(prefix);
  return { address, prefix: isWrapped ? `{${prefix}}` : prefix, strict, commandTimeoutMs: timeoutOf(options), ca };
}

function timeoutOf({ commandTimeoutMs = TIMEOUT_MS.usual }: RedisOptions): number {
  const { least, most } = TIMEOUT_MS;
  if (Number.isInteger(commandTimeoutMs) && commandTimeoutMs >= least && commandTimeoutMs <= most)
    return commandTimeoutMs;
  throw wrong('redis.commandTimeoutMs', `is not a whole number of milliseconds from ${least} to ${most}; give one`);
}

function authoritiesOf({ tls }: RedisOptions): readonly string[] | undefined {
  if (tls === undefined) return undefined;
  assertObject(tls, 'redis.tls', 'give an object with ca or caFile; certificates are always checked');
  assertKnown(tls, 'redis.tls', ['ca', 'caFile']);
  const { ca, caFile } = tls;
  if (ca !== undefined && caFile !== undefined) throw wrong('redis.tls', 'holds ca and caFile; keep one of them');
  if (ca !== undefined) return certificatesOf(ca, 'redis.tls.ca');
  return caFile === undefined ? undefined : certificatesOf(readFile(caFile), 'redis.tls.caFile');
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesOf(pem: unknown, option: string): readonly string[] {
  const remedy = 'give certificates of authorities in PEM, which begin with -----BEGIN CERTIFICATE-----';
  assertText(pem, option, remedy);
  const found = [...(pem.match(CERTIFICATE) ?? [])];
  if (found.length === 0 || !found.every(isCertificate)) throw wrong(option, `holds no certificate; ${remedy}`);
  return found;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

function readFile(file: unknown): string {
  assertText(file, 'redis.tls.caFile', 'name a file with certificates of authorities in PEM');
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw wrong('redis.tls.caFile', `"${file}" cannot be read (${reason}); check path and permission`);
  }
}
