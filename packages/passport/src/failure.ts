/**
 * What a strategy throws, as errors of ours. Its own may hold whole answers, with tokens in them, which have no place
 * in a log.
 */

import { AuthError, isAuthError } from '@doorward/core';

/** What came back does not hold: somebody made it up, or it is meant for somebody else. */
export function refused(reason: string): AuthError {
  return new AuthError('passport/answer-refused', `What came back from the provider does not count: ${reason}.`);
}

/** The strategy cannot tell. Without a cause: that may hold what the provider answered. */
export function failed(strategy: string, reason: string): AuthError {
  return new AuthError('passport/strategy-failed', `The strategy ${strategy} cannot tell: ${reason}.`);
}

/** An error of a strategy as one of ours: {@link refused} where the provider named a reason, {@link failed} else. */
export function failureOf(strategy: string, error: unknown): AuthError {
  if (isAuthError(error)) return error;
  const { name, message, code, oauthError } = Object(error) as Readonly<Record<string, unknown>>;
  if (name === 'TokenError') return refused(`error ${wordOf(code)}`);
  const inner = Object(oauthError) as Readonly<Record<string, unknown>>;
  const detail = [inner['statusCode'], inner['code'], code].find((value) => value !== undefined);
  const text = lineOf(message ?? error);
  return failed(strategy, detail === undefined ? text : `${text} (${wordOf(detail)})`);
}

/** For the log: what strategies say can be what a stranger wrote into an address. */
export function wordOf(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return (
    text
      .replace(/[^\w.]+/g, '-')
      .slice(0, 64)
      .replace(/^[-.]+|[-.]+$/g, '') || 'unknown'
  );
}

/** One line that nothing in it can end. */
function lineOf(value: unknown): string {
  const text = typeof value === 'string' ? value : 'it gives no reason';
  return text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .slice(0, 200)
    .replace(/\.$/, '');
}
