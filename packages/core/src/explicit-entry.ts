/**
 * A request with a credential in so many words: header or query. It alone counts; a cookie beside it
 * neither rescues nor replaces it.
 */

import type { CoreParts } from './core.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { isPublic, type Passage } from './passage.ts';
import { isTopLevelNavigation } from './request/fetch-metadata.ts';
import { type PresentedCredentials, valuesOf } from './request/presented.ts';
import type { Challenger } from './response/challenge.ts';
import { ANONYMOUS, type Continue, type Decision, type Respond } from './response/decision.ts';
import type { Problem } from './response/problem.ts';
import { problems } from './response/problems.ts';
import { localPath, withoutParameters } from './response/return-path.ts';
import { type Authenticated, NO_CREDENTIAL, type Scheme, type SchemeOutcome } from './scheme/scheme.ts';
import type { LiveSession } from './session/session.ts';
import { visibleTarget } from './site-paths.ts';

/** Ways on, once the credential was read. */
export interface Onward {
  byCookie(passage: Passage): MaybePromise<Decision>;
  admit(passage: Passage, decision: Continue): MaybePromise<Decision>;
}

export function createExplicitEntry(
  parts: CoreParts,
  challenger: Challenger,
  onward: Onward,
): (passage: Passage) => MaybePromise<Decision> {
  const { options, signIn, reader, schemes } = parts;
  const keyPlaces = options.keyDemand === null ? null : placesOf(options.keyDemand.scheme);

  function enter(passage: Passage): MaybePromise<Decision> {
    const { view, rules, query } = passage;
    const presented = reader.read(view, query, rules.ignoresAuthorization);
    if (presented.kind === 'conflicting') return challenger.refuse(view, problems.conflictingCredentials);
    if (presented.kind === 'malformed') return challenger.challenge(view, problems.malformedCredential);
    const credentials = presented.kind === 'none' ? NOTHING : presented.credentials;
    if (passage.demandsKey && options.keyDemand !== null)
      return withKey(passage, credentials, options.keyDemand.scheme);
    return presented.kind === 'none' ? onward.byCookie(passage) : byCredential(passage, credentials);
  }

  /** A key is demanded beside whatever else signs the request in, and limits what that may do. */
  function withKey(passage: Passage, credentials: PresentedCredentials, scheme: Scheme): MaybePromise<Decision> {
    const { view } = passage;
    const key = onlyAt(credentials, keyPlaces);
    const rest = without(credentials, keyPlaces);
    if (key === null) {
      if (!isPublic(passage)) return challenger.challengeProgram(view, problems.keyRequired);
      return rest === null ? onward.byCookie(passage) : byCredential(passage, rest);
    }
    return guarded(passage, () =>
      andThen(checked(passage, [scheme], key), (outcome): MaybePromise<Decision> => {
        const refusal = refusalOf(passage, outcome, problems.keyRequired);
        if (outcome.kind !== 'authenticated' || refusal !== null) {
          return refusal ?? challenger.challengeProgram(view, problems.keyRequired);
        }
        const beside: Passage = { ...passage, key: outcome.principal };
        return rest === null ? onward.byCookie(beside) : byCredential(beside, rest);
      }),
    );
  }

  function byCredential(passage: Passage, credentials: PresentedCredentials): MaybePromise<Decision> {
    const { view } = passage;
    if (new Set(valuesOf(credentials)).size > 1) return challenger.refuse(view, problems.conflictingCredentials);
    if (credentials.query !== undefined && !options.queryToken)
      return challenger.challenge(view, problems.unsupportedScheme);
    return guarded(passage, () =>
      andThen(checked(passage, schemes, credentials), (outcome): MaybePromise<Decision> => {
        if (outcome.kind !== 'authenticated') {
          const refusal = refusalOf(passage, outcome, problems.invalidCredential);
          return refusal ?? challenger.challenge(view, problems.unsupportedScheme);
        }
        return accept(passage, credentials, outcome);
      }),
    );
  }

  /** Failures of schemes and stores are no refusals. */
  function guarded(passage: Passage, decide: () => MaybePromise<Decision>): MaybePromise<Decision> {
    try {
      const decision = decide();
      return decision instanceof Promise ? decision.catch((error: unknown) => unavailable(passage, error)) : decision;
    } catch (error) {
      return unavailable(passage, error);
    }
  }

  /** What was verified before is accepted at once; all else within the limit on guesses. */
  function checked(
    { view, path }: Passage,
    among: readonly Scheme[],
    credentials: PresentedCredentials,
  ): MaybePromise<SchemeOutcome> {
    const request = { clientAddress: parts.clientAddress(view), path };
    for (const scheme of among) {
      const known = scheme.recall?.(credentials, request) ?? null;
      if (known !== null) return known;
    }
    /** The first scheme that knows the credential decides. */
    const outcomeFrom = (from: number): MaybePromise<SchemeOutcome> => {
      const scheme = among[from];
      if (scheme === undefined) return unclaimed(among, credentials);
      return andThen(scheme.authenticate(credentials, request), (outcome) =>
        outcome.kind === 'none' ? outcomeFrom(from + 1) : outcome,
      );
    };
    return signIn.check(request.clientAddress, () => outcomeFrom(0));
  }

  /** The refusal of a credential that is not good; `null` when no scheme knows it. */
  function refusalOf({ view }: Passage, outcome: SchemeOutcome, invalid: Problem): MaybePromise<Decision> | null {
    if (outcome.kind === 'limited') {
      return challenger.refuse(view, { ...problems.tooManyAttempts, retryAfterSeconds: outcome.retryAfterSeconds });
    }
    if (outcome.kind !== 'rejected') return null;
    if (outcome.reason === 'conflicting') return challenger.refuse(view, problems.conflictingCredentials);
    if (outcome.reason === 'expired' && invalid === problems.invalidCredential) {
      return challenger.challenge(view, problems.expiredCredential);
    }
    return invalid === problems.keyRequired
      ? challenger.challengeProgram(view, invalid)
      : challenger.challenge(view, invalid);
  }

  function accept(passage: Passage, credentials: PresentedCredentials, outcome: Authenticated): MaybePromise<Decision> {
    const { view, query } = passage;
    const inQuery = credentials.query !== undefined || credentials.parameters !== undefined;
    const accepted = inQuery
      ? { ...decisionOf(outcome), query: withoutParameters(query, reader.parameters) }
      : decisionOf(outcome);
    if (!outcome.startsSession || !isTopLevelNavigation(view)) return onward.admit(passage, accepted);
    return withSession(passage, credentials, accepted);
  }

  /** A page navigation: the credential becomes a session, and a token in the address goes out of it. */
  function withSession(
    passage: Passage,
    credentials: PresentedCredentials,
    accepted: Continue,
  ): MaybePromise<Decision> {
    const { view } = passage;
    const client = {
      clientAddress: parts.clientAddress(view),
      cookieHeader: view.header('cookie'),
      userAgent: view.header('user-agent'),
    };
    return andThen(signIn.current(client.cookieHeader), (session) => {
      if (session !== null && credentials.query !== undefined && !isSameSubject(session, accepted))
        return asked(passage);
      const isSame =
        session !== null &&
        (credentials.query !== undefined || isSamePrincipal(session.decision.principal, accepted.principal));
      const made = isSame || accepted.principal === null ? null : signIn.start(accepted.principal, client);
      return andThen(made, (set) => {
        const cookies = set ?? [];
        if (credentials.query !== undefined) return exchanged(passage, cookies, reader.parameters);
        return onward.admit(passage, { ...accepted, cookies });
      });
    });
  }

  function unavailable({ view }: Passage, error: unknown): MaybePromise<Decision> {
    options.onError(error);
    return challenger.refuse(view, problems.unavailable);
  }

  return enter;
}

