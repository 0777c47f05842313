/**
 * How a request that may not go on is answered: the one table.
 *
 * | the client            | not signed in                       | anything else that is refused |
 * |-----------------------|-------------------------------------|-------------------------------|
 * | navigates to a page   | 303 to the login page with `next`   | a page that says what to do   |
 * | fetches, or is a tool | 401 problem+json, WWW-Authenticate  | problem+json                  |
 *
 * @see RFC 9110 §11.6.1, RFC 6750 §3, RFC 7617 §2.1
 */

import type { MaybePromise } from '../maybe-promise.ts';
import { isNavigation } from '../request/fetch-metadata.ts';
import type { RequestView } from '../request/request-view.ts';
import type { Obligation } from '../session/session-record.ts';
import { type Site, visibleTarget } from '../site-paths.ts';
import type { HeaderList, Respond } from './decision.ts';
import { type Problem, type ProblemWriter, problemPage } from './problem.ts';
import { problems } from './problems.ts';
import { localPath, withoutParameters } from './return-path.ts';

/** What a rendered page for a problem consists of. */
export interface RenderedProblem {
  readonly html: string;
  /** Content-Security-Policy and the like. */
  readonly headers: HeaderList;
}

export type ProblemRenderer = (problem: Problem, site: Site) => MaybePromise<RenderedProblem>;

export interface Challenger {
  /** `Bearer realm="…"` (RFC 6750 §3). */
  readonly bearerChallenge: string;
  /** The demand for credentials; `problem` is why a presented one did not do. */
  challenge(view: RequestView, problem?: Problem): Respond;
  /** The same for a client that does not navigate: signing in on a page would not help. */
  challengeProgram(view: RequestView, problem: Problem): Respond;
  /** What the client owes before it may go on. */
  demand(view: RequestView, obligation: Obligation): Respond;
  /** A refusal for want of a right: people may be sent to a page of the app's instead. */
  forbid(view: RequestView, problem: Problem): MaybePromise<Respond>;
  /** Any refusal for which signing in is not the remedy. */
  refuse(view: RequestView, problem: Problem, headers?: HeaderList): MaybePromise<Respond>;
}

export interface ChallengerOptions {
  readonly realm: string;
  /** For people; `null`, or one that rejects: they get what programs get. */
  readonly render: ProblemRenderer | null;
  /** For programs. */
  readonly write: ProblemWriter;
  readonly siteOf: (rootPath: string) => Site;
  /** The request headers by which it is told whom a request acts as, as a value of `Vary`. */
  readonly vary: string;
  /** Query parameters that are not kept through a login. */
  readonly credentialParameters: readonly string[];
  /** Hears why there is no page. */
  readonly onError: (error: unknown) => void;
}

export function createChallenger(options: ChallengerOptions): Challenger {
  const { realm, render, write, siteOf, credentialParameters, onError } = options;
  const vary = ['vary', options.vary] as const;
  const bearer = `Bearer realm="${realm.replace(/["\\]/g, '\\$&')}"`;
  const basic = `Basic realm="${realm.replace(/["\\]/g, '\\$&')}", charset="UTF-8"`;
  const known = new WeakMap<Site, Map<Problem, Respond>>();

  /** The same 401 for everybody, so made once. */
  function unauthorized(site: Site, problem: Problem): Respond {
    const responses = known.get(site) ?? new Map<Problem, Respond>();
    known.set(site, responses);
    let response = responses.get(problem);
    if (response === undefined) {
      const error = problem === problems.authenticationRequired ? '' : ', error="invalid_token"';
      response = write({ ...problem, login: site.login }, [['www-authenticate', bearer + error], vary]);
      responses.set(problem, response);
    }
    return response;
  }

  const seeOther = (location: string): Respond => ({
    kind: 'respond',
    status: 303,
    headers: [['location', location], ['cache-control', 'no-store'], ['referrer-policy', 'no-referrer'], vary],
    body: '',
  });

  function refuse(view: RequestView, problem: Problem, headers: HeaderList = []): MaybePromise<Respond> {
    if (render === null || !isNavigation(view)) return write(problem, headers);
    const draw = (page: RenderedProblem): Respond => problemPage(problem, page.html, [...page.headers, ...headers]);
    const page = render(problem, siteOf(view.rootPath));
    if (!(page instanceof Promise)) return draw(page);
    return page.then(draw, (error: unknown) => {
      onError(error);
      return write(problem, headers);
    });
  }

  return {
    refuse,
    bearerChallenge: bearer,
    challenge(view, problem = problems.authenticationRequired) {
      const site = siteOf(view.rootPath);
      if (isNavigation(view) && problem.status === 401 && problem !== problems.malformedCredential) {
        return seeOther(loginAddress(site, view, problem, credentialParameters));
      }
      const response = unauthorized(site, problem);
      return wantsBasicChallenge(view) ? withHeader(response, ['www-authenticate', basic]) : response;
    },
    challengeProgram: (view, problem) => unauthorized(siteOf(view.rootPath), problem),
    demand(view) {
      const page = siteOf(view.rootPath).paths.account;
      if (page === undefined || !isNavigation(view)) return write(problems.passwordChangeRequired, [vary]);
      return seeOther(`${page}/password`);
    },
    forbid(view, problem) {
      const site = siteOf(view.rootPath);
      const isThere = visibleTarget(site, view.target).split('?', 1)[0] === site.forbidden;
      return site.forbidden === null || isThere || !isNavigation(view)
        ? refuse(view, problem)
        : seeOther(site.forbidden);
    },
  };
}

function loginAddress(site: Site, view: RequestView, problem: Problem, parameters: readonly string[]): string {
  const next = view.method === 'GET' ? returnTarget(site, view, parameters) : null;
  const query = [
    ...(next === null || next === site.home ? [] : [`next=${encodeURIComponent(next).replaceAll('%2F', '/')}`]),
    ...(problem === problems.authenticationRequired ? [] : ['error=credential']),
  ].join('&');
  return query === '' ? site.login : `${site.login}?${query}`;
}

/** Where the person wanted to go, as the browser sees it, without a credential; `null` when it is not to be kept. */
function returnTarget(site: Site, view: RequestView, parameters: readonly string[]): string | null {
  const target = visibleTarget(site, view.target);
  const question = target.indexOf('?');
  if (question === -1 || !parameters.some((name) => target.includes(name, question))) return localPath(target);
  const query = withoutParameters(target.slice(question + 1), parameters);
  return localPath(target.slice(0, question) + (query === '' ? '' : `?${query}`));
}

/** Only a client that sent Basic, and is no browser, is asked for Basic: else a script's 401 pops up a window. */
function wantsBasicChallenge(view: RequestView): boolean {
  if (view.header('sec-fetch-mode') !== undefined || view.header('origin') !== undefined) return false;
  return view.header('authorization')?.slice(0, 6).toLowerCase() === 'basic ';
}

function withHeader(response: Respond, header: readonly [string, string]): Respond {
  return { ...response, headers: [...response.headers, header] };
}
