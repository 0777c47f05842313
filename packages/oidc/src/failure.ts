/**
 * What the protocol's library throws, as errors of ours. Its own hold whole answers, with tokens in them, which
 * have no place in a log.
 */

import { type AuthError, isAuthError } from '@doorward/core';
import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { refused } from './answer.ts';

/** An error without a cause, and without a word that the provider wrote beyond a code. */
export function failureOf(error: unknown): AuthError {
  if (isAuthError(error)) return error;
  const cause: unknown = Object(error).cause;
  if (isAuthError(cause)) return cause;
  if (error instanceof ResponseBodyError) return refused(`status ${error.status}, error ${wordOf(error.error)}`);
  if (error instanceof WWWAuthenticateChallengeError) return refused(`status ${error.status}`);
  if (!(error instanceof ClientError)) return refused('it is not as the protocol has it');
  if (cause instanceof Response) return refused(`status ${cause.status}, ${error.message}`);
  // The library's own words: what is in a claim or a body stands beside the message, never in it.
  return refused(cause instanceof Error && codeOf(cause) === error.code ? cause.message : error.message);
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
