/**
 * A request with a credential in so many words: header or query. It alone counts; a cookie beside it
 * neither rescues nor replaces it.
 */

import type { CoreParts } from './core.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { Passage } from './passage.ts';
import { type PresentedCredentials, QUERY_PARAMETER, readPresented } from './request/authorization.ts';
import { isTopLevelNavigation } from './request/fetch-metadata.ts';
import type { Challenger } from './response/challenge.ts';
import { ANONYMOUS, type Continue, type Decision, type Respond } from './response/decision.ts';
import { problems } from './response/problems.ts';
import { localPath, withoutParameter } from './response/return-path.ts';
import { NO_CREDENTIAL, type SchemeOutcome } from './scheme/scheme.ts';
import type { LiveSession } from './session/session.ts';
import type { CheckedOutcome } from './sign-in.ts';
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
  const { options, signIn } = parts;

  function enter(passage: Passage): MaybePromise<Decision> {
    const { view, rules, query } = passage;
    const presented = readPresented(view, query, rules.ignoresAuthorization);
    if (presented.kind === 'conflicting') return challenger.refuse(view, problems.conflictingCredentials);
    if (presented.kind === 'malformed') return challenger.challenge(view, problems.malformedCredential);
    const { credentials } = presented;
    if (Object.keys(credentials).length === 0) return onward.byCookie(passage);
    if (credentials.query !== undefined && !options.queryToken)
      return challenger.challenge(view, problems.unsupportedScheme);
    try {
      const checked = signIn.check(parts.clientAddress(view), () => firstOutcome(credentials));
      const settled = andThen(checked, (outcome) => settle(passage, credentials, outcome));
      return settled instanceof Promise ? settled.catch((error) => unavailable(passage, error)) : settled;
    } catch (error) {
      return unavailable(passage, error);
    }
  }

  /** The first scheme that knows the credential decides. */
  function firstOutcome(credentials: PresentedCredentials, from = 0): MaybePromise<SchemeOutcome> {
    const scheme = options.schemes[from];
    if (scheme === undefined) return NO_CREDENTIAL;
    return andThen(scheme.authenticate(credentials), (outcome) =>
      outcome.kind === 'none' ? firstOutcome(credentials, from + 1) : outcome,
    );
  }

  function settle(
    passage: Passage,
    credentials: PresentedCredentials,
    outcome: CheckedOutcome,
  ): MaybePromise<Decision> {
    const { view, query } = passage;
    if (outcome.kind === 'none') return challenger.challenge(view, problems.unsupportedScheme);
    if (outcome.kind === 'limited') {
      return challenger.refuse(view, { ...problems.tooManyAttempts, retryAfterSeconds: outcome.retryAfterSeconds });
    }
    if (outcome.kind === 'rejected') {
      if (outcome.reason === 'conflicting') return challenger.refuse(view, problems.conflictingCredentials);
      return challenger.challenge(view, problems.invalidCredential);
    }
    const accepted: Continue = {
      ...ANONYMOUS,
      principal: outcome.principal,
      personal: true,
      query: credentials.query === undefined ? null : withoutParameter(query, QUERY_PARAMETER),
    };
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
        if (credentials.query !== undefined) return exchanged(passage, cookies);
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

/** 303 to the same address without the token; other parameters stay as they were. */
function exchanged({ site, path, query }: Passage, cookies: readonly string[]): Respond {
  const rest = withoutParameter(query, QUERY_PARAMETER);
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
