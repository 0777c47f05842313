/**
 * The decision: reads the target once, finds out whom the request acts as, and says go on or not.
 *
 * The way through it: target -> own endpoint? -> preflight? -> explicit credential, else cookie ->
 * public path, else challenge.
 */

import { createCors } from './access/cors.ts';
import { limitedPrincipal } from './access/limited-principal.ts';
import type { PathRules } from './access/path-rules.ts';
import { missingFrom, type Policy } from './access/policy.ts';
import type { Principal } from './access/principal.ts';
import { createCookieEntry } from './cookie-entry.ts';
import type { CoreParts } from './core-parts.ts';
import { createExplicitEntry } from './explicit-entry.ts';
import { createForwardAuth } from './forward-auth.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { createOpenMode, isLocal } from './open-mode.ts';
import { agreedPassage, demandsKeyAt, isPublic, type Passage } from './passage.ts';
import { isNavigation, isTopLevelNavigation } from './request/fetch-metadata.ts';
import { isSafe } from './request/method.ts';
import { QUERY_PARAMETER } from './request/presented.ts';
import { plainPathEnd, readTarget } from './request/request-target.ts';
import type { RequestView } from './request/request-view.ts';
import type { Challenger } from './response/challenge.ts';
import {
  ANONYMOUS,
  type Continue,
  cookieLines,
  type Decision,
  type Respond,
  withCookies,
} from './response/decision.ts';
import { problems } from './response/problems.ts';
import {
  type ArrivingArea,
  type ArrivingEndpoint,
  areaOf,
  type EndpointName,
  endpointAt,
  relativePath,
  type Site,
} from './site-paths.ts';

export interface Guard {
  begin(view: RequestView): MaybePromise<Decision>;
  authorize(state: Continue, policy: Policy, view: RequestView): MaybePromise<Respond | null>;
}

