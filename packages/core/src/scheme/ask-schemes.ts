/**
 * Finds the scheme that knows a credential, and asks it.
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import type { PresentedCredentials } from '../request/presented.ts';
import type { Attempts } from './attempts.ts';
import { type Authenticated, NO_CREDENTIAL, type Scheme, type SchemeOutcome, type SchemeRequest } from './scheme.ts';

type Check = (clientAddress: string, authenticate: () => MaybePromise<SchemeOutcome>) => MaybePromise<SchemeOutcome>;

export interface AskedSchemes {
  readonly schemes: readonly Scheme[];
  /** Runs the check within the limit on guesses. */
  readonly check: Check;
  /** The limit on guesses at the others while one fails. */
  readonly beside: Attempts['beside'];
  /** Hears of a scheme that failed, while another one knew the credential. */
  readonly onError: (error: unknown) => void;
}

/** What was verified before, and still stands: accepted at once, outside the limit on guesses. */
export function recallFrom(
  schemes: readonly Scheme[],
  credentials: PresentedCredentials,
  request: SchemeRequest,
): Authenticated | null {
  for (const scheme of schemes) {
    const known = scheme.recall?.(credentials, request) ?? null;
    if (known !== null) return known;
  }
  return null;
}

/**
 * Asks by `check`. The first scheme that says yes decides. One that says no, or fails, does not keep the next one from
 * being asked: a credential may be of either. When nobody says yes, and one has failed, that is thrown: it might have.
 * From an address that has guessed too often that way it is thrown at once.
 */
export function askSchemes(
  { schemes, check, beside, onError }: AskedSchemes,
  credentials: PresentedCredentials,
  request: SchemeRequest,
): MaybePromise<SchemeOutcome> {
  const ask = (scheme: Scheme): MaybePromise<Heard> => attempt(() => scheme.authenticate(credentials, request));
  const otherwise = (): SchemeOutcome => unclaimed(schemes, credentials);
  const limit: FailureLimit = {
    mayGoOn: () => andThen(beside.limit(request.clientAddress), (wait) => wait === null),
    count: (presented) => beside.fail(request.clientAddress, presented),
  };
  return check(request.clientAddress, () => askInTurn({ schemes, ask, otherwise, limit, onError }));
}

/** What a scheme said, or what it threw. */
type Heard = SchemeOutcome | Failure;

class Failure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

function attempt(authenticate: () => MaybePromise<SchemeOutcome>): MaybePromise<Heard> {
  try {
    const outcome = authenticate();
    return outcome instanceof Promise ? outcome.catch((error: unknown) => new Failure(error)) : outcome;
  } catch (error) {
    return new Failure(error);
  }
}

/** Of one address. */
interface FailureLimit {
  mayGoOn(): MaybePromise<boolean>;
  count(presented: string): MaybePromise<void>;
}

interface Turn {
  readonly schemes: readonly Scheme[];
  readonly ask: (scheme: Scheme) => MaybePromise<Heard>;
  readonly otherwise: () => SchemeOutcome;
  readonly limit: FailureLimit;
  readonly onError: (error: unknown) => void;
}

function askInTurn({ schemes, ask, otherwise, limit, onError }: Turn): MaybePromise<SchemeOutcome> {
  let failure: Failure | null = null;
  let refusal: SchemeOutcome | null = null;

  const askFrom = (index: number): MaybePromise<SchemeOutcome> => {
    const scheme = schemes[index];
    if (scheme === undefined) return failure === null ? (refusal ?? otherwise()) : fail(failure);
    if (failure === null) return askOne(scheme, index);
    const { error } = failure;
    return andThen(limit.mayGoOn(), (may) => {
      if (may) return askOne(scheme, index);
      throw error;
    });
  };
  const askOne = (scheme: Scheme, index: number): MaybePromise<SchemeOutcome> =>
    andThen(ask(scheme), (heard) => settle(heard, index));
  const fail = ({ error }: Failure): MaybePromise<SchemeOutcome> => {
    const said = refusal ?? otherwise();
    const isGuess = said.kind === 'rejected' && said.reason === 'invalid';
    return andThen(isGuess ? limit.count(said.presented) : undefined, () => {
      throw error;
    });
  };
  const settle = (heard: Heard, index: number): MaybePromise<SchemeOutcome> => {
    if (heard instanceof Failure) failure ??= heard;
    else if (isFinal(heard)) {
      if (failure !== null) onError(failure.error);
      return heard;
    } else if (heard.kind === 'rejected') refusal ??= heard;
    return askFrom(index + 1);
  };
  return askFrom(0);
}

/** Nobody else needs to be asked. */
function isFinal(outcome: SchemeOutcome): boolean {
  if (outcome.kind === 'rejected') return outcome.reason === 'conflicting';
  return outcome.kind !== 'none';
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
