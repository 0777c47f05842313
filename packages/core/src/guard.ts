/**
 * The decision: reads the target once, finds out whom the request acts as, and says go on or not.
 *
 * The way through it: target -> own endpoint? -> preflight? -> explicit credential, else cookie ->
 * public path, else challenge.
 */

import type { Policy } from './access/policy.ts';
import { missingFrom } from './access/policy.ts';
import type { PublicPaths } from './access/public-paths.ts';
import type { CoreParts } from './core.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { isAuthError } from './auth-error.ts';
import { createOpenMode } from './open-mode.ts';
import { createCors } from './access/cors.ts';
import { QUERY_PARAMETER, readPresented, type PresentedCredentials } from './request/authorization.ts';
import { DOUBLED } from './request/cookies.ts';
import { isTopLevelNavigation } from './request/fetch-metadata.ts';
import type { RequestView } from './request/request-view.ts';
import { plainPathEnd, readTarget, type RequestTarget } from './request/request-target.ts';
import type { Challenger } from './response/challenge.ts';
import type { Continue, Decision, Endpoint, Respond } from './response/decision.ts';
import { problems } from './response/problems.ts';
import { localPath, withoutParameter } from './response/return-path.ts';
import { NO_CREDENTIAL, type SchemeOutcome } from './scheme/scheme.ts';
import type { LiveSession } from './session/session.ts';
import type { CheckedOutcome } from './sign-in.ts';
import { type EndpointName, relativePath, type Site, visibleTarget } from './site-paths.ts';

export interface Guard {
  begin(view: RequestView): MaybePromise<Decision>;
  authorize(state: Continue, policy: Policy, view: RequestView): MaybePromise<Respond | null>;
}

/** A request on its way through the guard. */
interface Passage {
  readonly view: RequestView;
  readonly site: Site;
  readonly target: RequestTarget;
}