const NOTHING: PresentedCredentials = Object.freeze({});

/** One that no scheme claims, where some scheme takes its kind, is wrong and not merely unknown. */
function unclaimed(schemes: readonly Scheme[], { bearer, basic }: PresentedCredentials): SchemeOutcome {
  const kind = bearer !== undefined ? 'bearer' : basic !== undefined ? 'basic' : null;
  const isTaken = kind !== null && schemes.some(({ places }) => places?.authorization?.includes(kind));
  return isTaken ? { kind: 'rejected', reason: 'invalid', presented: bearer ?? basic?.password ?? '' } : NO_CREDENTIAL;
}

const decisions = new WeakMap<Authenticated, Continue>();

/** The same for the same outcome: what a scheme recalls is decided without making anything. */
function decisionOf(outcome: Authenticated): Continue {
  if (outcome.decision !== undefined) return outcome.decision;
  let decision = decisions.get(outcome);
  if (decision === undefined) {
    const { principal, standing = null, obligation = null } = outcome;
    decision = Object.freeze({ ...ANONYMOUS, principal, standing, obligation, personal: true });
    decisions.set(outcome, decision);
  }
  return decision;
}

interface KeyPlaces {
  readonly headers: readonly string[];
  readonly parameters: readonly string[];
}

function placesOf({ places }: Scheme): KeyPlaces {
  return { headers: places?.headers ?? [], parameters: places?.parameters ?? [] };
}

