/**
 * What the protocol's library throws, as errors of ours. Its own hold whole answers, with tokens in them, which
 * have no place in a log.
 */

import { type AuthError, isAuthError } from '@doorward/core';
import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { refused } from './answer.ts';
import { offBy } from './clock-skew.ts';

/** An error without a cause, and without a word that the provider wrote beyond a code. */
export function failureOf(error: unknown): AuthError {
  if (isAuthError(error)) return error;
  const cause: unknown = Object(error).cause;
  if (isAuthError(cause)) return cause;
  if (error instanceof ResponseBodyError) return refused(`status ${error.status}, error ${wordOf(error.error)}`);
  if (error instanceof WWWAuthenticateChallengeError) return refused(`status ${error.status}`);
  const late = clockFailure(cause);
  if (late !== null) return late;
  if (!(error instanceof ClientError)) return refused('it is not as the protocol has it');
  if (cause instanceof Response) return refused(`status ${cause.status}, ${error.message}`);
  // The library's own words: what is in a claim or a body stands beside the message, never in it.
  return refused(cause instanceof Error && codeOf(cause) === error.code ? cause.message : error.message);
}

/** A time in a token that has passed, or has not come. */
function clockFailure(error: unknown): AuthError | null {
  if (codeOf(error) !== 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return null;
  const { claim, claims, now } = Object(Object(error).cause) as Partial<TimeCheck>;
  const seconds = Number(claims?.[claim ?? '']) - Number(now);
  if (claim === undefined || Number.isNaN(seconds)) return null;
  return seconds > 0 ? offBy(claim, seconds, 'ahead') : offBy(claim, -seconds, 'behind');
}

/** What the library tells beside its message. */
interface TimeCheck {
  readonly claim: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly now: number;
}

/** True when the answer is signed by a key that is not among those which are known. */
export function namesUnknownKey(error: unknown): boolean {
  return codeOf(error) === 'OAUTH_KEY_SELECTION_FAILED';
}

/** True when a token is of another issuer, or for another client. */
export function isForOthers(error: unknown): boolean {
  return codeOf(error) === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED';
}

/** A code of RFC 6749 as it came; whatever else a stranger wrote in its place is none. */
export function wordOf(code: string): string {
  return /^[\w.-]{1,64}$/.test(code) ? code : 'unknown';
}

function codeOf(error: unknown): unknown {
  return Object(error).code;
}
