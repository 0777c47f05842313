/**
 * A request with a credential in so many words: header or query. It alone counts; a cookie beside it
 * neither rescues nor replaces it.
 */

import type { CoreParts } from './core-parts.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { isPublic, type Passage } from './passage.ts';
import { wellFormed } from './request/authorization.ts';
import type { ClientAddressReader } from './request/client-address.ts';
import { isTopLevelNavigation } from './request/fetch-metadata.ts';
import { hasDifferentValues, type PresentedCredentials, splitAt } from './request/presented.ts';
import type { RequestView } from './request/request-view.ts';
import type { Challenger } from './response/challenge.ts';
import { ANONYMOUS, type Continue, type Decision } from './response/decision.ts';
import { asked, exchanged } from './response/exchange.ts';
import type { Problem } from './response/problem.ts';
import { problems } from './response/problems.ts';
import { withoutParameters } from './response/return-path.ts';
import { askSchemes, recallFrom } from './scheme/ask-schemes.ts';
import type { Authenticated, Scheme, SchemeOutcome, SchemeRequest } from './scheme/scheme.ts';
import type { LiveSession } from './session/session.ts';

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
  const { options, clientSessions, signIn, reader, schemes } = parts;
  /** The key that is demanded stands for the program: it is no person besides, nor is another key. */
  const besideKey = schemes.filter((scheme) => scheme !== options.keyDemand?.scheme);

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
    const { at: key, beside: rest } = splitAt(credentials, scheme.places ?? {});
    const goOn = (to: Passage): MaybePromise<Decision> =>
      rest === null ? onward.byCookie(to) : byCredential(to, rest);
    if (key === null) {
      return isPublic(passage) ? goOn(passage) : challenger.challengeProgram(view, problems.keyRequired);
    }
    if (hasDifferentValues(key)) return challenger.refuse(view, problems.conflictingCredentials);
    const request = new AskedRequest(view, passage.path, parts.clientAddress);
    const settle = (outcome: SchemeOutcome): MaybePromise<Decision> => {
      const refusal = refusalOf(passage, outcome, problems.keyRequired);
      if (outcome.kind !== 'authenticated' || refusal !== null) {
        return refusal ?? challenger.challengeProgram(view, problems.keyRequired);
      }
      const decided = goOn({ ...passage, key: outcome.principal });
      return key.parameters === undefined ? decided : andThen(decided, (decision) => withoutKey(passage, decision));
    };
    return guarded(passage, () =>
      andThen(recallFrom([scheme], key, request) ?? checked([scheme], key, request), settle),
    );
  }

  /** No app sees a key that came in the address, whoever the request acts as in the end, be it nobody. */
  function withoutKey({ query }: Passage, decision: Decision): Decision {
    if (decision.kind !== 'continue') return decision;
    return { ...decision, query: withoutParameters(query, reader.parameters) };
  }

  function byCredential(passage: Passage, credentials: PresentedCredentials): MaybePromise<Decision> {
    const { view } = passage;
    if (hasDifferentValues(credentials)) return challenger.refuse(view, problems.conflictingCredentials);
    if (credentials.query !== undefined && !options.queryToken)
      return challenger.challenge(view, problems.unsupportedScheme);
    const among = passage.key === null ? schemes : besideKey;
    const request = new AskedRequest(view, passage.path, parts.clientAddress);
    try {
      const known = recallFrom(among, credentials, request);
      const decision =
        known === null ? byAsking(passage, credentials, among, request) : accept(passage, credentials, known);
      return decision instanceof Promise ? decision.catch((error: unknown) => unavailable(passage, error)) : decision;
    } catch (error) {
      return unavailable(passage, error);
    }
  }

  function byAsking(
    passage: Passage,
    credentials: PresentedCredentials,
    among: readonly Scheme[],
    request: SchemeRequest,
  ): MaybePromise<Decision> {
    const sound = wellFormed(credentials);
    if (sound === null) return challenger.challenge(passage.view, problems.malformedCredential);
    return andThen(checked(among, sound, request), (outcome): MaybePromise<Decision> => {
      if (outcome.kind === 'authenticated') return accept(passage, sound, outcome);
      const refusal = refusalOf(passage, outcome, problems.invalidCredential);
      return refusal ?? challenger.challenge(passage.view, problems.unsupportedScheme);
    });
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

  const checked = (
    among: readonly Scheme[],
    credentials: PresentedCredentials,
    request: SchemeRequest,
  ): MaybePromise<SchemeOutcome> =>
    askSchemes(
      { schemes: among, check: signIn.check, beside: signIn.beside, onError: options.onError },
      credentials,
      request,
    );

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
    return andThen(clientSessions.current(client.cookieHeader), (session) => {
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

/** Works the address out for who asks for it: what is recalled mostly needs none. */
class AskedRequest implements SchemeRequest {
  readonly path: string;
  readonly #view: RequestView;
  readonly #read: ClientAddressReader;
  #clientAddress: string | undefined;

  constructor(view: RequestView, path: string, read: ClientAddressReader) {
    this.path = path;
    this.#view = view;
    this.#read = read;
  }

  get clientAddress(): string {
    this.#clientAddress ??= this.#read(this.#view);
    return this.#clientAddress;
  }
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

function isSameSubject(session: LiveSession, accepted: Continue): boolean {
  return session.decision.principal?.subject === accepted.principal?.subject;
}

function isSamePrincipal(a: Continue['principal'], b: Continue['principal']): boolean {
  return a !== null && b !== null && a.subject === b.subject && a.name === b.name;
}