export function createGuard(parts: CoreParts, challenger: Challenger, ownRules: PathRules): Guard {
  const { options, origins } = parts;
  const openMode = options.auth === 'off' ? createOpenMode(options) : null;
  const cors = createCors(origins, options);
  const verify = createForwardAuth({ challenger, isProxy: parts.isProxy, decide: begin });
  const byCookie = createCookieEntry(parts, challenger, { admit, stranger, unavailable });
  const byCredential = createExplicitEntry(parts, challenger, { byCookie, admit });

  function begin(view: RequestView): MaybePromise<Decision> {
    const { target, method } = view;
    if (method === 'TRACE' || method === 'CONNECT') return challenger.refuse(view, problems.methodNotSupported);
    const site = parts.site(view.rootPath);
    const end = plainPathEnd(target);
    if (end === -1) return beginOdd(view, site);
    const path = end === target.length ? target : target.slice(0, end);
    const query = target.slice(end + 1);
    const endpoint = endpointAt(site, path);
    if (endpoint !== undefined && !bringsToken(view, endpoint, query)) return toOpenEndpoint(view, endpoint);
    const area = areaOf(site, path);
    const rules = view.mounts === null || area !== null ? ownRules : rulesOf(view, site, path);
    const demandsKey = rules.demandsKey !== null && area === null && demandsKeyAt(site, rules, path);
    return enter({ view, site, rules, path, query, area, ambiguous: false, demandsKey, key: null });
  }

  function toOpenEndpoint(view: RequestView, { name, below }: ArrivingEndpoint): MaybePromise<Decision> {
    if (name === 'verify') return verify(view);
    const preflight = view.method === 'OPTIONS' ? cors.preflight(view) : null;
    if (preflight?.kind === 'respond') return preflight;
    return toEndpoint(view, name, below, null);
  }

  function toEndpoint(view: RequestView, endpoint: EndpointName, below: string, state: Continue | null): Decision {
    const clientAddress = parts.clientAddress(view);
    const context = { endpoint, below, state, clientAddress, isLocal: isLocal(view), rootPath: view.rootPath };
    return cors.allow(view, { kind: 'endpoint', context, headers: cookieLines(state?.cookies ?? []) });
  }

  /** The target is not plain: refuse what cannot be read, and what different servers would treat differently. */
  function beginOdd(view: RequestView, site: Site): MaybePromise<Decision> {
    const target = readTarget(view.target, view.header('host'));
    if (target === null || !isOwnHost(view)) return challenger.refuse(view, problems.badTarget);
    const passage = agreedPassage(view, site, target, (path) => rulesOf(view, site, path));
    return passage === null ? challenger.refuse(view, problems.ambiguousTarget) : enter(passage);
  }

  /** The rules of the app that serves a path. */
  function rulesOf(view: RequestView, site: Site, path: string): PathRules {
    const relative = view.mounts === null ? null : relativePath(site, path);
    return view.mounts === null || relative === null ? ownRules : view.mounts.find(relative);
  }

  /** In absolute form a target names a host, which must be ours where we know it. */
  function isOwnHost(view: RequestView): boolean {
    const { publicUrl } = options;
    if (view.target.startsWith('/') || publicUrl === null) return true;
    return view.header('host')?.toLowerCase() === publicUrl.host;
  }

  function enter(passage: Passage): MaybePromise<Decision> {
    const { view } = passage;
    if (view.method === 'OPTIONS') {
      const preflight = cors.preflight(view);
      if (preflight !== null) return preflight;
    }
    if (openMode !== null) {
      const everybody = openMode(view);
      if (everybody === null) return challenger.refuse(view, problems.openModeRefused);
      // Whoever is let in without a credential is let in from every page that his browser has open.
      if ((view.upgrade || !isSafe(view.method)) && origins.isForeign(view)) {
        return challenger.refuse(view, problems.crossSiteRequest);
      }
      return passage.area === null ? cors.allow(view, everybody) : admit(passage, everybody);
    }
    return byCredential(passage);
  }

  /** Nobody is signed in: public, or a challenge. `isOver`: somebody was, until his time was up; programs are told. */
  function stranger(passage: Passage, isOver = false): Decision {
    const { view, area } = passage;
    if (isPublic(passage)) {
      return area === null ? cors.allow(view, ANONYMOUS) : toEndpoint(view, area.name, belowArea(passage, area), null);
    }
    const reason = isOver && !isNavigation(view) ? problems.expiredCredential : undefined;
    return cors.allow(view, challenger.challenge(view, reason));
  }

  /**
   * The store is away: never "signed out". Public paths go on without a principal, but for our own, which would say
   * so.
   */
  function unavailable(passage: Passage, error: unknown): MaybePromise<Decision> {
    options.onError(error);
    if (passage.area === null && isPublic(passage)) return stranger(passage);
    return challenger.refuse(passage.view, problems.unavailable);
  }

  /** The principal is known: does it have what the app demands? */
  function admit(passage: Passage, made: Continue): MaybePromise<Decision> {
    const { view, rules, area } = passage;
    const decision = passage.key === null ? made : limitedBy(passage.key, made);
    if (decision.obligation !== null && !isWhereItIsMet(area)) {
      return withCookies(challenger.demand(view, decision.obligation), decision.cookies);
    }
    if (area !== null) return toEndpoint(view, area.name, belowArea(passage, area), decision);
    if (rules.policy === null || isPublic(passage)) return cors.allow(view, decision);
    return andThen(authorize(decision, rules.policy, view), (refusal) =>
      cors.allow(view, refusal === null ? decision : withCookies(refusal, decision.cookies)),
    );
  }

  function authorize(state: Continue, policy: Policy, view: RequestView): MaybePromise<Respond | null> {
    if (state.principal === null) return challenger.challenge(view);
    const missing = missingFrom(state.principal, policy);
    if (missing === null) return null;
    parts.events.emit('denied', {
      ...state.principal,
      clientAddress: parts.clientAddress(view),
      reason: `missing ${missing}`,
    });
    return challenger.forbid(view, { ...problems.forbidden, detail: `This needs the ${missing}.` });
  }

  return { begin, authorize };
}

/** The decision of two credentials: what it may do, the key may do too. */
function limitedBy(key: Principal, decision: Continue): Continue {
  return decision.principal === null ? decision : { ...decision, principal: limitedPrincipal(decision.principal, key) };
}

/** Our own endpoints let a client meet its obligation there, or see that it has one, and do nothing else. */
function isWhereItIsMet(area: ArrivingArea | null): boolean {
  return area !== null && (area.isOpen || area.name === 'account' || area.name === 'api');
}

const belowArea = ({ path }: Passage, area: ArrivingArea): string => path.slice(area.path.length);

/** A page navigation to the login page with a token in the address is a sign-in like at any other page. */
function bringsToken(view: RequestView, { name }: ArrivingEndpoint, query: string): boolean {
  return name === 'login' && query.includes(QUERY_PARAMETER) && isTopLevelNavigation(view);
}
