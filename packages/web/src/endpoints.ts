/**
 * Our own endpoints as one Hono app: the login page and its form, signing out.
 *
 * | endpoint | GET                | POST, form          | POST, JSON            |
 * |----------|--------------------|---------------------|-----------------------|
 * | login    | the page           | 303 and the cookie  | 200 and the cookie    |
 * | logout   | asks               | 303, cookie cleared | 204, cookie cleared   |
 */

import {
  acceptsHtml,
  type Core,
  type EndpointContext,
  FetchRequestView,
  type HeaderList,
  isNavigation,
  localPath,
  type Problem,
  type ProblemRenderer,
  problemResponse,
  problems,
  type RenderedProblem,
  type SignInOutcome,
  type Site,
} from '@doorward/core';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { MAX_BODY_BYTES, readFormBody } from './form-body.ts';
import { createLayout, type Layout, PAGE_HEADERS } from './layout.tsx';
import { renderLoginPage } from './login-page.tsx';
import { renderLogoutPage } from './logout-page.tsx';
import type { LoginPageModel, PageOptions } from './page-theme.ts';
import { renderProblemPage } from './problem-page.tsx';
import { htmlResponse, redirect, toResponse } from './responses.ts';

export interface Endpoints {
  /** Answers a request for one of our endpoints. */
  fetch(request: Request, context: EndpointContext): Promise<Response>;
}

type Env = { Bindings: EndpointContext };

/** Draws a problem in the style of our pages. */
export function createProblemRenderer(page: PageOptions): ProblemRenderer {
  const layout = createLayout(page);
  return (problem, site) => ({ html: renderProblemPage(layout, problem, site), headers: layout.headers });
}

export function createEndpoints(core: Core, page: PageOptions): Endpoints {
  const layout = createLayout(page);
  const renderProblem = createProblemRenderer(page);

  const siteOf = (c: Context<Env>): Site => core.site(c.env.rootPath);
  const viewOf = (c: Context<Env>): FetchRequestView => new FetchRequestView(c.req.raw, c.env.rootPath);
  const clientOf = (c: Context<Env>) => ({ clientAddress: c.env.clientAddress, cookieHeader: c.req.header('cookie') });

  async function problem(c: Context<Env>, what: Problem, headers: HeaderList = []): Promise<Response> {
    if (!wantsPage(c)) return toResponse(problemResponse(what, headers));
    const drawn = await renderProblem(what, siteOf(c));
    return htmlResponse(drawn, what.status, [...retryAfter(what), ...headers]);
  }

  async function loginPage(c: Context<Env>, status: number, say: Partial<LoginPageModel>, headers: HeaderList = []) {
    const model: LoginPageModel = {
      title: page.title,
      logo: page.logo,
      action: siteOf(c).login,
      next: null,
      error: null,
      notice: null,
      ...say,
    };
    return htmlResponse(await drawLogin(page, layout, model), status, headers);
  }

  /** Our own page sent it, or else no cookie of ours came along: a cookie proves nothing about who sent a form. */
  function isForged(c: Context<Env>): boolean {
    const view = viewOf(c);
    if (core.origins.isOwn(view)) return false;
    return core.origins.isForeign(view) || core.signIn.sessionCookie(view.header('cookie')) !== undefined;
  }

  function returnPath(c: Context<Env>, value: string | null | undefined): string | null {
    const path = localPath(value);
    const site = siteOf(c);
    return path === null || isBelow(path, site.login) || isBelow(path, site.logout) ? null : path;
  }

  async function login(c: Context<Env>): Promise<Response> {
    if (isForged(c)) return problem(c, problems.crossSiteRequest);
    const body = await readFormBody(c.req.raw);
    if (body.kind === 'problem') return problem(c, body.problem);
    const next = returnPath(c, body.fields.get('next') ?? c.req.query('next'));
    const password = body.fields.get('password') ?? '';
    const asPage = body.kind === 'form';
    if (password === '') {
      return asPage
        ? loginPage(c, 400, { next, error: 'Enter the access token or password.' })
        : problem(c, PASSWORD_REQUIRED);
    }
    const outcome = await core.signIn.withPassword({ name: body.fields.get('username') ?? '', password }, clientOf(c));
    if (outcome.kind === 'signed-in') return signedIn(outcome, next ?? siteOf(c).home, asPage);
    return notSignedIn(c, outcome, next, asPage);
  }

  function notSignedIn(
    c: Context<Env>,
    outcome: Exclude<SignInOutcome, { kind: 'signed-in' }>,
    next: string | null,
    asPage: boolean,
  ) {
    const isLimited = outcome.kind === 'limited';
    const what: Problem = isLimited
      ? { ...problems.tooManyAttempts, retryAfterSeconds: outcome.retryAfterSeconds }
      : problems.invalidCredential;
    const headers: HeaderList = isLimited
      ? [['retry-after', String(outcome.retryAfterSeconds)]]
      : [['www-authenticate', `${core.bearerChallenge}, error="invalid_token"`]];
    if (!asPage) return toResponse(problemResponse(what, isLimited ? [] : headers));
    const error = isLimited
      ? `Too many wrong attempts. Try again in ${minutes(outcome.retryAfterSeconds)}.`
      : 'That token or password is not right. Check it and try again.';
    return loginPage(c, what.status, { next, error }, headers);
  }

  async function logout(c: Context<Env>): Promise<Response> {
    if (isForged(c)) return problem(c, problems.crossSiteRequest);
    const headers = withCookies(await core.signIn.end(clientOf(c)));
    if (!wantsPage(c)) return toResponse({ kind: 'respond', status: 204, headers, body: '' });
    return redirect(`${siteOf(c).login}?signed-out`, headers);
  }

  async function showLogin(c: Context<Env>): Promise<Response> {
    const next = returnPath(c, c.req.query('next'));
    const failed = c.req.query('error') !== undefined;
    const current = failed ? null : await core.signIn.current(c.req.header('cookie'));
    if (current !== null) return redirect(next ?? siteOf(c).home, [['cache-control', 'no-store']]);
    const notice = c.req.query('signed-out') === undefined ? null : 'You are signed out.';
    const error = failed ? 'The token in that address is not valid, or no longer. Enter the current one.' : null;
    return loginPage(c, 200, { next, error, notice });
  }

  async function showLogout(c: Context<Env>): Promise<Response> {
    const { login, logout: action, home } = siteOf(c);
    if ((await core.signIn.current(c.req.header('cookie'))) === null)
      return redirect(login, [['cache-control', 'no-store']]);
    return htmlResponse({ html: renderLogoutPage(layout, action, home), headers: layout.headers }, 200);
  }

  const app = new Hono<Env>({
    getPath: (_request, options) => `/${(options as { env: EndpointContext }).env.endpoint}`,
  });
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => problem(c, BODY_TOO_LARGE) }));
  app.get('/login', showLogin).post(login);
  app.get('/logout', showLogout).post(logout);
  app.all('*', (c) => problem(c, METHOD_NOT_ALLOWED, [['allow', 'GET, HEAD, POST']]));
  app.onError((error, c) => {
    core.onError(error);
    return problem(c, problems.unavailable);
  });

  return { fetch: async (request, context) => app.fetch(request, context) };
}