export function createGuard(parts: CoreParts, challenger: Challenger, publicPaths: PublicPaths): Guard {
  const { options, origins, sessions, signIn } = parts;
  const openMode = options.auth === 'off' ? createOpenMode(options) : null;
  const cors = createCors(origins, options);
  const ignoreAuthorization = options.authorization === 'app';

  function begin(view: RequestView): MaybePromise<Decision> {
    const { target, method } = view;
    const site = parts.site(view.rootPath);
    const pathEnd = plainPathEnd(target);
    if (pathEnd === -1) return beginOdd(view, site);
    const path = pathEnd === target.length ? target : target.slice(0, pathEnd);
    if (method === 'TRACE' || method === 'CONNECT') return challenger.refuse(view, problems.methodNotSupported);
    const endpoint = site.endpoints.get(path);
    if (endpoint !== undefined) return toEndpoint(view, endpoint);
    if (method === 'OPTIONS') {
      const preflight = cors.preflight(view);
      if (preflight !== null) return preflight;
    }
    if (openMode !== null) return openMode(view) ?? challenger.refuse(view, problems.openModeRefused);
    const explicit =
      (!ignoreAuthorization && view.header('authorization') !== undefined) ||
      (pathEnd !== target.length && target.includes(QUERY_PARAMETER, pathEnd));
    if (explicit) return byExplicit({ view, site, target: plainTarget(path, target, pathEnd) });
    return byCookie(view, site, path, null);
  }

  function toEndpoint(view: RequestView, endpoint: EndpointName): Endpoint {
    return { kind: 'endpoint', context: { endpoint, clientAddress: parts.clientAddress(view), rootPath: view.rootPath } };
  }

  /** The target is not plain: refuse what cannot be read, and what is public in one reading only. */
  function beginOdd(view: RequestView, site: Site): MaybePromise<Decision> {
    const target = readTarget(view.target, view.header('host'));
    if (target === null || !isOwnHost(view)) return challenger.refuse(view, problems.badTarget);
    if (view.method === 'TRACE' || view.method === 'CONNECT') return challenger.refuse(view, problems.methodNotSupported);
    const open = target.readings.filter((reading) => isPublic(view, site, reading)).length;
    if (open !== 0 && open !== target.readings.length) return challenger.refuse(view, problems.ambiguousTarget);
    if (view.method === 'OPTIONS') {
      const preflight = cors.preflight(view);
      if (preflight !== null) return preflight;
    }
    if (openMode !== null) return openMode(view) ?? challenger.refuse(view, problems.openModeRefused);
    const explicit =
      (!ignoreAuthorization && view.header('authorization') !== undefined) || target.query.includes(QUERY_PARAMETER);
    return explicit ? byExplicit({ view, site, target }) : byCookie(view, site, target.path, target);
  }

  /** In absolute form a target names a host, which must be ours where we know it. */
  function isOwnHost(view: RequestView): boolean {
    const { publicUrl } = options;
    if (view.target.startsWith('/') || publicUrl === null) return true;
    return view.header('host')?.toLowerCase() === publicUrl.host;
  }

  function byCookie(view: RequestView, site: Site, path: string, target: RequestTarget | null): MaybePromise<Decision> {
    const secret = signIn.sessionCookie(view.header('cookie'));
    if (secret === undefined) return stranger(view, site, path, target);
    if (secret === DOUBLED) return challenger.refuse(view, problems.conflictingCredentials);
    let found: MaybePromise<LiveSession | null>;
    try {
      found = sessions.find(secret);
    } catch (error) {
      return unavailable(view, site, path, target, error);
    }
    if (found instanceof Promise) {
      return found.then(
        (session) => bySession(view, site, path, target, session),
        (error: unknown) => unavailable(view, site, path, target, error),
      );
    }
    return bySession(view, site, path, target, found);
  }

  function bySession(
    view: RequestView,
    site: Site,
    path: string,
    target: RequestTarget | null,
    session: LiveSession | null,
  ): MaybePromise<Decision> {
    if (session === null) return stranger(view, site, path, target);
    if (!isSafe(view.method) && origins.isForeign(view)) return challenger.refuse(view, problems.crossSiteRequest);
    return cors.allow(view, session.decision);
  }

  /** Nobody is signed in: public, or a challenge. */
  function stranger(view: RequestView, site: Site, path: string, target: RequestTarget | null): MaybePromise<Decision> {
    const open = target === null ? isPublic(view, site, path) : isPlainlyPublic(view, site, target);
    return open ? cors.allow(view, ANONYMOUS) : cors.allow(view, challenger.challenge(view));
  }

  function isPublic(view: RequestView, site: Site, path: string): boolean {
    if (publicPaths.size === 0) return false;
    const relative = relativePath(site, path);
    return relative !== null && publicPaths.has(view.method, relative);
  }

  function isPlainlyPublic(view: RequestView, site: Site, target: RequestTarget): boolean {
    return !target.ambiguous && target.readings.every((reading) => isPublic(view, site, reading));
  }

  /** The store is away: never "signed out". Public paths go on without a principal. */
  function unavailable(
    view: RequestView,
    site: Site,
    path: string,
    target: RequestTarget | null,
    error: unknown,
  ): MaybePromise<Decision> {
    const open = target === null ? isPublic(view, site, path) : isPlainlyPublic(view, site, target);
    if (open) return cors.allow(view, ANONYMOUS);
    parts.events.emit('denied', { clientAddress: parts.clientAddress(view), reason: reasonOf(error) });
    return challenger.refuse(view, problems.unavailable);
  }

  /** A header or query credential came: it alone counts, and the cookie beside it does not. */
  function byExplicit(passage: Passage): MaybePromise<Decision> {
    const { view, site, target } = passage;
    const presented = readPresented(view, target.query, ignoreAuthorization);
    if (presented.kind === 'conflicting') return challenger.refuse(view, problems.conflictingCredentials);
    if (presented.kind === 'malformed') return challenger.challenge(view, problems.malformedCredential);
    const { credentials } = presented;
    if (Object.keys(credentials).length === 0) return byCookie(view, site, target.path, target);
    if (credentials.query !== undefined && !options.queryToken) return challenger.challenge(view, problems.unsupportedScheme);
    try {
      const checked = signIn.check(parts.clientAddress(view), () => firstOutcome(credentials));
      if (!(checked instanceof Promise)) return settle(passage, credentials, checked);
      return checked.then(
        (outcome) => settle(passage, credentials, outcome),
        () => challenger.refuse(view, problems.unavailable),
      );
    } catch {
      return challenger.refuse(view, problems.unavailable);
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

  function settle(passage: Passage, credentials: PresentedCredentials, outcome: CheckedOutcome): MaybePromise<Decision> {
    const { view, target } = passage;
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
      query: credentials.query === undefined ? null : withoutParameter(target.query, QUERY_PARAMETER),
    };
    if (!outcome.startsSession || !isTopLevelNavigation(view)) return cors.allow(view, accepted);
    return withSession(passage, credentials, accepted);
  }

  /** A page navigation: the credential becomes a session, and a token in the address goes out of it. */
  function withSession(passage: Passage, credentials: PresentedCredentials, accepted: Continue): MaybePromise<Decision> {
    const { view } = passage;
    const client = { clientAddress: parts.clientAddress(view), cookieHeader: view.header('cookie') };
    return andThen(signIn.current(client.cookieHeader), (session) => {
      const isSame = session !== null && isSamePrincipal(session.decision.principal, accepted.principal);
      const made = isSame || accepted.principal === null ? null : signIn.start(accepted.principal, client);
      return andThen(made, (cookie) => {
        const cookies = cookie === null ? [] : [cookie];
        if (credentials.query !== undefined) return exchanged(passage, cookies);
        return { ...accepted, cookies };
      });
    });
  }

  /** 303 to the same address without the token; other parameters stay as they were. */
  function exchanged({ view, site, target }: Passage, cookies: readonly string[]): Respond {
    const query = withoutParameter(target.query, QUERY_PARAMETER);
    const location = localPath(visibleTarget(site, target.path) + (query === '' ? '' : `?${query}`));
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

  return {
    begin,
    authorize(state, policy, view) {
      if (state.principal === null) return challenger.challenge(view);
      const missing = missingFrom(state.principal, policy);
      if (missing === null) return null;
      parts.events.emit('denied', {
        ...state.principal,
        clientAddress: parts.clientAddress(view),
        reason: `missing ${missing}`,
      });
      return challenger.refuse(view, { ...problems.forbidden, detail: `This needs the ${missing}.` });
    },
  };
}

const ANONYMOUS: Continue = Object.freeze({
  kind: 'continue',
  principal: null,
  session: null,
  cookies: Object.freeze([]),
  headers: Object.freeze([]),
  personal: false,
  query: null,
});

function plainTarget(path: string, target: string, pathEnd: number): RequestTarget {
  return { path, query: target.slice(pathEnd + 1), readings: [path], ambiguous: false };
}

/** RFC 9110 §9.2.1. */
function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function isSamePrincipal(a: Continue['principal'], b: Continue['principal']): boolean {
  return a !== null && b !== null && a.subject === b.subject && a.name === b.name;
}

function reasonOf(error: unknown): string {
  return isAuthError(error) ? error.code : problems.unavailable.code;
}
