/**
 * What all our endpoints need of a request and for an answer.
 */

import { type OwnActor, problemOf } from '@doorward/accounts';
import {
  acceptsHtml,
  type Core,
  type EndpointContext,
  FetchRequestView,
  type HeaderList,
  isNavigation,
  type Problem,
  type ProblemRenderer,
  problems,
  type SignInClient,
  type Site,
} from '@doorward/core';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Form, MAX_BODY_BYTES, readPageForm } from './form-body.ts';
import type { Layout } from './layout.tsx';
import type { PageOptions } from './page-theme.ts';
import { htmlResponse, redirect, toResponse } from './responses.ts';

export type Env = { Bindings: EndpointContext };

export interface EndpointTools {
  readonly core: Core;
  readonly page: PageOptions;
  readonly layout: Layout;
  siteOf(c: Context<Env>): Site;
  clientOf(c: Context<Env>): SignInClient;
  /** Whom a request in one of our areas acts as. */
  actorOf(c: Context<Env>): OwnActor;
  /** A problem, as a page for who looks at pages. */
  problem(c: Context<Env>, problem: Problem, headers?: HeaderList): Promise<Response>;
  /** The same, drawn by a page of its own for who looks at pages. */
  refuse(c: Context<Env>, problem: Problem, draw: (problem: Problem) => Promise<Response>): Promise<Response>;
  /** True unless our own page sent it, or no cookie of ours came along: a cookie proves nothing about who sent a form. */
  isForged(c: Context<Env>): boolean;
  /** What every app of ours has: the limit on bodies, 405, and errors as problems, on a page of its own when it has one. */
  prepare(app: Hono<Env>, draw?: ProblemDrawer): void;
  /** For what no handler of `path`, default any, has answered. */
  finish(app: Hono<Env>, methods: string, path?: string): void;
  /** The end of an app of several pages. */
  finishArea(app: Hono<Env>): void;
  /** A page, and the form that it posts. Every form of our pages is read here, once it is known to be ours. */
  serve(app: Hono<Env>, path: string, handlers: PageHandlers): void;
}

export type ProblemDrawer = (c: Context<Env>, problem: Problem) => Promise<Response>;

export interface PageHandlers {
  readonly get?: (c: Context<Env>) => Promise<Response> | Response;
  readonly post?: (c: Context<Env>, form: Form) => Promise<Response> | Response;
  /** Fields of the form that may come several times. */
  readonly boxes?: readonly string[];
}

export function createEndpointTools(
  core: Core,
  page: PageOptions,
  layout: Layout,
  renderProblem: ProblemRenderer,
): EndpointTools {
  const siteOf = (c: Context<Env>): Site => core.site(c.env.rootPath);

  function isForged(c: Context<Env>): boolean {
    const view = new FetchRequestView(c.req.raw, c.env.rootPath);
    if (core.origins.isOwn(view)) return false;
    if (core.origins.isForeign(view)) return true;
    // What no form can send, a foreign page cannot send without being asked first.
    return isFormLike(view) && core.clientSessions.bringsCookie(view.header('cookie'));
  }

  /** Where people are sent who may not see a page of ours; `null`: the refusal is shown. */
  function sentAway(c: Context<Env>, { code }: Problem): string | null {
    const isRefusal = code === 'accounts/not-allowed' || code === 'core/forbidden';
    return isRefusal && c.req.method === 'GET' && wantsPage(c) ? siteOf(c).forbidden : null;
  }

  async function problem(c: Context<Env>, what: Problem, headers: HeaderList = []): Promise<Response> {
    if (!wantsPage(c)) return toResponse(core.writeProblem(what, headers));
    const drawn = await renderProblem(what, siteOf(c));
    return htmlResponse(drawn, what.status, [...retryAfter(what), ...headers]);
  }

  async function refuse(
    c: Context<Env>,
    what: Problem,
    draw: (what: Problem) => Response | Promise<Response>,
  ): Promise<Response> {
    const elsewhere = sentAway(c, what);
    if (elsewhere !== null) return redirect(elsewhere, NO_STORE);
    return wantsPage(c) ? draw(what) : problem(c, what);
  }

  return {
    core,
    page,
    layout,
    siteOf,
    problem,
    clientOf: (c) => ({
      clientAddress: c.env.clientAddress,
      cookieHeader: c.req.header('cookie'),
      userAgent: c.req.header('user-agent'),
    }),
    actorOf(c) {
      const { state, clientAddress } = c.env;
      const principal = state?.principal;
      if (!principal) throw new TypeError('an area of ours was reached without a principal');
      return { principal, clientAddress, sessionId: state.session?.id ?? null };
    },
    refuse,
    isForged,
    prepare(app, draw = problem) {
      app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => problem(c, BODY_TOO_LARGE) }));
      app.onError((error, c) => {
        const known = problemOf(error);
        if (known !== null) return refuse(c, known, (what) => draw(c, what));
        core.onError(error);
        return problem(c, problems.unavailable);
      });
    },
    finish(app, methods, path = '*') {
      app.all(path, (c) => problem(c, METHOD_NOT_ALLOWED, [['allow', methods]]));
    },
    finishArea(app) {
      app.all('*', (c) => problem(c, NOT_FOUND));
    },
    serve(app, path, { get, post, boxes = [] }) {
      if (get !== undefined) app.get(path, (c) => get(c));
      if (post !== undefined) {
        app.post(path, async (c) => {
          if (isForged(c)) return problem(c, problems.crossSiteRequest);
          const form = await readPageForm(c.req.raw, boxes);
          return 'code' in form ? problem(c, form) : post(c, form);
        });
      }
      const methods = [...(get === undefined ? [] : ['GET', 'HEAD']), ...(post === undefined ? [] : ['POST'])];
      app.all(path, (c) => problem(c, METHOD_NOT_ALLOWED, [['allow', methods.join(', ')]]));
    },
  };
}

const NO_STORE: HeaderList = [['cache-control', 'no-store']];

/** True for what an HTML form can send: any page may, without a preflight (Fetch §3.2.2). */
function isFormLike(view: FetchRequestView): boolean {
  const type = view.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  return view.method === 'POST' && type !== 'application/json';
}

/** Navigations, and other clients that name HTML, get pages. */
export function wantsPage(c: Context<Env>): boolean {
  const view = new FetchRequestView(c.req.raw, '');
  return isNavigation(view) || acceptsHtml(view);
}

/** Headers that set cookies, and keep the answer out of caches. */
export function withCookies(cookies: readonly string[]): HeaderList {
  return [...cookies.map((cookie) => ['set-cookie', cookie] as const), ['cache-control', 'no-store']];
}

/** When to try again, as a header. */
export function retryAfter({ retryAfterSeconds }: Problem): HeaderList {
  return retryAfterSeconds === undefined ? [] : [['retry-after', String(retryAfterSeconds)]];
}

const BODY_TOO_LARGE: Problem = {
  status: 413,
  code: 'web/body-too-large',
  title: 'That form is too large',
  detail: 'A form is at most 16 kB.',
};

const METHOD_NOT_ALLOWED: Problem = {
  status: 405,
  code: 'web/method-not-allowed',
  title: 'That method is not allowed here',
  detail: 'Use one of the methods that the header Allow names.',
};

const NOT_FOUND: Problem = {
  status: 404,
  code: 'web/not-found',
  title: 'There is no such page',
  detail: 'Check the address, or go on from the start page.',
};