async function drawLogin(page: PageOptions, layout: Layout, model: LoginPageModel): Promise<RenderedProblem> {
  if (page.renderLogin === null) return { html: renderLoginPage(layout, model), headers: layout.headers };
  const drawn = await page.renderLogin(model);
  const said = new Set(drawn.headers.map(([name]) => name.toLowerCase()));
  return { html: drawn.html, headers: [...PAGE_HEADERS.filter(([name]) => !said.has(name)), ...drawn.headers] };
}

const PASSWORD_REQUIRED: Problem = {
  status: 400,
  code: 'web/password-required',
  title: 'The password is missing',
  detail: 'Send the access token or password as the field `password`.',
};

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

/** Navigations, and other clients that name HTML, get pages. */
function wantsPage(c: Context<Env>): boolean {
  const view = new FetchRequestView(c.req.raw, '');
  return isNavigation(view) || acceptsHtml(view);
}

function signedIn(outcome: { readonly cookies: readonly string[] }, next: string, asPage: boolean): Response {
  const headers = withCookies(outcome.cookies);
  if (asPage) return redirect(next, headers);
  return toResponse({
    kind: 'respond',
    status: 200,
    headers: [['content-type', 'application/json'], ...headers],
    body: JSON.stringify({ next }),
  });
}

function withCookies(cookies: readonly string[]): HeaderList {
  return [...cookies.map((cookie) => ['set-cookie', cookie] as const), ['cache-control', 'no-store']];
}

function retryAfter({ retryAfterSeconds }: Problem): HeaderList {
  return retryAfterSeconds === undefined ? [] : [['retry-after', String(retryAfterSeconds)]];
}

function isBelow(path: string, endpoint: string): boolean {
  return path === endpoint || path.startsWith(`${endpoint}?`) || path.startsWith(`${endpoint}/`);
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? 'a minute' : `${count} minutes`;
}