function onlyAt({ headers, parameters }: PresentedCredentials, places: KeyPlaces | null): PresentedCredentials | null {
  const inHeaders = picked(headers, (name) => places?.headers.includes(name) === true);
  const inParameters = picked(parameters, (name) => places?.parameters.includes(name) === true);
  if (inHeaders === null && inParameters === null) return null;
  return {
    ...(inHeaders === null ? {} : { headers: inHeaders }),
    ...(inParameters === null ? {} : { parameters: inParameters }),
  };
}

/** What came beside the key; `null` for nothing. */
function without(credentials: PresentedCredentials, places: KeyPlaces | null): PresentedCredentials | null {
  const { headers, parameters, ...others } = credentials;
  const otherHeaders = picked(headers, (name) => places?.headers.includes(name) !== true);
  const otherParameters = picked(parameters, (name) => places?.parameters.includes(name) !== true);
  const rest = {
    ...others,
    ...(otherHeaders === null ? {} : { headers: otherHeaders }),
    ...(otherParameters === null ? {} : { parameters: otherParameters }),
  };
  return Object.keys(rest).length === 0 ? null : rest;
}

function picked(
  values: ReadonlyMap<string, string> | undefined,
  isWanted: (name: string) => boolean,
): ReadonlyMap<string, string> | null {
  const wanted = [...(values ?? [])].filter(([name]) => isWanted(name));
  return wanted.length === 0 ? null : new Map(wanted);
}

/** 303 to the same address without the token; other parameters stay as they were. */
function exchanged({ site, path, query }: Passage, cookies: readonly string[], parameters: readonly string[]): Respond {
  const rest = withoutParameters(query, parameters);
  const location = localPath(visibleTarget(site, path) + (rest === '' ? '' : `?${rest}`));
  return {
    kind: 'respond',
    status: 303,
    headers: [
      ['location', location ?? site.home],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
      ...cookies.map((cookie) => ['set-cookie', cookie] as const),
    ],
    body: '',
  };
}

/** Somebody else is signed in here: a link must not change that without asking. */
function asked({ site }: Passage): Respond {
  return {
    kind: 'respond',
    status: 303,
    headers: [
      ['location', site.logout],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
    ],
    body: '',
  };
}

function isSameSubject(session: LiveSession, accepted: Continue): boolean {
  return session.decision.principal?.subject === accepted.principal?.subject;
}

function isSamePrincipal(a: Continue['principal'], b: Continue['principal']): boolean {
  return a !== null && b !== null && a.subject === b.subject && a.name === b.name;
}
