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
import { MAX_BODY_BYTES } from './form-body.ts';
import type { Layout } from './layout.tsx';
import type { PageOptions } from './page-theme.ts';
import { htmlResponse, toResponse } from './responses.ts';

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
  /** True unless our own page sent it, or no cookie of ours came along: a cookie proves nothing about who sent a form. */
  isForged(c: Context<Env>): boolean;
  /** What every app of ours has: the limit on bodies, 405, and errors as problems. */
  prepare(app: Hono<Env>): void;
  finish(app: Hono<Env>, methods: string): void;
}

export function createEndpointTools(
  core: Core,
  page: PageOptions,
  layout: Layout,
  renderProblem: ProblemRenderer,
): EndpointTools {
  const siteOf = (c: Context<Env>): Site => core.site(c.env.rootPath);

  async function problem(c: Context<Env>, what: Problem, headers: HeaderList = []): Promise<Response> {
    if (!wantsPage(c)) return toResponse(core.writeProblem(what, headers));
    const drawn = await renderProblem(what, siteOf(c));
    return htmlResponse(drawn, what.status, [...retryAfter(what), ...headers]);
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
    isForged(c) {
      const view = new FetchRequestView(c.req.raw, c.env.rootPath);
      if (core.origins.isOwn(view)) return false;
      return core.origins.isForeign(view) || core.signIn.sessionCookie(view.header('cookie')) !== undefined;
    },
    prepare(app) {
      app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => problem(c, BODY_TOO_LARGE) }));
      app.onError((error, c) => {
        const known = problemOf(error);
        if (known !== null) return problem(c, known);
        core.onError(error);
        return problem(c, problems.unavailable);
      });
    },
    finish(app, methods) {
      app.all('*', (c) => problem(c, METHOD_NOT_ALLOWED, [['allow', methods]]));
    },
  };
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

function retryAfter({ retryAfterSeconds }: Problem): HeaderList {
  return retryAfterSeconds === undefined ? [] : [['retry-after', String(retryAfterSeconds)]];
}

const BODY_TOO_LARGE: Problem = {
  status: 413,
  code: 'web/body-too-large',
  title: 'That form is too large',
  detail: 'A login form is at most 16 kB.',
};

const METHOD_NOT_ALLOWED: Problem = {
  status: 405,
  code: 'web/method-not-allowed',
  title: 'That method is not allowed here',
  detail: 'Use GET to see the page, POST to send the form.',
};
