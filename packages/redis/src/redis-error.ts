/**
 * What went wrong with a Redis server, said so that the reader knows what to do.
 */

import { AuthError, type ErrorCode, isAuthError } from '@doorward/core';

const REMEDY: Readonly<Record<string, string>> = {
  'redis/unreachable': 'does not answer. See that the server runs, and that address and port are right.',
  'redis/untrusted':
    'is not trusted. See that the certificate is for this name and by an authority that is known: redis.tls.ca.',
  'redis/refused':
    'refuses this user. Correct user and password, or let the user run what docs/errors/redis-refused.md names.',
  'redis/read-only': 'takes no writes, for it is a replica. Name the primary, or use Sentinel.',
  'redis/full': 'has no room left. Free some, or raise maxmemory; no restart is needed.',
  'redis/cluster': 'is a node of a Cluster, and not the right one. Write redis-cluster:// in the address.',
  'redis/failed': 'did not answer as expected.',
};

/** By the first word of the server's answer. @see https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
const BY_WORD: Readonly<Record<string, ErrorCode>> = {
  LOADING: 'redis/unreachable',
  MASTERDOWN: 'redis/unreachable',
  CLUSTERDOWN: 'redis/unreachable',
  TRYAGAIN: 'redis/unreachable',
  BUSY: 'redis/unreachable',
  UNBLOCKED: 'redis/unreachable',
  NOAUTH: 'redis/refused',
  WRONGPASS: 'redis/refused',
  NOPERM: 'redis/refused',
  READONLY: 'redis/read-only',
  NOREPLICAS: 'redis/read-only',
  MISCONF: 'redis/full',
  OOM: 'redis/full',
  MOVED: 'redis/cluster',
  ASK: 'redis/cluster',
  CROSSSLOT: 'redis/cluster',
  NOSCRIPT: 'redis/failed',
  WRONGTYPE: 'redis/failed',
  ERR: 'redis/failed',
};

/** The AuthError for what the client threw. `place` names the server. */
export function redisError(error: unknown, place: string): AuthError {
  if (isAuthError(error)) return error;
  const code = codeOf(error);
  return new AuthError(code, `${place} ${REMEDY[code]}`, { cause: error });
}

/** True for an answer that another server, found by the same address or by Sentinel, would not give. */
export function isOfOldPrimary(error: AuthError): boolean {
  return error.code === 'redis/read-only' || error.code === 'redis/cluster';
}

/** False where trying again cannot help: the server is there, and refuses. */
export function isWorthRetrying(error: unknown): boolean {
  return isAuthError(error) && ['redis/unreachable', 'redis/read-only'].includes(error.code);
}

/** True when something else than what was asked for stands under the key. */
export function isWrongType(error: AuthError): boolean {
  return wordOf(error.cause) === 'WRONGTYPE';
}

/** True when the server does not know the script, which a restart or a failover forgets. */
export function isUnknownScript(error: AuthError): boolean {
  return wordOf(error.cause) === 'NOSCRIPT';
}

function codeOf(error: unknown): ErrorCode {
  const word = wordOf(error);
  if (isOfCertificate(error)) return 'redis/untrusted';
  // Without one it is the connection that failed, or no answer in time.
  if (word === undefined) return 'redis/unreachable';
  return BY_WORD[word] ?? 'redis/failed';
}

/** OpenSSL's names for what is wrong with a certificate, and Node's for one of another host. */
const OF_CERTIFICATE =
  /^(?:ERR_TLS_CERT_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|INVALID_CA|PATH_LENGTH)/;

function isOfCertificate(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && OF_CERTIFICATE.test(code);
}

/** What the server says begins with a word in capitals; a script passes on what it got. */
function wordOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return /^-?([A-Z]{3,})(?= )/.exec(error.message)?.[1];
}
