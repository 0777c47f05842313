/**
 * The claims of a token, beyond what jose compares: types, how far away they are, and who it is of.
 * @see RFC 7519 §4.1, RFC 9068 §2.2
 */

import type { ResolvedOptions } from './options.ts';

/** All claims, as the issuer wrote them. */
export type Payload = Readonly<Record<string, unknown>>;

export interface Claims {
  readonly subject: string;
  /** Seconds since the epoch, when it is over. */
  readonly expiresAt: number;
  readonly payload: Payload;
}

/** What OpenID Connect Core §2 allows for `sub`. */
const MAX_SUBJECT_LENGTH = 255;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** `null` when a claim is missing, of the wrong type, or not possible at this time. */
export function readClaims(payload: Payload, options: ResolvedOptions): Claims | null {
  const now = options.now() / 1000;
  const claim = (name: string): unknown => (Object.hasOwn(payload, name) ? payload[name] : undefined);
  const [subject, expiresAt] = [claim('sub'), claim('exp')];
  if (!isSubject(subject) || !isTime(expiresAt) || !isAudience(claim('aud'))) return null;
  if (expiresAt > now + options.maxLifetimeSeconds) return null;
  for (const since of [claim('iat'), claim('nbf')]) {
    if (since !== undefined && (!isTime(since) || since > now + options.clockSkewSeconds)) return null;
  }
  // Bound to a key of its holder, who is to prove that he has it (RFC 7800): a thief of the token has not.
  if (claim('cnf') !== undefined) return null;
  return { subject, expiresAt, payload };
}

/** JSON has numbers beyond all bounds, such as 1e400. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isSubject(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_SUBJECT_LENGTH && !CONTROL.test(value);
}

function isAudience(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'));
}
