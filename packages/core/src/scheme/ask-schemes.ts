/**
 * Finds the scheme that knows a credential, and asks it.
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import type { PresentedCredentials } from '../request/presented.ts';
import { NO_CREDENTIAL, type Scheme, type SchemeOutcome, type SchemeRequest } from './scheme.ts';

type Check = (clientAddress: string, authenticate: () => MaybePromise<SchemeOutcome>) => MaybePromise<SchemeOutcome>;

/** What was verified before is accepted at once; all else by `check`, within the limit on guesses. */
export function askSchemes(
  schemes: readonly Scheme[],
  credentials: PresentedCredentials,
  request: SchemeRequest,
  check: Check,
): MaybePromise<SchemeOutcome> {
  for (const scheme of schemes) {
    const known = scheme.recall?.(credentials, request) ?? null;
    if (known !== null) return known;
  }
  /** The first scheme that knows the credential decides. */
  const outcomeFrom = (from: number): MaybePromise<SchemeOutcome> => {
    const scheme = schemes[from];
    if (scheme === undefined) return unclaimed(schemes, credentials);
    return andThen(scheme.authenticate(credentials, request), (outcome) =>
      outcome.kind === 'none' ? outcomeFrom(from + 1) : outcome,
    );
  };
  return check(request.clientAddress, () => outcomeFrom(0));
}

/** One that no scheme claims, where some scheme takes its kind, is wrong and not merely unknown. */
function unclaimed(schemes: readonly Scheme[], { bearer, basic }: PresentedCredentials): SchemeOutcome {
  const kind = bearer !== undefined ? 'bearer' : basic !== undefined ? 'basic' : null;
  const isTaken = kind !== null && schemes.some(({ places }) => places?.authorization?.includes(kind));
  return isTaken ? { kind: 'rejected', reason: 'invalid', presented: bearer ?? basic?.password ?? '' } : NO_CREDENTIAL;
}
