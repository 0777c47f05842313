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
function unclaimed(schemes: readonly Scheme[], { bearer, basic, query }: PresentedCredentials): SchemeOutcome {
  const presented = bearer ?? basic?.password ?? query ?? '';
  const isTaken = schemes.some(
    ({ places }) =>
      (bearer !== undefined && places?.authorization?.includes('bearer')) ||
      (basic !== undefined && places?.authorization?.includes('basic')) ||
      (query !== undefined && places?.query),
  );
  return isTaken ? { kind: 'rejected', reason: 'invalid', presented } : NO_CREDENTIAL;
}
